/** Where the log stands: at the end it follows, anywhere else it stays exactly where the reader is. */

import type { RefObject } from 'preact';
import { useEffect, useRef, useSignal } from '../draw/hooks.ts';
import type { Entry } from '../entries.ts';

type Extent = { first: string; last: string; height: number };

/** This close to the end counts as being there. */
const NEAR = 48;

export function useScroll(box: RefObject<HTMLDivElement | null>, entries: readonly Entry[]) {
  const following = useRef(true);
  const news = useSignal(false);
  const before = useRef<Extent | null>(null);

  const toEnd = () => {
    following.current = true;
    news.value = false;
    box.current?.scrollTo({ top: box.current.scrollHeight });
  };
  const onScroll = () => {
    const { current: log } = box;
    if (!log) return;
    following.current = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;
    if (following.current) news.value = false;
  };

  useEffect(() => {
    const { current: log } = box;
    if (!log) return;
    const known = before.current;
    const last = entries.at(-1);
    const now = { first: firstMessage(entries), last: last?.id ?? '', height: log.scrollHeight };
    before.current = now;
    // Earlier messages came in above: what the reader looks at stays under the eyes.
    if (grownAbove(known, now)) log.scrollTop += now.height - known.height;
    if (!last || known?.last === now.last) return;
    if (following.current || last.kind === 'outgoing') toEnd();
    else news.value = true;
  }, [entries]);

  // Pictures that load, a composer that grows, a keyboard that comes: whoever was at the end stays there.
  useEffect(() => {
    const { current: log } = box;
    if (!log) return;
    const observer = new ResizeObserver(() => {
      if (following.current) log.scrollTop = log.scrollHeight;
      if (before.current) before.current.height = log.scrollHeight;
    });
    observer.observe(log);
    for (const child of log.children) observer.observe(child);
    return () => observer.disconnect();
  }, []);

  return { news, toEnd, onScroll };
}

const firstMessage = (entries: readonly Entry[]): string =>
  entries.find(({ kind }) => kind !== 'day')?.id ?? '';

function grownAbove(before: Extent | null, now: Extent): before is Extent {
  return before !== null && before.last === now.last && before.first !== now.first;
}
