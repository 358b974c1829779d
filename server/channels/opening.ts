/**
 * Whether somebody is there, and from when. Clocks are put forward and back: an opening is the first instant at which the
 * clocks of the zone show its time, or, where that time is skipped, the instant of the jump.
 */
import type { OpeningHours } from '../wire/opening-hours.ts';

/** In milliseconds since 1970; `to` is outside. */
type Span = { from: number; to: number };

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** Longer holidays than this are no holidays. */
const DAYS_AHEAD = 400;
/** What is open longer at a stretch has no end worth telling. */
const LONGEST_STRETCH_DAYS = 8;

export function openAt(hours: OpeningHours, at: Date): boolean {
  return nextOpening(hours, at)?.getTime() === at.getTime();
}

/** Open or not at an instant, and when that changes; null: not in a time worth telling. */
export function standing(hours: OpeningHours, at: Date) {
  const opening = nextOpening(hours, at);
  const open = opening?.getTime() === at.getTime();
  const changes = open ? nextClosing(hours, at) : opening;
  return { open, changesAt: changes?.toISOString() ?? null };
}

/** When it opens: `at` itself while it is open; null when it does not within a year. */
export function nextOpening(hours: OpeningHours, at: Date): Date | null {
  for (const { from, to } of spansAround(hours, at, DAYS_AHEAD)) {
    if (to > at.getTime()) return new Date(Math.max(from, at.getTime()));
  }
  return null;
}

/** When it closes after `at`, at which it is open; null when it goes on for a week. */
export function nextClosing(hours: OpeningHours, at: Date): Date | null {
  let end = at.getTime();
  for (const { from, to } of spansAround(hours, at, LONGEST_STRETCH_DAYS)) {
    if (from > end) return new Date(end);
    end = Math.max(end, to);
  }
  const passed = end - at.getTime();
  return passed < (LONGEST_STRETCH_DAYS - 2) * DAY_MS ? new Date(end) : null;
}

/** What is open from the day before `at` on, in order. */
function* spansAround(hours: OpeningHours, at: Date, days: number): Generator<Span> {
  const yesterday = startOfDay(clockAt(hours.zone, at.getTime())) - DAY_MS;
  for (let day = 0; day < days; day += 1) yield* spansOn(hours, yesterday + day * DAY_MS);
}

/** @param day midnight of the date, as clocks there show it */
function spansOn({ zone, week, holidays }: OpeningHours, day: number): Span[] {
  const date = new Date(day).toISOString().slice(0, 10);
  if (holidays.some((holiday) => holiday.date === date)) return [];
  const weekday = (new Date(day).getUTCDay() + 6) % 7;
  return (week[weekday] ?? [])
    .map(({ from, to }) => ({
      from: instantOf(zone, day + msOf(from)),
      to: instantOf(zone, day + msOf(to)),
    }))
    .filter(({ from, to }) => from < to);
}

function msOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return (hours * 60 + minutes) * MINUTE_MS;
}

/** The first instant at which the clocks of a zone show `clock`, or have jumped over it. */
function instantOf(zone: string, clock: number): number {
  const [before, after] = [clock - DAY_MS, clock + DAY_MS].map((at) => at - clockAt(zone, at));
  const tries = [clock + (before ?? 0), clock + (after ?? 0)].sort((one, other) => one - other);
  const shown = tries.find((at) => clockAt(zone, at) === clock);
  if (shown !== undefined) return shown;
  let [early = 0, late = 0] = tries;
  while (late - early > MINUTE_MS) {
    const middle = Math.floor((early + late) / 2 / MINUTE_MS) * MINUTE_MS;
    if (clockAt(zone, middle) < clock) early = middle;
    else late = middle;
  }
  return late;
}

const startOfDay = (clock: number): number => Math.floor(clock / DAY_MS) * DAY_MS;

/** What the clocks of a zone show at an instant, as milliseconds since a 1970 of their own. */
function clockAt(zone: string, at: number): number {
  return Date.parse(`${clockOf(zone).format(at).replace(' ', 'T')}Z`);
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Swedish dates are those of ISO 8601. A formatter takes a hundred times longer to make than to use. */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  const clock = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  clocks.set(timeZone, clock);
  return clock;
}
