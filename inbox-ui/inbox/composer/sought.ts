/** What is looked for while one writes: a slash finds saved replies, an at sign colleagues, a colon emoji. */

/** From the sign to the caret. */
export type Sought = { sign: '/' | '@' | ':'; from: number; to: number; words: string[] };

export const MOST_SHOWN = 8;
/** A sign and the beginning of a name, where a word could begin. `:D` is a smile and asks for nothing. */
const BEFORE_CARET =
  /(?:^|\s)(?:(\/)([^/\n]{0,40})|(@)([^@\n]{0,40})|(:)(\p{sc=Han}{1,20}|\p{L}{2,20}))$/u;

/** In the order in which the pattern has them. */
const SIGNS = ['/', '@', ':'] as const;

/** null: nothing is looked for. */
export function soughtAt(text: string, caret: number): Sought | null {
  const [, ...found] = BEFORE_CARET.exec(text.slice(0, caret)) ?? [];
  const at = found.findIndex((part) => part !== undefined);
  const [sign, asked] = [SIGNS[at / 2], found[at + 1]];
  if (sign === undefined || asked === undefined) return null;
  const words = asked.toLowerCase().split(/\s+/).filter(Boolean);
  return { sign, from: caret - asked.length - 1, to: caret, words };
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
