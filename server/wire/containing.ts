/**
 * How words are looked for in a line, in any case of letters: as a pattern of both JavaScript and Postgres, because what a
 * database takes for the other case of a letter depends on where it was made.
 */
export function patternOf(words: string): string {
  return [...words].map(anyCase).join('');
}

function anyCase(character: string): string {
  const cases = [character, character.toLowerCase(), character.toUpperCase()];
  // Some letters have no other case of one letter: ß.
  const single = [...new Set(cases)].filter((one) => [...one].length === 1);
  return single.length > 1 ? `[${single.join('')}]` : character.replace(SPECIAL, '\\$&');
}

const SPECIAL = /[$()*+.?[\\\]^{|}/]/;
