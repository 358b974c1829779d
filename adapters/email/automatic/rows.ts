/** How the tables of words are written down. */
import { phrase, unspaced } from './phrases.ts';
import type { ReasonId } from './reason-table.ts';

/** The first row with a pattern in the text tells the reason. */
export type Rows = readonly (readonly [ReasonId, readonly RegExp[]])[];

export function words(reason: ReasonId, phrases: readonly string[]): Rows[number] {
  return [reason, phrases.map(phrase)];
}

/** For scripts that write no blanks between words. */
export function glyphs(reason: ReasonId, phrases: readonly string[]): Rows[number] {
  return [reason, phrases.map(unspaced)];
}
