/** What the website's owner has written down already, by the words of its titles. Pure. */
import type { Article, Articles } from '../../server/wire/articles.ts';

/** So many stand there before anything is typed. */
const FIRST = 3;

/** Those with every word that was typed, wherever it stands in the title; the first ones while nothing is. */
export function find({ list }: Articles, typed: string): Article[] {
  const words = folded(typed).split(/\s+/).filter(Boolean);
  if (words.length === 0) return list.slice(0, FIRST);
  return list.filter(({ title }) => words.every((word) => folded(title).includes(word)));
}

/** Where everything with these words is looked for; null where there is no such place. */
export const searchFor = ({ search }: Articles, typed: string): string | null =>
  search && typed ? search.replace('{query}', () => encodeURIComponent(typed)) : null;

/** Capitals and accents make no difference. */
const folded = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
