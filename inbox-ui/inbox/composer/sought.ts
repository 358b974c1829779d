/** What is looked for while one writes: a slash finds saved replies, an at sign colleagues. */

/** From the sign to the caret. */
export type Sought = { sign: '/' | '@'; from: number; to: number; words: string[] };

const MOST_SHOWN = 8;
/** A sign and the beginning of a name, where a word could begin. */
const BEFORE_CARET = /(?:^|\s)(?:(\/)([^/\n]{0,40})|(@)([^@\n]{0,40}))$/;

/** null: nothing is looked for. */
export function soughtAt(text: string, caret: number): Sought | null {
  const [, slash, afterSlash, at, afterAt] = BEFORE_CARET.exec(text.slice(0, caret)) ?? [];
  const asked = slash ? afterSlash : afterAt;
  if (asked === undefined || !(slash || at)) return null;
  const words = asked.toLowerCase().split(/\s+/).filter(Boolean);
  return { sign: slash ? '/' : '@', from: caret - asked.length - 1, to: caret, words };
}

type Findable = { name: string; text?: string };

/** Those whose name has all the words come first, then those that only say them. */
export function fitting<Item extends Findable>(
  items: readonly Item[],
  { words }: Pick<Sought, 'words'>,
): Item[] {
  const has = (text: string) => words.every((word) => text.toLowerCase().includes(word));
  const named = items.filter(({ name }) => has(name));
  const said = items.filter(({ name, text = '' }) => !has(name) && has(text));
  return [...named, ...said].slice(0, MOST_SHOWN);
}
