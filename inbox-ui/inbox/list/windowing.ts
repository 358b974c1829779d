/** Which rows of a long list have to exist. Rows have one height, headings another; everything else is arithmetic. */
import type { Entry } from '../../store/list.ts';
import type { Group } from '../../store/views.ts';

export const HEADING_PX = 32;
/** Rows beyond the edges, so that a quick hand sees no holes. */
const SPARE_PX = 400;

export type Placed =
  | { kind: 'heading'; group: Group; count: number; top: number; height: number }
  | { kind: 'row'; id: string; group: Group; at: number; top: number; height: number };

/** Every row and heading with its place. Groups come in the order of the list; one that comes back is not repeated. */
export function layOut(
  entries: readonly Entry[],
  rowPx: number,
): { placed: Placed[]; height: number } {
  const placed: Placed[] = [];
  const counts = countGroups(entries);
  const begun = new Set<Group>();
  let top = 0;
  for (const [at, { id, group }] of entries.entries()) {
    if (!begun.has(group)) {
      begun.add(group);
      const count = counts.get(group) ?? 0;
      placed.push({ kind: 'heading', group, count, top, height: HEADING_PX });
      top += HEADING_PX;
    }
    placed.push({ kind: 'row', id, group, at, top, height: rowPx });
    top += rowPx;
  }
  return { placed, height: top };
}

/** What is in sight, and `keep`: the row with the focus must not vanish under it. */
export function inSight(
  placed: readonly Placed[],
  scroll: { top: number; height: number },
  keep: string | null,
): Placed[] {
  const from = scroll.top - SPARE_PX;
  const to = scroll.top + scroll.height + SPARE_PX;
  return placed.filter((one) => {
    if (one.top + one.height >= from && one.top <= to) return true;
    return one.kind === 'row' && one.id === keep;
  });
}

export function placeOf({ top, height }: Placed) {
  return { transform: `translateY(${top}px)`, height: `${height}px` };
}

function countGroups(entries: readonly Entry[]): Map<Group, number> {
  const counts = new Map<Group, number>();
  for (const { group } of entries) counts.set(group, (counts.get(group) ?? 0) + 1);
  return counts;
}
