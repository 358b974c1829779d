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
