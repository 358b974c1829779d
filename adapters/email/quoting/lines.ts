/** A mail's text as lines, in two forms: as written, and tidied for looking at. */

export type Lines = {
  /** As the sender wrote them. */
  raw: string[];
  /** The same lines with odd blanks and marks made plain; same length wherever Unicode allows. */
  seen: string[];
};

/** Longer lines are prose: no client writes such a header. */
export const HEADER_LINE_MAX = 400;

/** Counts line breaks as far as needed, before anything is taken apart. */
export function hasMoreLines(text: string, max: number): boolean {
  return linesEnd(text, max) < text.length;
}

/** Where the first `count` lines of a text end. */
export function linesEnd(text: string, count: number): number {
  let lines = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 10 || code === 13) lines += 1;
    if (lines === count) return index;
  }
  return text.length;
}

/** Splits a text; CRLF and CR count as line breaks. */
export function splitLines(text: string): Lines {
  const raw = text.replace(/\r\n?/g, '\n').split('\n');
  return { raw, seen: raw.map(tidy) };
}

/** Odd blanks and invisible direction marks as blanks, and letters composed. */
export function tidy(line: string): string {
  if (PLAIN.test(line)) return line;
  return line.replace(ODD, ' ').normalize('NFC');
}

const PLAIN = /^[\t\x20-\x7e]*$/;
const ODD = /[\u00a0\u2000-\u200f\u2028-\u202f\u205f\u2060\u2066-\u2069\u3000\ufeff]/g;

export function isBlank(line: string | undefined): boolean {
  return line === undefined || line.trim() === '';
}

/** Does the line begin with a quote mark? */
export function isQuoted(line: string): boolean {
  return /^ {0,3}[>＞]/.test(line);
}

/** The line without the quote marks before it. */
export function unquote(line: string): string {
  return line.replace(/^[\s>＞]{1,60}/, '');
}

/** The index of the next line with something on it, at most six lines on; -1 when there is none. */
export function nextFilled(lines: readonly string[], from: number): number {
  for (let index = from; index < from + 6 && index < lines.length; index += 1) {
    if (!isBlank(lines[index])) return index;
  }
  return -1;
}

/** As above for lines that may be quoted: a lone quote mark is nothing. */
export function nextSaid(lines: readonly string[], from: number): number {
  for (let index = from; index < from + 6 && index < lines.length; index += 1) {
    if (!isBlankQuote(lines[index])) return index;
  }
  return -1;
}

/** Nothing, or nothing behind quote marks. */
export function isBlankQuote(line: string | undefined): boolean {
  return line === undefined || (line.length < 60 && unquote(line) === '');
}

/** A line that only draws a rule: `-----`, `____`, `* * *`. */
export function isRule(line: string): boolean {
  return line.length <= 200 && /^[\s>*]*[-_=*—–─━~]{3,}[\s*_=-]*$/.test(line.trim() || 'x');
}
