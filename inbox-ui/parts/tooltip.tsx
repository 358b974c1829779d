import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { KeyCap } from './key-cap.tsx';
import { place } from './place.ts';

const DELAY_MS = 450;

type Tip = { anchor: HTMLElement; text: string; keys: string | undefined };
const current = signal<Tip | null>(null);

/**
 * One tooltip for the app: anything with `data-tip` (and `data-keys`) gets it on hover and focus. For eyes only:
 * readers hear the same words from the anchor's own name or `aria-description`.
 */
export function TooltipLayer() {
  const layer = useRef<HTMLDivElement>(null);
  const tip = current.value;
  useEffect(() => watch(layer), []);
  useEffect(() => {
    const element = layer.current;
    if (!element) return;
    element.hidePopover();
    if (!tip?.anchor.isConnected) return;
    element.showPopover();
    place(element, tip.anchor.getBoundingClientRect(), sideOf(tip.anchor), 'center');
  }, [tip]);
  return (
    <div ref={layer} class="popover tooltip" popover="manual" aria-hidden="true">
      {tip?.text}
      {tip?.keys && <KeyCap keys={tip.keys} />}
    </div>
  );
}

function sideOf(anchor: HTMLElement): 'after' | 'below' {
  return anchor.closest('[data-tip-side="after"]') ? 'after' : 'below';
}

/** Stays while the pointer is on it and goes with Escape. */
function watch(layer: { current: HTMLElement | null }): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const show = (target: EventTarget | null, delay: number) => {
    clearTimeout(timer);
    if (target instanceof Node && layer.current?.contains(target)) return;
    const next = tipOf(target);
    if (next?.anchor === current.peek()?.anchor) return;
    timer = setTimeout(() => {
      current.value = next;
    }, delay);
  };
  const end = new AbortController();
  listen(show, end.signal);
  return () => {
    clearTimeout(timer);
    end.abort();
  };
}

type Show = (target: EventTarget | null, delay: number) => void;

function listen(show: Show, signal: AbortSignal): void {
  const leave = () => show(null, 0);
  const on = <Name extends keyof DocumentEventMap>(
    name: Name,
    listener: (event: DocumentEventMap[Name]) => void,
  ) => document.addEventListener(name, listener, { signal, capture: name === 'scroll' });
  on('pointerover', (event) => {
    if (event.pointerType === 'mouse') show(event.target, DELAY_MS);
  });
  on('focusin', ({ target }) => {
    if (target instanceof Element && target.matches(':focus-visible')) show(target, 0);
  });
  on('keydown', (event) => {
    if (event.key === 'Escape') leave();
  });
  // What may not be pressed says why when it is pressed all the same; fingers have no other way to ask.
  on('click', ({ target }) => {
    if (target instanceof Element && target.closest('[aria-disabled="true"]')) show(target, 0);
  });
  for (const name of ['focusout', 'pointerdown', 'scroll'] as const) on(name, leave);
}

function tipOf(target: EventTarget | null): Tip | null {
  const anchor =
    target instanceof Element ? target.closest<HTMLElement>('[data-tip], [data-keys]') : null;
  if (!anchor) return null;
  const { tip, keys } = anchor.dataset;
  const text = tip ?? anchor.ariaLabel ?? anchor.textContent;
  return { anchor, text, keys };
}
