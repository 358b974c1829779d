/** Opening hours as they are kept: in order, in a zone that there is. */
import { isZone } from '../wire/notice-rules.ts';
import type { OpeningHours, OpenRange } from '../wire/opening-hours.ts';
import { Refusal } from '../wire/problems.ts';

/** @throws Refusal invalid */
export function checkHours(hours: OpeningHours | null): OpeningHours | null {
  if (hours === null) return null;
  if (!isZone(hours.zone)) throw new Refusal('invalid', 'hours.zone: there is no such time zone.');
  return { ...hours, week: hours.week.map(inOrder), holidays: byDate(hours.holidays) };
}

/** The times are of one length each, so that they compare as words. */
function inOrder(ranges: OpenRange[], day: number): OpenRange[] {
  const sorted = ranges.toSorted((one, other) => (one.from < other.from ? -1 : 1));
  sorted.forEach(({ from, to }, index) => {
    const before = sorted[index - 1];
    const wrong = from >= to ? 'it must end after it begins' : 'two ranges overlap';
    if (from >= to || (before && from < before.to)) {
      throw new Refusal('invalid', `hours.week.${day}: ${wrong}.`);
    }
  });
  return sorted;
}

/** One day is one holiday: the later word counts. */
function byDate(holidays: OpeningHours['holidays']): OpeningHours['holidays'] {
  const days = new Map(holidays.map((holiday) => [holiday.date, holiday]));
  return [...days.values()].sort((one, other) => (one.date < other.date ? -1 : 1));
}
