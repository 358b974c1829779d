/** Which rows of a long list have to exist. Rows have one height, headings another; everything else is arithmetic. */
import type { Entry } from '../../store/list.ts';
import type { Group } from '../../store/views.ts';

export const HEADING_PX = 32;
/** Rows beyond the edges, so that a quick hand sees no holes. */
const SPARE_PX = 400;

export type Placed =
  | { kind: 'heading'; group: Group; count: number; top: number; height: number }
  | { kind: 'row'; id: string; group: Group; at: number; top: number; height: number };

type Heading = Extract<Placed, { kind: 'heading' }>;

/**
 * Every row and heading with its place. Groups come in the order of the list; one that comes back is not repeated, unless
 * it lies behind those of low priority, which would seem to go on.
 */
export function layOut(
  entries: readonly Entry[],
  rowPx: number,
): { placed: Placed[]; height: number } {
  const placed: Placed[] = [];
  const begun = new Map<Group, Heading>();
  let top = 0;
  for (const [at, { id, group }] of entries.entries()) {
    if (group !== 'low' && entries[at - 1]?.group === 'low') begun.delete(group);
    const heading = begun.get(group) ?? {
      kind: 'heading',
      group,
      count: 0,
      top,
      height: HEADING_PX,
    };
    if (heading.count === 0) {
      begun.set(group, heading);
      placed.push(heading);
      top += HEADING_PX;
    }
    heading.count += 1;
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
