/** Choices as they are typed: one a line. */

import { words } from '../../words/words.ts';
import type { Rules } from '../composer/limits.ts';

export const choicesIn = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

/** Why they cannot be offered there, in words; null when they can. */
export function wrongWith(choices: readonly string[], { offers }: Rules): string | null {
  const { offers: say } = words.value.inbox;
  const { max = 0, labelMax = 0 } = offers?.choices ?? {};
  if (choices.length === 0) return say.none;
  if (choices.length > max) return say.tooMany(max);
  const long = choices.find((choice) => [...choice].length > labelMax);
  if (long) return say.tooLong(long, labelMax);
  const twice = choices.find((choice, place) => choices.indexOf(choice) < place);
  return twice ? say.twice(twice) : null;
}
