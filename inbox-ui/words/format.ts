/** Times, lengths of time, numbers and lists as the reader's language writes them. */
import { dates, numbers, relatives } from './formatters.ts';
import { locale, words } from './words.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type Moment = string | number | Date;

/** "3 minutes ago", "yesterday"; anything under a minute is "just now". */
export function relative(at: Moment, now: number): string {
  const delta = new Date(at).getTime() - now;
  const size = Math.abs(delta);
  const language = relatives(locale.value, { numeric: 'auto' });
  if (size < MINUTE) return words.value.common.justNow;
  if (size < HOUR) return language.format(Math.trunc(delta / MINUTE), 'minute');
  if (size < DAY) return language.format(Math.trunc(delta / HOUR), 'hour');
  if (size < 30 * DAY) return language.format(Math.trunc(delta / DAY), 'day');
  return date(at);
}

/** "under 1 min" is said by the caller; here "14 min", "2 hr 10 min", "3 days". */
export function duration(ms: number): string {
  if (ms < MINUTE) return unit(Math.max(0, Math.round(ms / 1000)), 'second');
  if (ms < HOUR) return unit(Math.floor(ms / MINUTE), 'minute');
  if (ms >= DAY) return unit(Math.floor(ms / DAY), 'day');
  const minutes = Math.floor((ms % HOUR) / MINUTE);
  const hours = unit(Math.floor(ms / HOUR), 'hour');
  return minutes === 0 ? hours : `${hours} ${unit(minutes, 'minute')}`;
}

/** "14:02" */
export function clock(at: Moment): string {
  return format(at, { hour: '2-digit', minute: '2-digit' });
}

/** "12 March 2026" */
export function date(at: Moment): string {
  return format(at, { day: 'numeric', month: 'long', year: 'numeric' });
}

/** "12 Mar", with the year when it is another one. */
export function shortDate(at: Moment, now: number): string {
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return format(at, { day: 'numeric', month: 'short', ...(!sameYear && { year: 'numeric' }) });
}

/** "14:02" today, else "12 Mar". */
export function shortMoment(at: Moment, now: number): string {
  const sameDay = new Date(at).toDateString() === new Date(now).toDateString();
  return sameDay ? clock(at) : shortDate(at, now);
}

/** "12 March 2026, 14:02" */
export function moment(at: Moment): string {
  return format(at, { dateStyle: 'long', timeStyle: 'short' });
}

/** "12", "99+" where nobody counted on; empty for nothing. */
export function upTo(value: number, most: number): string {
  if (value === 0) return '';
  return value < most ? number(value) : `${number(most - 1)}+`;
}

export function number(value: number): string {
  return numbers(locale.value, {}).format(value);
}

/** "1.4 MB" */
export function bytes(size: number): string {
  const steps = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const power = Math.min(3, Math.floor(Math.log(Math.max(1, size)) / Math.log(1000)));
  return numbers(locale.value, {
    style: 'unit',
    unit: steps[power] ?? 'byte',
    unitDisplay: 'short',
    maximumFractionDigits: power < 2 ? 0 : 1,
  }).format(size / 1000 ** power);
}

/** "Ana, Bo and Chen" */
export function names(list: string[]): string {
  return new Intl.ListFormat(regional(), { type: 'conjunction' }).format(list);
}

function format(at: Moment, options: Intl.DateTimeFormatOptions): string {
  return dates(regional(), options).format(new Date(at));
}

/** "Mon 9 Mar, 09:00" */
export function weekdayMoment(at: Moment): string {
  return format(at, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
}

/** "Monday" */
export function weekday(at: Moment): string {
  return format(at, { weekday: 'long' });
}

/** Our English is British: `en` alone would put the month first and count twelve hours. */
function regional(): string {
  return locale.value === 'en' ? 'en-GB' : locale.value;
}

function unit(value: number, name: string): string {
  const options = { style: 'unit', unit: name, unitDisplay: 'short' } as const;
  return numbers(locale.value, options).format(value);
}
