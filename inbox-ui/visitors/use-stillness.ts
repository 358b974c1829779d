import { useRef, useState } from 'preact/hooks';
import type { BoardVisit } from '../../server/wire/visits.ts';

export type Shown = { visit: BoardVisit; gone: boolean };

/**
 * The list as it is shown. While somebody points at it or walks through it nothing moves under their hands: who left stays
 * and is said to have left, who came stands below.
 */
export function useStillness(visits: readonly BoardVisit[]) {
  const [held, setHeld] = useState(false);
  const last = useRef<readonly Shown[]>([]);
  last.current = held
    ? still(last.current, visits)
    : visits.map((visit) => ({ visit, gone: false }));
  const hands = {
    onPointerEnter: () => setHeld(true),
    onPointerLeave: () => setHeld(false),
    onFocusCapture: () => setHeld(true),
    onBlurCapture: () => setHeld(false),
  };
  return { shown: last.current, hands };
}

function still(shown: readonly Shown[], visits: readonly BoardVisit[]): Shown[] {
  const now = new Map(visits.map((visit) => [visit.id, visit]));
  const stay = shown.map(({ visit }) => ({
    visit: now.get(visit.id) ?? visit,
    gone: !now.has(visit.id),
  }));
  for (const { visit } of shown) now.delete(visit.id);
  return [...stay, ...[...now.values()].map((visit) => ({ visit, gone: false }))];
}
