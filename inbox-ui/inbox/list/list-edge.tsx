import { signal } from '@preact/signals';
import type { TargetedKeyboardEvent, TargetedPointerEvent } from 'preact';
import { useEffect } from 'preact/hooks';
import { words } from '../../words/words.ts';

const LEAST = 280;
const MOST = 480;
const USUAL = 340;
const STEP = 20;
const REMEMBERED = 'interline.list';

const width = signal(clamp(Number(localStorage.getItem(REMEMBERED)) || USUAL));

/** The edge between list and line, to be dragged or moved with arrow keys. */
export function ListEdge() {
  const px = width.value;
  useEffect(() => {
    document.documentElement.style.setProperty('--list-wide', `${px}px`);
    localStorage.setItem(REMEMBERED, String(px));
  }, [px]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: an <hr> cannot be dragged.
    <div
      class="list-edge"
      role="separator"
      tabIndex={0}
      aria-label={words.value.inbox.list.width}
      aria-orientation="vertical"
      aria-valuenow={px}
      aria-valuemin={LEAST}
      aria-valuemax={MOST}
      onPointerDown={drag}
      onKeyDown={nudge}
      onDblClick={() => set(USUAL)}
    />
  );
}

function drag(event: TargetedPointerEvent<HTMLElement>): void {
  const edge = event.currentTarget;
  const offset = width.peek() - event.clientX * direction();
  const move = (moved: PointerEvent) => set(offset + moved.clientX * direction());
  edge.setPointerCapture(event.pointerId);
  edge.addEventListener('pointermove', move);
  edge.addEventListener('lostpointercapture', () => edge.removeEventListener('pointermove', move), {
    once: true,
  });
}

function nudge(event: TargetedKeyboardEvent<HTMLElement>): void {
  const by = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
  if (by === undefined) return;
  event.preventDefault();
  set(width.peek() + by * direction());
}

function set(px: number): void {
  width.value = clamp(px);
}

function clamp(px: number): number {
  return Math.round(Math.min(MOST, Math.max(LEAST, px)));
}

function direction(): 1 | -1 {
  return document.documentElement.dir === 'rtl' ? -1 : 1;
}
