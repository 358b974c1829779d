/** Which messages are really before the visitor's eyes. Only those are reported as read. */

import type { RefObject } from 'preact';
import type { Chat } from '../chat.ts';
import { useEffect, useRef, useSignalEffect } from '../draw/hooks.ts';

/** A message counts when this much of it shows, or when it fills as much of the log. */
const SHARE = 0.6;

export function useReading(box: RefObject<HTMLDivElement | null>, chat: Chat): void {
  const shown = useRef(new Set<number>());
  const observer = useRef<IntersectionObserver | null>(null);
  const report = () => {
    const last = Math.max(0, ...shown.current);
    if (last > 0) chat.saw(last);
  };

  useEffect(() => {
    observer.current = new IntersectionObserver(
      (changes) => {
        for (const change of changes) note(shown.current, change);
        report();
      },
      { root: box.current, threshold: [0, 0.3, SHARE, 1] },
    );
    return () => observer.current?.disconnect();
  }, []);

  // After every drawing: observing an element twice is nothing.
  useEffect(() => {
    for (const element of box.current?.querySelectorAll('[data-seq]') ?? []) {
      observer.current?.observe(element);
    }
  });

  // The panel was opened, or the tab came back to the front, with messages standing there all along.
  useSignalEffect(() => {
    if (chat.place.watched.value) report();
  });
}

function note(shown: Set<number>, change: IntersectionObserverEntry): void {
  const seq = Number((change.target as HTMLElement).dataset['seq']);
  const room = change.rootBounds?.height ?? Number.POSITIVE_INFINITY;
  const enough =
    change.intersectionRatio >= SHARE || change.intersectionRect.height >= room * SHARE;
  if (change.isIntersecting && enough) shown.add(seq);
  else shown.delete(seq);
}
