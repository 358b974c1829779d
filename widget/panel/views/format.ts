/** Times and sizes in the visitor's language. */
import type { Say } from './context.ts';

const DAY = 86_400_000;

export const clock = (at: Date, locale: string): string =>
  at.toLocaleTimeString(locale, { hour: 'numeric', minute: '2-digit' });

/** "Today", "Yesterday", a weekday within the week, else the date. */
export function dayName(at: Date, locale: string, say: Say): string {
  const days = Math.round((midnight(new Date()) - midnight(at)) / DAY);
  if (days === 0) return say('today');
  if (days === 1) return say('yesterday');
  if (days > 1 && days < 7) return at.toLocaleDateString(locale, { weekday: 'long' });
  return at.toLocaleDateString(locale, { day: 'numeric', month: 'long', year: 'numeric' });
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
