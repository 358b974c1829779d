/** What is typed beside plain words: `from:ana in:website tag:refund after:2026-10 before:yesterday is:note has:file`. Pure. */
import type { StandingOut } from '../../../server/wire/search.ts';

export const OPERATORS = ['from', 'in', 'tag', 'after', 'before', 'is', 'has'] as const;
export type Operator = (typeof OPERATORS)[number];

type Named = { id: string; name: string };

/** What values can stand for. Names of operators and values are those of the reader's language; English goes everywhere. */
export type Known = {
  channels: readonly Named[];
  tags: readonly Named[];
  /** Other names an operator has, parted by blanks. */
  also: Readonly<Record<Operator, string>>;
  directions: Readonly<Record<Direction, string>>;
  priorities: Readonly<Record<StandingOut, string>>;
  belongings: Readonly<Record<'file', string>>;
  /** How days are called, from today backwards. */
  days: string;
  now: Date;
};

export type Direction = 'in' | 'out' | 'note';

export type Narrowed = {
  /** What is left to look for. */
  words: string;
  person?: string;
  channel?: string;
  tag?: string;
  direction?: Direction;
  priority?: StandingOut;
  has?: 'file';
  /** Moments, ISO 8601. */
  from?: string;
  before?: string;
  /** Those whose value stands for nothing here: they narrow nothing, and that is said. */
  unknown: { operator: Operator; value: string }[];
};

/** An operator, a colon (also a wide one), and a word or something in quotes. */
const PART = /(\S+?)[:：](?:"([^"]*)"|“([^”]*)”|(\S+))/gu;

export function narrow(typed: string, known: Known): Narrowed {
  const narrowed: Narrowed = { words: '', unknown: [] };
  const words = typed.replace(PART, (part, name: string, ...values: unknown[]) => {
    const operator = operatorCalled(name, known);
    // An address or a time of day has a colon, too.
    if (!operator) return part;
    const value = values.slice(0, 3).find((one) => typeof one === 'string');
    take(narrowed, operator, String(value ?? '').trim(), known);
    return ' ';
  });
  return { ...narrowed, words: words.replace(/\s+/g, ' ').trim() };
}

function operatorCalled(name: string, { also }: Known): Operator | undefined {
  const lower = name.toLowerCase();
  return OPERATORS.find(
    (operator) => operator === lower || also[operator].split(' ').includes(lower),
  );
}

/** What an operator adds, or nothing when its value stands for nothing. */
type Reading = (value: string, known: Known) => Partial<Narrowed> | null;

const READINGS: Record<Operator, Reading> = {
  from: (person) => (person ? { person } : null),
  in: (value, { channels }) => named('channel', value, channels),
  tag: (value, { tags }) => named('tag', value, tags),
  after: (value, known) => {
    const from = beginningOf(value, known);
    return from && { from: from.toISOString() };
  },
  before: (value, known) => {
    const before = beginningOf(value, known);
    return before && { before: before.toISOString() };
  },
  is: (value, { directions, priorities }) => {
    const direction = called(value, directions);
    const priority = called(value, priorities);
    return direction ? { direction } : priority ? { priority } : null;
  },
  has: (value, { belongings, directions }) => {
    if (called(value, belongings)) return { has: 'file' };
    // A conversation with a note is found by its note.
    return called(value, { note: directions.note }) ? { direction: 'note' } : null;
  },
};

/** By the name everybody uses, or the reader's own. */
function called<Name extends string>(value: string, names: Readonly<Record<Name, string>>) {
  const known = Object.keys(names) as Name[];
  return known.find((name) => name === value || names[name] === value);
}

function take(narrowed: Narrowed, operator: Operator, value: string, known: Known): void {
  const read = READINGS[operator](value.toLowerCase(), known);
  if (read) Object.assign(narrowed, read);
  else narrowed.unknown.push({ operator, value });
}

/** Called exactly so, or the only one that begins so. */
function named(key: 'channel' | 'tag', value: string, all: readonly Named[]) {
  const called = all.filter(({ name }) => name.toLowerCase() === value);
  const begun = all.filter(({ name }) => name.toLowerCase().startsWith(value));
  const [found, another] = called.length > 0 ? called : begun;
  return found && !another && value !== '' ? { [key]: found.id } : null;
}

/** Where a year, a month, a day, or the day so long ago begins, by the reader's own clock. */
function beginningOf(value: string, { days, now }: Known): Date | null {
  const ago = dayCalled(value, days) ?? dayCalled(value, ENGLISH_DAYS) ?? daysAgo(value);
  if (ago !== undefined) {
    return new Date(now.getFullYear(), now.getMonth(), now.getDate() - ago);
  }
  const [, year, month, day] = DATE.exec(value) ?? [];
  if (!year) return null;
  const at = [Number(year), Number(month ?? 1) - 1, Number(day ?? 1)] as const;
  const from = new Date(...at);
  // The 31st of a month that has none is no day.
  return from.getMonth() === at[1] && from.getDate() === at[2] ? from : null;
}

const ENGLISH_DAYS = 'today yesterday';

function dayCalled(name: string, days: string): number | undefined {
  const ago = days.split(' ').indexOf(name);
  return ago < 0 ? undefined : ago;
}

const DATE = /^(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?$/;
const AGO = /^(\d{1,4})([dwmy])$/;
const LENGTHS: Readonly<Record<string, number>> = { d: 1, w: 7, m: 30, y: 365 };

function daysAgo(value: string): number | undefined {
  const [, count, unit] = AGO.exec(value) ?? [];
  const length = LENGTHS[unit ?? ''];
  return length && Number(count) * length;
}
