/** The words of a rich message, block by block, without its form. */

/** Nobody nests deeper, and it bounds the work. */
const DEEPEST = 16;
/** What holds words, in the order they are read in. */
const FIELDS = [
  'label',
  'summary',
  'text',
  'alternative_text',
  'expression',
  'blocks',
  'items',
  'cells',
  'caption',
  'credit',
];
/** Blocks and rows stand below each other; what a text is made of follows on. */
const LINES = new Set(['blocks', 'items', 'cells']);

/** @returns the words, '' where there are none or it is no rich message */
export function wordsOf(value: unknown, separator = '', depth = 0): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return '';
  if (isList(value)) {
    const parts = value.map((item) =>
      wordsOf(item, separator === '\n' ? ' ' : separator, depth + 1),
    );
    return parts.filter(Boolean).join(separator);
  }
  const found = FIELDS.filter((field) => Object.hasOwn(value, field)).map((field) =>
    wordsOf(Reflect.get(value, field), LINES.has(field) ? '\n' : '', depth + 1),
  );
  return found.filter(Boolean).join(' ');
}

/** `Array.isArray` without its `any`. */
function isList(value: object): value is unknown[] {
  return Array.isArray(value);
}
