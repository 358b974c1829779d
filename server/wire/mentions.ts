/** How a note calls a colleague: `@` and their whole name, in any case. The server and the screens read it alike. */

export type Named = { id: string; name: string };
/** Where in the text, from and to (exclusive), somebody is called; two of one name are both meant. */
export type Mention = { from: number; to: number; ids: string[] };

export function mentionsIn(text: string, people: readonly Named[]): Mention[] {
  const found: Mention[] = [];
  for (let from = text.indexOf('@'); from >= 0; from = text.indexOf('@', from + 1)) {
    const called = people.filter(({ name }) => isCalled(text, from, name));
    // “@Ben Berg” is not Ben.
    const length = Math.max(0, ...called.map(({ name }) => name.length));
    if (length === 0) continue;
    const ids = called.filter(({ name }) => name.length === length).map(({ id }) => id);
    found.push({ from, to: from + 1 + length, ids });
  }
  return found;
}

const PART_OF_WORD = /[\p{L}\p{N}_]/u;

/** An address (`me@ben`) calls nobody, and neither does the beginning of another name. */
function isCalled(text: string, at: number, name: string): boolean {
  const end = at + 1 + name.length;
  if (name === '' || text.slice(at + 1, end).toLowerCase() !== name.toLowerCase()) return false;
  const [before = '', after = ''] = [text[at - 1], text[end]];
  return !isPartOfWord(before) && !isPartOfWord(after);
}

/** Chinese and Japanese have no spaces: beside one of their characters another word may begin. */
const isPartOfWord = (character: string): boolean =>
  PART_OF_WORD.test(character) &&
  !/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(character);
