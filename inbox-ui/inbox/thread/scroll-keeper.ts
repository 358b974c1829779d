/**
 * Keeps the reader where they are: at the end while they are at the end, and exactly on their line when something
 * comes before or after it.
 */
import { type Signal, useSignal } from '@preact/signals';
import type { Ref } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Store } from '../../store/store.ts';
import type { LineItem } from './line-items.ts';

const NEAR_PX = 48;
const OLDER_PX = 240;

export type ScrollKeeper = {
  scroller: Ref<HTMLDivElement>;
  content: Ref<HTMLDivElement>;
  atEnd: Signal<boolean>;
  /** How many messages of others came below since the reader left the end. */
  below: Signal<number>;
  toEnd: () => void;
};

type Seen = { first: string | undefined; last: string | undefined; height: number };

export function useScrollKeeper(store: Store, items: readonly LineItem[]): ScrollKeeper {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const seen = useRef<Seen | null>(null);
  const atEnd = useSignal(true);
  const below = useSignal(0);
  const toEnd = () => scroller.current?.scrollTo({ top: scroller.current.scrollHeight });

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const before = seen.current;
    if (before === null) begin(element);
    else if (before.first !== firstKey(items))
      element.scrollTop += element.scrollHeight - before.height;
    else if (atEnd.peek() || endsWithOwn(items, before.last)) toEnd();
    else below.value += countAfter(items, before.last);
    seen.current = {
      first: firstKey(items),
      last: items.at(-1)?.key,
      height: element.scrollHeight,
    };
  }, [items]);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const look = () => {
      atEnd.value = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PX;
      if (atEnd.peek()) below.value = 0;
      store.reading.atEnd.value = atEnd.peek();
      if (element.scrollTop < OLDER_PX) void store.thread.loadOlder();
    };
    const resize = () => {
      if (atEnd.peek()) toEnd();
      if (seen.current) seen.current.height = element.scrollHeight;
    };
    const end = watch(element, content.current, look, resize);
    return () => {
      end();
      store.reading.atEnd.value = false;
    };
  }, []);
  return { scroller, content, atEnd, below, toEnd };
}

/** Images arrive, the composer grows, the keyboard opens: told apart from the reader's own scrolling. */
function watch(
  element: HTMLElement,
  content: HTMLElement | null,
  look: () => void,
  resize: () => void,
): () => void {
  let height = element.clientHeight;
  const scrolled = () => {
    // The frame itself changed under the reader, who scrolled nowhere: `resize` puts it right.
    if (element.clientHeight === height) look();
  };
  const observer = new ResizeObserver(() => {
    // Closed, it shrinks to nothing: that is no end that somebody reads at, and no beginning to read on from.
    if (!element.isConnected) return;
    height = element.clientHeight;
    resize();
    look();
  });
  observer.observe(element);
  if (content) observer.observe(content);
  element.addEventListener('scroll', scrolled, { passive: true });
  look();
  return () => {
    observer.disconnect();
    element.removeEventListener('scroll', scrolled);
  };
}

/** What is new begins in the upper third; without anything new the end is in sight. */
function begin(element: HTMLElement): void {
  const divider = element.querySelector<HTMLElement>('.line-unread');
  if (!divider) {
    element.scrollTop = element.scrollHeight;
    return;
  }
  const top = divider.getBoundingClientRect().top - element.getBoundingClientRect().top;
  element.scrollTop += top - element.clientHeight / 3;
}

/** The first thing said, whatever day or station stands before it now. */
function firstKey(items: readonly LineItem[]): string | undefined {
  return items.find(({ kind }) => kind === 'message' || kind === 'station')?.key;
}

function endsWithOwn(items: readonly LineItem[], last: string | undefined): boolean {
  const end = items.at(-1);
  return end?.kind === 'pending' && end.key !== last;
}

function countAfter(items: readonly LineItem[], last: string | undefined): number {
  const from = items.findIndex(({ key }) => key === last);
  if (from < 0) return 0;
  return items.slice(from + 1).filter((item) => item.kind === 'message' && !item.own).length;
}
