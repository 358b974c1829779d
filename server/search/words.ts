/**
 * The words of a text, as they are looked for: without case and accents, and where a script has no gaps between words (Han,
 * kana, Hangul, Thai, …) every two characters that stand beside each other. What is stored and what is asked go through
 * the same rules, so one always finds the other.
 */

/** A word of a text, and where it stands there (UTF-16, `to` exclusive). */
export type Word = { word: string; from: number; to: number };

const RUN = /[\p{L}\p{M}\p{N}]+/gu;
const GAPLESS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]/u;
const GAPLESS_OR_NOT = new RegExp(`${GAPLESS.source}+|(?:(?!${GAPLESS.source})[^])+`, 'gu');
const ASCII = /^[\x20-\x7e]*$/;
/** Accents of Latin, Greek and Cyrillic. Elsewhere such signs make another letter (か, が). */
const ACCENTS = /[\u0300-\u036f]/g;
const LONGEST = 40;

/** Two spellings of one word are one. */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  if (ASCII.test(lower)) return lower;
  return lower.normalize('NFKD').replace(ACCENTS, '').normalize('NFKC').toLowerCase();
}

/** A stretch of one kind of script between gaps. */
export type Stretch = { text: string; from: number; gapless: boolean };

export function stretchesOf(text: string): Stretch[] {
  const stretches: Stretch[] = [];
  for (const run of text.matchAll(RUN)) {
    if (ASCII.test(run[0])) {
      stretches.push({ text: run[0], from: run.index, gapless: false });
      continue;
    }
    for (const part of run[0].matchAll(GAPLESS_OR_NOT)) {
      const from = run.index + part.index;
      stretches.push({ text: part[0], from, gapless: GAPLESS.test(part[0]) });
    }
  }
  return stretches;
}

export function wordsOf(text: string): Word[] {
  return stretchesOf(text).flatMap((stretch) => {
    const { from, gapless } = stretch;
    if (gapless) return pairsOf(stretch);
    const word = fold(stretch.text).slice(0, LONGEST);
    return word === '' ? [] : [{ word, from, to: from + stretch.text.length }];
  });
}

/** Every two characters, and the last one, so that each character begins something. */
function pairsOf({ text, from }: Stretch): Word[] {
  const characters = [...text];
  let place = from;
  return characters.map((character, index) => {
    const next = characters[index + 1] ?? '';
    const word = {
      word: fold(character + next),
      from: place,
      to: place + character.length + next.length,
    };
    place += character.length;
    return word;
  });
}
