/**
 * The little formatting agents type, as Telegram's entities: a text and the places in it that are
 * bold, italic, code or a link. Nothing has to be escaped, and what is no formatting stays as typed.
 */
export type Entity = { type: string; offset: number; length: number; url?: string };
export type Formatted = { text: string; entities: Entity[] };

/** Of scripts that part words by spaces; in others a mark may stand anywhere. */
const LETTER = '(?![\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}])[\\p{L}\\p{N}]';
/** Each mark closes on its line, not after a space; lengths are bounded, and with them the work. */
const MARKS = new RegExp(
  [
    '```(?:[\\w-]*\\n)?(?<pre>(?=[^`]*[^\\s`])[^`]+?)\\n?```',
    '`(?<code>[^`\\n]{0,1000}[^`\\s])`',
    '(?<two>\\*\\*|__)(?=\\S)(?<bold>[^\\n]{0,1000}?\\S)\\k<two>',
    `(?<!${LETTER})(?<one>[*_])(?=[^\\s*_])(?<italic>[^\\n]{0,1000}?[^\\s*_])\\k<one>(?!(?:${LETTER})|[*_])`,
    '\\[(?<label>[^\\][\\n]{1,500})\\]\\((?<url>(?:https?://|mailto:|tel:)[^\\s()]{1,1900})\\)',
  ].join('|'),
  'gu',
);

/** Formatting inside formatting inside formatting: nobody writes more. */
const DEEPEST = 3;

/** Offsets and lengths are counted in UTF-16 units, as Telegram does. */
export function formatted(markdown: string, depth = 0): Formatted {
  const result: Formatted = { text: '', entities: [] };
  if (depth > DEEPEST) return { ...result, text: markdown };
  let at = 0;
  for (const match of markdown.matchAll(MARKS)) {
    result.text += markdown.slice(at, match.index);
    append(result, match.groups ?? {}, depth);
    at = match.index + match[0].length;
  }
  result.text += markdown.slice(at);
  return result;
}

function append(result: Formatted, groups: Record<string, string | undefined>, depth: number) {
  const { pre, code, bold, italic, label, url } = groups;
  const plain = pre ?? code;
  const inner =
    plain === undefined
      ? formatted(bold ?? italic ?? label ?? '', depth + 1)
      : { text: plain, entities: [] };
  const offset = result.text.length;
  const place = { offset, length: inner.text.length };
  result.text += inner.text;
  result.entities.push(
    url === undefined ? { type: kindOf(groups), ...place } : { type: 'text_link', ...place, url },
  );
  for (const entity of inner.entities) {
    result.entities.push({ ...entity, offset: entity.offset + offset });
  }
}

function kindOf({ pre, code, bold }: Record<string, string | undefined>): string {
  if (pre !== undefined) return 'pre';
  if (code !== undefined) return 'code';
  return bold === undefined ? 'italic' : 'bold';
}

/** The text in parts of at most `max` UTF-16 units, cut where it pauses. */
export function pieces(text: string, max: number): string[] {
  const found: string[] = [];
  let rest = text;
  while (rest.length > max) {
    const end = pauseBefore(rest, max);
    found.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  return [...found, rest].filter(Boolean);
}

/** After a paragraph, else a line, else a word; else wherever no character is cut in two. */
function pauseBefore(text: string, max: number): number {
  const half = max / 2;
  for (const pause of ['\n\n', '\n', ' ']) {
    const at = text.lastIndexOf(pause, max);
    if (at > half) return at;
  }
  const low = text.charCodeAt(max);
  return low >= 0xdc00 && low <= 0xdfff ? max - 1 : max;
}
