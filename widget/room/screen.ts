/** The host's screen: whether the chat should fill it, and what a phone's keyboard leaves of it. */
import { type Lifetime, listen } from '../lifetime.ts';

/** Narrow phones, and desktop windows zoomed until little height is left. */
const SMALL = '(max-width: 599.98px), (max-height: 440px)';

export type Area = { top: number; height: number };
export type Screen = ReturnType<typeof createScreen>;

export function createScreen(life: Lifetime, changed: () => void) {
  const small = matchMedia(SMALL);
  const view = window.visualViewport;
  let release: (() => void) | null = null;
  const hold = (held: boolean): void => {
    if (held === (release !== null)) return;
    if (release) release();
    release = held ? freezePage() : null;
  };
  listen(life, small, 'change', changed);
  if (view) {
    listen(life, view, 'resize', changed);
    listen(life, view, 'scroll', changed);
  }
  life.push(() => hold(false));
  return {
    /** The chat fills the screen. */
    modal: () => small.matches,
    /** The part of the page a keyboard leaves free; null while nothing covers the page, so that style sheets rule. */
    area: () => (view && view.scale < 1.05 ? freeArea(view) : null),
    /** Keeps the page behind a full-screen chat still and out of reach, and gives it back exactly as it was. */
    hold,
  };
}

function freeArea(view: VisualViewport): Area | null {
  const whole = view.height >= window.innerHeight - 1 && view.offsetTop < 1;
  return whole ? null : { top: view.offsetTop, height: view.height };
}

function freezePage(): () => void {
  const { body, documentElement: root } = document;
  const { overflow } = root.style;
  const { inert } = body;
  root.style.overflow = 'hidden';
  body.inert = true;
  return () => {
    root.style.overflow = overflow;
    body.inert = inert;
  };
}
