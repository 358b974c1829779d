/** The line or lines between an answer and what it answers: "On Monday Ana wrote:". */
import {
  hasDate,
  QUOTING,
  startsLikeAttribution,
  startsWithDate,
  VERB,
} from './attribution-words.ts';
import { HEADER_LINE_MAX, isBlank, isQuoted, nextFilled, unquote } from './lines.ts';

export type Attribution = {
  /** The line after it. */
  end: number;
  /** In one line, without quote marks. */
  text: string;
};

const LINES_MAX = 4;

/** The attribution that begins at a line, wrapped over four lines at most; null for any other text. */
export function readAttribution(lines: readonly string[], start: number): Attribution | null {
  if (!mayBegin(lines, start)) return null;
  let text = '';
  let next = start;
  for (let taken = 0; taken < LINES_MAX && next !== -1; taken += 1) {
    text = `${text} ${unframe(lines[next] ?? '')}`.trim();
    const end = next + 1;
    if (text.length > HEADER_LINE_MAX) return null;
    if (isComplete(text, lines, end)) return { end, text };
    if (taken > 0 && /[:：]$/.test(text)) return null;
    next = continuation(lines, end, isQuoted(lines[start] ?? ''));
  }
  return null;
}

/** Where the attribution goes on: the next line; over a gap only where a bracket follows. */
function continuation(lines: readonly string[], at: number, quoted: boolean): number {
  const line = lines[at];
  if (line === undefined || line.length > HEADER_LINE_MAX) return -1;
  if (isBlank(line)) return lines[at + 1]?.trimStart().startsWith('<') ? at + 1 : -1;
  return isQuoted(line) === quoted || isBracketEnd(line) ? at : -1;
}

/** `> wrote:` closes a bracket and quotes nothing. */
function isBracketEnd(line: string): boolean {
  return line.length < 40 && /^>\s?\p{L}[^:：]*[:：]\s*$/u.test(line) && VERB.test(line);
}

function unframe(line: string): string {
  return unquote(line)
    .replace(/^[-_=*\s]+/, '')
    .trim();
}

/** A cheap look at the first line, so that prose costs nothing more. */
function mayBegin(lines: readonly string[], start: number): boolean {
  const line = lines[start] ?? '';
  if (isBlank(line) || line.length > HEADER_LINE_MAX) return false;
  const text = unframe(line);
  if (startsLikeAttribution(text) || text.includes('@') || startsWithDate(text)) return true;
  if (closesSoon(lines, start) && VERB.test(text)) return true;
  return text.length < 80 && /^[\s>]*</.test(lines[start + 1] ?? '') && !/[.!?:]$/.test(text);
}

/** Does a line end as the last of an attribution that begins with somebody's name? */
function closesSoon(lines: readonly string[], start: number): boolean {
  const end = Math.min(lines.length, start + LINES_MAX * 2);
  for (let index = start; index < end; index += 1) {
    if (/[:：*_-]\s*$/.test(lines[index]?.slice(-20) ?? '')) return true;
  }
  return false;
}

function isComplete(text: string, lines: readonly string[], end: number): boolean {
  const closed = closing(text);
  const verb = VERB.exec(text);
  const aboveQuote = isAboveQuote(lines, end);
  if (!verb)
    return isDatedAddress(text, aboveQuote) || (QUOTING.test(text) && closed && text.includes('@'));
  const tail = text.slice(verb.index + verb[0].length).replace(/[\s:：*_-]+$/, '');
  if (!closed && tail !== '') return false;
  return isSaidBySomebody(text, verb.index, tail, { closed, aboveQuote });
}

/** A colon at the end, or the dashes of `---- Ana wrote ----`. */
function closing(text: string): boolean {
  return /[:：][\s*_-]*$|-{2,}\s*$/.test(text);
}

function isAboveQuote(lines: readonly string[], end: number): boolean {
  const next = nextFilled(lines, end);
  const line = next === -1 ? '' : (lines[next] ?? '');
  return isQuoted(line) && !isBracketEnd(line);
}

type Setting = { closed: boolean; aboveQuote: boolean };

/** With a verb: who or when must be there as well, in an order that some language has. */
function isSaidBySomebody(text: string, verbAt: number, tail: string, setting: Setting): boolean {
  const dated = hasDate(text);
  const addressed = ADDRESSED.test(text);
  if (!tailFits(tail, dated || addressed)) return false;
  const started = startsLikeAttribution(text) && /[\d@]/.test(text);
  const placed = started || startsWithDate(text);
  if (!setting.closed) return placed && (dated || addressed);
  if (addressed || (dated && placed) || (started && tail === '')) return true;
  return isPersonFirst(text, tail, dated && verbAt <= 100, setting.aboveQuote);
}

/** A day and a time, as in "Ana schrieb am 05.03.24 um 10:21:". */
function isMoment(tail: string): boolean {
  return tail.length <= 60 && /\d{1,2}[:.h]\d\d/.test(tail) && /\d[./-]\d|(?:19|20)\d\d/.test(tail);
}

/** "Ana wrote:" right above a quote, "---- Ana wrote ----", "Ana on Monday at 10:21 wrote:". */
function isPersonFirst(text: string, tail: string, dated: boolean, aboveQuote: boolean): boolean {
  if (aboveQuote) return text.length <= 120 && (tail === '' || dated);
  if (/-{2,}$/.test(text)) return true;
  return dated && (tail === '' ? / on .* at /i.test(text) : isMoment(tail));
}

const ADDRESSED = /[<([＜（]\s?[^\s@]{1,200}@[^\s@]{1,200}[>)\]＞）]/;

/** Behind the verb there may be a name, an address or a date, and no sentence. */
function tailFits(tail: string, evident: boolean): boolean {
  if (tail === '' || tail.includes('@') || hasDate(tail)) return true;
  return evident && tail.length <= 60;
}

/** Without a verb: a date and an address, and the colon right behind the address. */
function isDatedAddress(text: string, aboveQuote: boolean): boolean {
  if (!hasDate(text) || !text.includes('@')) return false;
  if (!startsWithDate(text) && !startsLikeAttribution(text)) return false;
  if (/[>)\]＞]\s*[:：]$/.test(text)) return true;
  if (/\S@\S{1,200}[:：]$/.test(text)) return aboveQuote || text.length <= 120;
  return aboveQuote && /@[^\s@]{1,200}>?$/.test(text);
}

/**
 * Where an attribution begins behind other text on the same line, which happens when a program
 * loses the line break; -1 when nowhere.
 */
export function attributionInside(line: string): number {
  if (line.length > HEADER_LINE_MAX * 4) return -1;
  const english = ENGLISH_INSIDE.exec(line)?.index ?? -1;
  const at = english === -1 ? (CHINESE_INSIDE.exec(line)?.index ?? -2) + 1 : english;
  const before = unframe(line.slice(0, Math.max(at, 0)));
  if (!/\p{L}/u.test(before) || before.includes('@') || startsLikeAttribution(`${before} `))
    return -1;
  return at;
}

const ENGLISH_INSIDE =
  /(?:-{2,} ?|(?<=\s|[.!?]))On (?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},|\d{1,4}[./-]|\d{1,2} [A-Z][a-z]{2}|[A-Z][a-z]{2,8} \d{1,2}, ?\d{4})/;
const CHINESE_INSIDE = /[。！？!?.~～](?:在 ?\d{4} ?[-年/]|\d{4}年\d{1,2}月\d{1,2}日)/;
