/** Texts as people write them, as far as an index can tell: few words are in every message, and most in hardly any (Zipf). */

/** Mulberry32, the same again for the same seed. */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const ENGLISH = 60_000;
const CHINESE = 2_500;
/** Every fifth message is Chinese. */
const CHINESE_SHARE = 0.2;

const SYLLABLES =
  'ba be bi bo bu ca ce ci co cu da de di do du fa fe fi fo ga ge go la le li lo lu ma me mi mo mu na ne no nu pa pe pi po ra re ri ro sa se si so ta te ti to va ve wa we'.split(
    ' ',
  );

/** The word of a rank; rank 0 is the most frequent. No two ranks have the same. */
export function word(rank: number): string {
  let text = '';
  for (let rest = rank + 50; rest > 0; rest = Math.floor(rest / SYLLABLES.length)) {
    text += SYLLABLES[rest % SYLLABLES.length] ?? '';
  }
  return text;
}

/** The character of a rank: from the block of those that are in use. */
export const character = (rank: number): string => String.fromCharCode(0x4e00 + rank * 8);

/** A rank by Zipf's law: the n-th is said one n-th as often as the first. */
const zipf = (roll: number, ranks: number): number => Math.floor(ranks ** roll) - 1;

/** One message. */
export function sentence(roll: () => number): string {
  if (roll() < CHINESE_SHARE) {
    const length = 6 + Math.floor(roll() * 20);
    let text = '';
    for (let n = 0; n < length; n++) {
      text += character(zipf(roll(), CHINESE));
      if (n % 9 === 8) text += '，';
    }
    return text;
  }
  const length = 3 + Math.floor(roll() * 16);
  const said: string[] = [];
  for (let n = 0; n < length; n++) said.push(word(zipf(roll(), ENGLISH)));
  return said.join(' ');
}
