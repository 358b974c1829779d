/** The little formatting that channels understand, put around what is selected, or taken away again. Pure. */

/** A text, and from where to where it is selected. */
export type Piece = { text: string; from: number; to: number };

export type Format = 'bold' | 'italic' | 'numbers' | 'bullets';

export const FORMATS: readonly { format: Format; keys: string }[] = [
  { format: 'bold', keys: 'mod+b' },
  { format: 'italic', keys: 'mod+i' },
  { format: 'numbers', keys: 'mod+shift+7' },
  { format: 'bullets', keys: 'mod+shift+8' },
];

export function format(piece: Piece, as: Format): Piece {
  if (as === 'bold') return fenced(piece, '**');
  if (as === 'italic') return fenced(piece, '_');
  return listed(piece, as);
}

/** Marks hold to words: blanks at the ends stay outside, or the mark would be none. */
function fenced({ text, from, to }: Piece, mark: string): Piece {
  const inner = text.slice(from, to);
  const start = from + (inner.length - inner.trimStart().length);
  const end = Math.max(start, to - (inner.length - inner.trimEnd().length));
  const chosen = text.slice(start, end);
  const size = mark.length;
  if (text.slice(start - size, start) === mark && text.startsWith(mark, end)) {
    const bare = text.slice(0, start - size) + chosen + text.slice(end + size);
    return { text: bare, from: start - size, to: end - size };
  }
  if (chosen.length > 2 * size && chosen.startsWith(mark) && chosen.endsWith(mark)) {
    const bare = chosen.slice(size, -size);
    return { text: text.slice(0, start) + bare + text.slice(end), from: start, to: end - 2 * size };
  }
  const marked = text.slice(0, start) + mark + chosen + mark + text.slice(end);
  return { text: marked, from: start + size, to: end + size };
}

const ITEM = /^(?:[-*•]|\d{1,3}[.)])[ \t]+/;

/** Every line that is touched; when all are items of this kind already, they become plain lines. */
function listed({ text, from, to }: Piece, as: 'numbers' | 'bullets'): Piece {
  const start = text.lastIndexOf('\n', from - 1) + 1;
  const after = text.indexOf('\n', to);
  const end = after < 0 ? text.length : after;
  const lines = text.slice(start, end).split('\n');
  const own = as === 'numbers' ? /^\d{1,3}[.)][ \t]/ : /^[-*•][ \t]/;
  const bare = lines.map((line) => line.replace(ITEM, ''));
  const items = lines.every((line) => own.test(line))
    ? bare
    : bare.map((line, at) => (as === 'numbers' ? `${at + 1}. ${line}` : `- ${line}`));
  const changed = items.join('\n');
  const whole = text.slice(0, start) + changed + text.slice(end);
  // One caret stays at the end of its line; a selection becomes the lines.
  const last = start + changed.length;
  return { text: whole, from: from === to ? last : start, to: last };
}
