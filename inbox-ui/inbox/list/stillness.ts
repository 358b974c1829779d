import { useEffect } from 'preact/hooks';
import type { List } from '../../store/list.ts';
import { opened } from '../desk.ts';

/** Nobody touched anything for this long, at the top, with nothing opened: then the list may put itself in order. */
const IDLE_MS = 10_000;
const LOOK_MS = 1_000;

const STIRS = ['pointermove', 'pointerdown', 'keydown', 'wheel', 'touchstart'] as const;

/** Nothing moves by itself while somebody reads; an unwatched list keeps itself in order. */
export function useStillness(list: List): void {
  useEffect(() => {
    let stirredAt = Date.now();
    const stir = () => {
      stirredAt = Date.now();
      list.hold(true);
    };
    const look = () => list.hold(!isUnwatched(stirredAt));
    const end = new AbortController();
    for (const name of STIRS) addEventListener(name, stir, { passive: true, signal: end.signal });
    document.addEventListener('visibilitychange', look, { signal: end.signal });
    const timer = setInterval(look, LOOK_MS);
    return () => {
      clearInterval(timer);
      end.abort();
      list.hold(true);
    };
  }, [list]);
}

function isUnwatched(stirredAt: number): boolean {
  if (opened.peek() !== null) return false;
  if (document.visibilityState === 'hidden') return true;
  const top = document.querySelector('.list-scroll')?.scrollTop ?? 0;
  return top <= 0 && Date.now() - stirredAt > IDLE_MS;
}
