/** The words of the language that comes nearest to a wish. */
import { WORDS, type Words } from './languages.ts';

export type Locale = keyof typeof WORDS;

const isLocale = (tag: string): tag is Locale => Object.hasOwn(WORDS, tag);

/** The wish comes from outside: only one of ours is ever written anywhere. */
export function localeFor(wish: string): Locale {
  if (isLocale(wish)) return wish;
  const [language = ''] = wish.split('-');
  const near = Object.keys(WORDS).find((tag) => tag.split('-')[0] === language) ?? '';
  return isLocale(near) ? near : 'en';
}

export const wordsIn = (wish: string): Words => WORDS[localeFor(wish)];
