/** What somebody looks for, as the index understands it; and whether, and where, a text answers it. */
import { fold, type Stretch, stretchesOf, wordsOf } from './words.ts';

export type Question = {
  /** Each has to be there. `begins`: a word that may go on, as the last one does while it is being typed. */
  terms: { word: string; begins: boolean }[];
  stretches: Stretch[];
};

/** More than this tells no more. */
const MOST_TERMS = 12;

/** What everything answers: for those who narrow by something else than words. */
export const ANYTHING: Question = { terms: [], stretches: [] };

/** null when there is no word in it. */
export function understand(asked: string): Question | null {
  const stretches = stretchesOf(asked);
  const last = stretches.at(-1);
  if (!last) return null;
  const words = stretches.flatMap((stretch) => {
    const found = wordsOf(stretch.text).map(({ word }) => word);
    // A pair is whole; the last character begins the pairs that it may stand in.
    if (stretch.gapless) {
      const pairs = found.length > 1 ? found.slice(0, -1) : [];
      return pairs.length > 0 ? pairs.map(whole) : found.map(begun);
    }
    return found.map(stretch === last ? begun : whole);
  });
  const terms = [...new Map(words.map((term) => [term.word, term])).values()];
  return terms.length > 0 ? { terms: terms.slice(0, MOST_TERMS), stretches } : null;
}

const whole = (word: string) => ({ word, begins: false });
const begun = (word: string) => ({ word, begins: true });

/** A piece of a text, from and to. */
export type Mark = [from: number, to: number];

/**
 * Where in a text the question's words stand, in order and without overlaps; null when one of them is missing.
 * The index knows pairs of characters; only here it shows whether they stand in one row.
 */
export function marksIn(text: string, { stretches }: Question): Mark[] | null {
  const marks: Mark[] = [];
  const parts = stretchesOf(text);
  for (const [index, stretch] of stretches.entries()) {
    const begins = index === stretches.length - 1;
    const found = stretch.gapless
      ? parts.filter((part) => part.gapless).flatMap((part) => placesIn(part, stretch.text))
      : parts.filter((part) => !part.gapless).flatMap((part) => wordIn(part, stretch.text, begins));
    if (found.length === 0) return null;
    marks.push(...found);
  }
  return joined(marks);
}

function wordIn({ text, from }: Stretch, asked: string, begins: boolean): Mark[] {
  const [word, wanted] = [fold(text), fold(asked)];
  if (word === wanted) return [[from, from + text.length]];
  if (!begins || !word.startsWith(wanted)) return [];
  // Accents that were folded away may make the spelling longer than the word.
  const shown = word.length === text.length ? wanted.length : text.length;
  return [[from, from + shown]];
}

function placesIn({ text, from }: Stretch, asked: string): Mark[] {
  const [row, wanted] = [fold(text), fold(asked)];
  const marks: Mark[] = [];
  for (let at = row.indexOf(wanted); at >= 0; at = row.indexOf(wanted, at + wanted.length)) {
    // Half-width and composed spellings fold to another length: then the whole stretch is shown.
    const same = row.length === text.length;
    marks.push(same ? [from + at, from + at + wanted.length] : [from, from + text.length]);
  }
  return marks;
}

function joined(marks: Mark[]): Mark[] {
  const sorted = marks.toSorted(([a], [b]) => a - b);
  const result: Mark[] = [];
  for (const [from, to] of sorted) {
    const last = result.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else result.push([from, to]);
  }
  return result;
}

const AROUND = 60;
const LONGEST = 240;

/** The words around the first mark, on one line, with the marks that fall within. */
export function excerptOf(text: string, marks: Mark[]): { excerpt: string; marks: Mark[] } {
  const [first] = marks;
  const at = first ? Math.max(0, first[0] - AROUND) : 0;
  const from = isHalf(text, at) ? at + 1 : at;
  const end = Math.min(text.length, from + LONGEST);
  const to = isHalf(text, end) ? end - 1 : end;
  const before = from > 0 ? '…' : '';
  // One for one, so that the marks stay where they are.
  const cut = text.slice(from, to).replace(/\s/g, ' ').toWellFormed();
  return {
    excerpt: `${before}${cut}${to < text.length ? '…' : ''}`,
    marks: marks
      .filter(([start, stop]) => start >= from && stop <= to)
      .map(([start, stop]) => [start - from + before.length, stop - from + before.length]),
  };
}

/** In the middle of a character that takes two. */
const isHalf = (text: string, at: number): boolean => /[\udc00-\udfff]/.test(text[at] ?? '');
