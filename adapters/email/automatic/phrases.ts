/** A small language for what mail systems write: readable as text, and linear to match. */
import { withoutAddresses } from './addresses.ts';

/**
 * A phrase as a pattern. `(a|b)` is either, `~` is up to fifty characters of the same sentence, all
 * else is meant literally. Matches words from their start; they may go on (`disable` is in
 * `disabled`) unless the phrase ends in `.`; `?` makes the letter before it optional, `$`
 * is the end.
 */
export function phrase(text: string): RegExp {
  const source = text
    .replace(/[\\^*+{}[\].]/g, '\\$&')
    .replace(/\(/g, '(?:')
    .replace(/\\\.$/, '(?![\\p{L}\\p{N}])')
    .replace(/ ?~ ?/g, '[^.。]{0,50}');
  return new RegExp(`(?<![\\p{L}\\p{N}])${source}`, 'u');
}

/** For scripts that write no blanks between words. */
export function unspaced(text: string): RegExp {
  return new RegExp(text.replace(/\(/g, '(?:').replace(/~/g, '[^.。]{0,25}'), 'u');
}

/**
 * A text as phrases see it: lower case, one blank between words, no hyphens, no contractions, `@`
 * for addresses and `#` for hosts and dotted numbers, so that a full stop ends a sentence. Cut
 * after 4,000 characters: the cause stands at the start.
 */
export function plainly(text: string): string {
  let plain = withoutAddresses(
    text
      .slice(0, 4000)
      .toLowerCase()
      .replace(/[’‘´`]/g, "'"),
    '@',
  );
  for (const [pattern, instead] of STEPS) plain = plain.replace(pattern, instead);
  return plain.trim();
}

const STEPS: readonly (readonly [RegExp, string])[] = [
  // Exchange's names of causes hold the full stops of a host.
  [/(?<![\w.])(?:resolver|smtpsend|queue|storedrv|dns)(?:\.[a-z]{1,40}){1,4}/g, ' $& '],
  [
    /(?<=(?:resolver|smtpsend|queue|storedrv|dns|adr|rst|deliver|expand)[a-z]{0,20})\.(?=[a-z])/g,
    ' ',
  ],
  [/(?<![\p{L}\p{N}_-])[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+/gu, '#'],
  [/\.{2,}/g, ' '],
  [/can'?t\b/g, 'cannot'],
  [/\b(is|was|are|does|do|did|could|would|has|have|were|must)n'?t\b/g, '$1 not'],
  [/won't\b/g, 'will not'],
  [/e-mail/g, 'email'],
  [/["<>«»“”*-]/g, ' '],
  [/\s+/g, ' '],
  [/mail box/g, 'mailbox'],
];
