import { effect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { List } from '../../store/list.ts';
import { opened } from '../desk.ts';
import { isSelecting } from '../selection.ts';

/** Who touched the list is still with it for so long. */
const WITH_IT_MS = 8_000;
const LOOK_MS = 500;

const TOUCHES = ['pointerdown', 'wheel', 'keydown', 'touchstart'] as const;

/**
 * Nothing moves by itself while somebody reads; a list that nobody is at keeps itself in order. Being at it means: a
 * conversation is opened, rows are selected, the pointer or the focus is in the list, it was scrolled, or it was touched a moment ago.
 */
export function useStillness(list: List): void {
  useEffect(() => {
    let touchedAt = 0;
    const end = new AbortController();
    const touch = ({ target }: Event) => {
      if (!(target instanceof Element) || !target.closest('.list-pane')) return;
      touchedAt = Date.now();
      list.hold(true);
    };
    const look = () => list.hold(isWatched() || Date.now() - touchedAt < WITH_IT_MS);
    for (const name of TOUCHES)
      addEventListener(name, touch, { passive: true, signal: end.signal });
    addEventListener('pointerover', look, { passive: true, signal: end.signal });
    addEventListener('focusin', look, { signal: end.signal });
    document.addEventListener('visibilitychange', look, { signal: end.signal });
    look();
    // At once: an answer may be on its way before anybody looks again.
    const release = effect(() => {
      if (opened.value !== null || isSelecting.value) list.hold(true);
    });
    const timer = setInterval(look, LOOK_MS);
    return () => {
      clearInterval(timer);
      release();
      end.abort();
      list.hold(true);
    };
  }, [list]);
}

function isWatched(): boolean {
  if (opened.peek() !== null || isSelecting.peek()) return true;
  if (document.visibilityState === 'hidden') return false;
  const rows = document.querySelector('.list-scroll');
  if (!rows) return false;
  return rows.scrollTop > 0 || rows.matches(':hover') || rows.contains(document.activeElement);
}
