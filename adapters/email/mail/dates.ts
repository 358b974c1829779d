/** The moment a mail was written, from whatever stands in its Date field. */

/**
 * The moment `text` names, null when it names none. Reads RFC 5322 and, word by word, most of what
 * is written instead of it: other orders, missing seconds, zones by name, ISO 8601.
 */
export function readDate(text: string): Date | null {
  const found: Found = { zone: 0, isAfternoon: null };
  for (const word of wordsOf(text)) {
    for (const read of READERS) if (read(word, found)) break;
  }
  return momentOf(found);
}

type Found = {
  day?: number;
  month?: number;
  year?: number;
  time?: [number, number, number];
  /** Minutes east of Greenwich. */
  zone: number;
  isAfternoon: boolean | null;
};

/** True when the word was understood. */
type Reader = (word: string, found: Found) => boolean;

const READERS: readonly Reader[] = [
  readClock,
  readOffset,
  readNumericDate,
  readMonth,
  readHalf,
  readZone,
  readNumber,
];

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Hours east of Greenwich. Letters of the military mean nothing reliable (RFC 5322, 4.3). */
const ZONES: Readonly<Record<string, number>> = {
  UT: 0,
  UTC: 0,
  GMT: 0,
  Z: 0,
  WET: 0,
  BST: 1,
  CET: 1,
  MET: 1,
  WEST: 1,
  CEST: 2,
  MEST: 2,
  MESZ: 2,
  EET: 2,
  EEST: 3,
  MSK: 3,
  IST: 5.5,
  HKT: 8,
  JST: 9,
  KST: 9,
  AEST: 10,
  AEDT: 11,
  NZST: 12,
  NZDT: 13,
  EST: -5,
  EDT: -4,
  CST: -6,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
  AKST: -9,
  HST: -10,
};

function wordsOf(text: string): string[] {
  const plain = text.slice(0, 200).replaceAll(/\([^()]*\)/g, ' ');
  return plain
    .replaceAll(/(\d)T(\d)/g, '$1 $2')
    .replaceAll(/(\d{1,2})[-/.]([a-z]{3,9})[-/.](\d{2,4})/gi, '$1 $2 $3')
    .replaceAll(/(:\d{2}(?:\.\d+)?)([+-]\d)/g, '$1 $2')
    .replaceAll(/(\d)(Z|[ap]m)\b/gi, '$1 $2')
    .split(/[\s,;]+/)
    .filter(Boolean);
}

/** With dots only behind a day: before it they are one. */
function readClock(word: string, found: Found): boolean {
  const pattern = found.day === undefined ? COLONS : DOTS;
  const clock = pattern.exec(word);
  if (!clock || found.time) return false;
  found.time = [Number(clock[1]), Number(clock[2]), Number(clock[3] ?? 0)];
  return true;
}

const COLONS = /^(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?(?:[.,]\d+)?$/;
const DOTS = /^(\d{1,2})[:.](\d{1,2})(?:[:.](\d{1,2}))?(?:[.,]\d+)?$/;

function readOffset(word: string, found: Found): boolean {
  const offset = /^(?:GMT|UTC?)?([+-])(\d{2}):?(\d{2})$/i.exec(word);
  if (!offset) return false;
  const minutes = Number(offset[2]) * 60 + Number(offset[3]);
  // Nobody lives further than 14 hours from Greenwich.
  if (minutes <= 14 * 60) found.zone = offset[1] === '-' ? -minutes : minutes;
  return true;
}

/** 2024-05-17, 2024/5/17, 17.05.2024; 5/17/2024 where the first cannot be a month's day. */
function readNumericDate(word: string, found: Found): boolean {
  const parts = word.split(/[-/.]/).map(Number);
  const [a = 0, b = 0, c = 0] = parts;
  if (parts.length !== 3 || !parts.every(Number.isInteger) || found.day) return false;
  const isYearFirst = a > 31;
  const isDayFirst = word.includes('.') || (b <= 12 && (a > 12 || !word.includes('/')));
  if (isYearFirst) Object.assign(found, { year: a, month: b - 1, day: c });
  else
    Object.assign(found, {
      year: yearOf(c),
      month: (isDayFirst ? b : a) - 1,
      day: isDayFirst ? a : b,
    });
  return true;
}

function readMonth(word: string, found: Found): boolean {
  const month = MONTHS.indexOf(word.slice(0, 3).toLowerCase());
  if (month === -1 || found.month !== undefined || !/^[a-z]+\.?$/i.test(word)) return false;
  found.month = month;
  return true;
}

function readHalf(word: string, found: Found): boolean {
  if (!/^[ap]\.?m\.?$/i.test(word)) return false;
  found.isAfternoon = /^p/i.test(word);
  return true;
}

function readZone(word: string, found: Found): boolean {
  const hours = ZONES[word.toUpperCase()];
  if (hours === undefined) return false;
  if (found.zone === 0) found.zone = hours * 60;
  return true;
}

function readNumber(word: string, found: Found): boolean {
  if (!/^\d{1,4}(?:st|nd|rd|th|\.)?$/.test(word)) return false;
  const number = Number.parseInt(word, 10);
  if (found.day === undefined && number >= 1 && number <= 31) found.day = number;
  else if (found.year === undefined) found.year = yearOf(number);
  return true;
}

/** Two digits are of this or the last century, three count from 1900 (RFC 5322, 4.3). */
function yearOf(number: number): number {
  if (number < 50) return number + 2000;
  return number < 1000 ? number + 1900 : number;
}

function momentOf({ day, month, year, time, zone, isAfternoon }: Found): Date | null {
  if (day === undefined || month === undefined || year === undefined) return null;
  const [hours, minutes, seconds] = time ?? [0, 0, 0];
  const hour = isAfternoon === null ? hours : (hours % 12) + (isAfternoon ? 12 : 0);
  if (month > 11 || month < 0 || day > 31 || hour > 24 || minutes > 59 || seconds > 60) return null;
  const moment = new Date(Date.UTC(year, month, day, hour, minutes - zone, seconds));
  return Number.isNaN(moment.getTime()) ? null : moment;
}
