/** What a channel takes, checked before anything is uploaded or sent: the same rules as the server's. */
import type { Channel } from '../../../server/wire/channels.ts';

export type Rules = Pick<Channel['sending'], 'text' | 'attachments' | 'formatting' | 'offers'>;
export type FileLike = { name: string; type: string; size: number };
export type FileProblem = 'noFiles' | 'tooMany' | 'empty' | 'tooBig' | 'wrongType';

/** The length as the channel counts it. */
export function lengthOf(text: string, countedAs: string): number {
  if (countedAs === 'utf8-bytes') return new TextEncoder().encode(text).length;
  return countedAs === 'characters' ? [...text].length : text.length;
}

/** How much of the channel's room is left; below zero it is too much. */
export function roomLeft(text: string, { text: { max, countedAs, overlong } }: Rules): number {
  return overlong === 'split' ? Number.POSITIVE_INFINITY : max - lengthOf(text, countedAs);
}

/** Why this file cannot go, or null. `others`: how many are attached already. */
export function fileProblem(file: FileLike, rules: Rules, others: number): FileProblem | null {
  const { attachments } = rules;
  if (!attachments) return 'noFiles';
  if (others >= attachments.maxCount) return 'tooMany';
  if (file.size === 0) return 'empty';
  if (file.size > attachments.maxBytes) return 'tooBig';
  // The browser guesses types by name and sometimes has no idea: then the server, which looks inside, decides.
  if (file.type !== '' && !attachments.types.some((type) => fits(file.type, type))) {
    return 'wrongType';
  }
  return null;
}

function fits(type: string, pattern: string): boolean {
  if (pattern === '*/*') return true;
  return pattern.endsWith('/*') ? type.startsWith(pattern.slice(0, -1)) : type === pattern;
}
