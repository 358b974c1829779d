/** A week of opening hours while it is being filled in. */
import type { OpeningHours, OpenRange } from '../../../server/wire/opening-hours.ts';

export type DayKind = 'closed' | 'ranges' | 'all';

export const WHOLE_DAY: OpenRange = { from: '00:00', to: '24:00' };
const USUAL: OpenRange = { from: '09:00', to: '17:00' };
const FRIDAY = 4;

/** What most begin from: Monday to Friday, nine to five. */
export const usualHours = (zone: string): OpeningHours => ({
  zone,
  week: Array.from({ length: 7 }, (_none, day) => (day <= FRIDAY ? [USUAL] : [])),
  holidays: [],
});

export function kindOf(ranges: readonly OpenRange[]): DayKind {
  const [first] = ranges;
  if (!first) return 'closed';
  return first.from === WHOLE_DAY.from && first.to === WHOLE_DAY.to ? 'all' : 'ranges';
}

export function ofKind(kind: DayKind): OpenRange[] {
  if (kind === 'closed') return [];
  return [kind === 'all' ? WHOLE_DAY : USUAL];
}

/** One more range, from an hour after the last one. */
export function withAnother(ranges: readonly OpenRange[]): OpenRange[] {
  const end = Number(ranges.at(-1)?.to.slice(0, 2) ?? 8);
  const from = Math.min(end + 1, 22);
  return [...ranges, { from: hour(from), to: hour(Math.min(from + 4, 23)) }];
}

const hour = (count: number): string => `${String(count).padStart(2, '0')}:00`;

/** Monday's ranges for every day up to Friday. */
export const likeMonday = (week: OpenRange[][]): OpenRange[][] =>
  week.map((ranges, day) => (day <= FRIDAY ? (week[0] ?? []) : ranges));

/** What is wrong with the ranges of a day. */
export function faultOf(ranges: readonly OpenRange[]): 'backwards' | 'overlap' | null {
  if (ranges.some(({ from, to }) => from >= to)) return 'backwards';
  const sorted = ranges.toSorted((one, other) => (one.from < other.from ? -1 : 1));
  const overlaps = sorted.some(({ from }, index) => from < (sorted[index - 1]?.to ?? ''));
  return overlaps ? 'overlap' : null;
}

/** A field for times has no end of the day: midnight stands for it. */
export const shownEnd = (to: string): string => (to === '24:00' ? '00:00' : to);
export const keptEnd = (to: string): string => (to === '00:00' ? '24:00' : to);
