/** What a sender newly wrote, apart from what the mail program repeated below it. */
import { findHistory, splitAttributions } from './history.ts';
import { hasMoreLines, isBlank, splitLines } from './lines.ts';
import type { Mark } from './marks.ts';
import { signatureStart } from './signature.ts';

/** Rises whenever the same text may give another answer, so that stored answers can be made anew. */
export const QUOTING_VERSION = 2;

export type StrippedReply = {
  /** The new text, with LF line breaks. */
  stripped: string;
  /** What was cut, headers and signature included; '' when nothing was. */
  quoted: string;
};

/** More lines than a person ever wrote or quoted; such a text is taken as it is. */
const LINES_MAX = 60_000;

/**
 * Strips a plain body of quoted history and signatures. Answers written between quotes keep those
 * quotes; a forwarded mail is content and stays. When nothing would be left, all of it is kept.
 * Never throws; takes time in proportion to the text.
 */
export function stripReply(text: string): StrippedReply {
  if (hasMoreLines(text, LINES_MAX)) return { stripped: text.trim(), quoted: '' };
  const { raw, seen } = splitAttributions(splitLines(text));
  const { cut, marks, forwards } = findHistory(seen);
  if (!forwards) cutSignatures(seen, marks, cut);
  const stripped = joinLines(raw, cut, false);
  if (stripped === '') return { stripped: raw.join('\n').trim(), quoted: '' };
  return { stripped, quoted: joinLines(raw, cut, true) };
}

/** From every stretch that is kept, the signature at its end. */
function cutSignatures(lines: readonly string[], marks: readonly Mark[], cut: boolean[]): void {
  let start = 0;
  for (let index = 0; index <= cut.length; index += 1) {
    if (index < cut.length && !cut[index]) continue;
    if (start < index) {
      const own = Math.max(start, marks.lastIndexOf('quoted', index - 1) + 1);
      const end = signatureStart(lines, own, index);
      cut.fill(true, end, index);
    }
    start = index + 1;
  }
}

/** The lines that are cut, or those that are not, with a gap where others lay between. */
function joinLines(raw: readonly string[], cut: readonly boolean[], wanted: boolean): string {
  const stretches: string[] = [];
  let start = 0;
  for (let index = 0; index <= raw.length; index += 1) {
    if (index < raw.length && cut[index] === wanted) continue;
    if (start < index) stretches.push(trimLines(raw, start, index));
    start = index + 1;
  }
  return stretches
    .filter((stretch) => stretch !== '')
    .join('\n\n')
    .trim();
}

function trimLines(raw: readonly string[], from: number, to: number): string {
  let start = from;
  let end = to;
  while (start < end && isBlank(raw[start])) start += 1;
  while (end > start && isBlank(raw[end - 1])) end -= 1;
  return raw.slice(start, end).join('\n');
}
