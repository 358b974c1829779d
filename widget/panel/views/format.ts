/** Times and sizes in the visitor's language. */
import type { Say } from './context.ts';

const DAY = 86_400_000;

export const clock = (at: Date, locale: string): string =>
  dates(locale, { hour: 'numeric', minute: '2-digit' }).format(at);

/** "Today", "Yesterday", a weekday within the week, else the date. */
export function dayName(at: Date, locale: string, say: Say): string {
  const days = Math.round((midnight(new Date()) - midnight(at)) / DAY);
  if (days === 0) return say('today');
  if (days === 1) return say('yesterday');
  if (days > 1 && days < 7) return dates(locale, { weekday: 'long' }).format(at);
  return dates(locale, { day: 'numeric', month: 'long', year: 'numeric' }).format(at);
}

/** A moment that comes: the time today, with its weekday within the week, else with the date. */
export function moment(at: Date, locale: string): string {
  const days = Math.round((midnight(at) - midnight(new Date())) / DAY);
  const time = { hour: 'numeric', minute: '2-digit' } as const;
  if (days === 0) return dates(locale, time).format(at);
  if (days < 7) return dates(locale, { weekday: 'long', ...time }).format(at);
  return dates(locale, { day: 'numeric', month: 'long', ...time }).format(at);
}

/** As exact as it matters: minutes, hours, days. */
export function duration(minutes: number, locale: string): string {
  const [unit, count] =
    minutes < 90
      ? ['minute', minutes]
      : minutes < 36 * 60
        ? ['hour', minutes / 60]
        : ['day', minutes / 1440];
  const options = { style: 'unit', unit, unitDisplay: 'short' } as const;
  return new Intl.NumberFormat(locale, options).format(Math.round(count));
}

export function fileSize(bytes: number, locale: string): string {
  const large = bytes >= 1_000_000;
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: large ? 'megabyte' : 'kilobyte',
    maximumFractionDigits: large ? 1 : 0,
  }).format(large ? bytes / 1_000_000 : Math.max(1, bytes / 1000));
}

const midnight = (at: Date): number => new Date(at).setHours(0, 0, 0, 0);

const made = new Map<string, Intl.DateTimeFormat>();

/** A formatter takes a hundred times longer to make than to use: each is made once. */
function dates(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  const format = made.get(key) ?? new Intl.DateTimeFormat(locale, options);
  made.set(key, format);
  return format;
}
