/** Message-ID, In-Reply-To and References, read loosely (RFC 5322, section 3.6.4). */

/** Longer ones are no names of mails. */
const MOST = 998;

/**
 * The ids in a field in order, without repeats, each in angle brackets: what stands in brackets,
 * or, where there are none, the words that look like an id.
 */
export function readMessageIds(text: string): string[] {
  const bracketed = [...text.matchAll(/<([^<>]*)>/g)].map(([, inside = '']) => inside);
  const bare = text.split(/[\s,;<>"]+/).filter((word) => word.includes('@'));
  const ids = (bracketed.some((inside) => inside.trim()) ? bracketed : bare)
    // A blank in it comes from folding.
    .map((inside) => inside.split(/\s+/).join(''))
    .filter((inside) => inside !== '' && inside.length <= MOST);
  return [...new Set(ids)].map((inside) => `<${inside}>`);
}

/** The id a mail gives itself; '' when it gives none. One without a domain is still its name. */
export function readMessageId(text: string): string {
  const [first] = readMessageIds(text);
  if (first) return first;
  const [word = ''] = text.split(/[\s<>]+/).filter(Boolean);
  return word === '' || word.length > MOST ? '' : `<${word}>`;
}
