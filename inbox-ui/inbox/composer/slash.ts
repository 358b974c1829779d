/** A slash and the beginning of a name, where a word could begin: a saved reply is looked for. */
import type { SavedReply } from '../../../server/wire/saved-replies.ts';

/** From the slash to the caret. */
export type Slash = { from: number; to: number; words: string[] };

const MOST_SHOWN = 8;
const BEFORE_CARET = /(?:^|\s)\/([^/\n]{0,40})$/;

/** null: nothing is looked for. */
export function slashAt(text: string, caret: number): Slash | null {
  const found = BEFORE_CARET.exec(text.slice(0, caret));
  const asked = found?.[1];
  if (asked === undefined) return null;
  const words = asked.toLowerCase().split(/\s+/).filter(Boolean);
  return { from: caret - asked.length - 1, to: caret, words };
}

/** Those whose name has all the words come first, then those that only say them. */
export function fitting(replies: readonly SavedReply[], { words }: Slash): SavedReply[] {
  const has = (text: string) => words.every((word) => text.toLowerCase().includes(word));
  const named = replies.filter(({ name }) => has(name));
  const said = replies.filter(({ name, text }) => !has(name) && has(text));
  return [...named, ...said].slice(0, MOST_SHOWN);
}
