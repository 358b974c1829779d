/** Where visitors are sent to read, made sure of before it is kept: it is opened in their browsers. */
import { clean } from '../events/text.ts';
import type { Articles } from '../wire/articles.ts';
import { Refusal } from '../wire/problems.ts';

const GAP = '{query}';

/** With clean titles and whole addresses; null when nothing is left to find. @throws Refusal invalid */
export function checkArticles(articles: Articles | null): Articles | null {
  const list = (articles?.list ?? []).map(({ title, url }) => ({
    title: titleOf(title),
    url: addressOf(url),
  }));
  const search = checkSearch(articles?.search.trim() ?? '');
  return list.length > 0 || search !== '' ? { list, search } : null;
}

function titleOf(title: string): string {
  const cleaned = clean(title).trim();
  if (cleaned === '') throw new Refusal('invalid', 'articles: one has no title.');
  return cleaned;
}

/** What is typed may decide what is looked for, never on which website. */
function checkSearch(search: string): string {
  if (search === '') return '';
  if (search.split(GAP).length !== 2) {
    throw new Refusal('invalid', `articles: ${GAP} must stand in the search address, once.`);
  }
  const [origin, other] = ['a', 'b'].map((typed) => {
    return new URL(addressOf(search.replace(GAP, typed))).origin;
  });
  if (origin !== other) {
    throw new Refusal('invalid', `articles: ${GAP} may only stand after the name of the website.`);
  }
  return search;
}

/** @throws Refusal invalid for what is no address of a website */
function addressOf(written: string): string {
  const url = URL.canParse(written) ? new URL(written) : null;
  if (url && /^https?:$/.test(url.protocol) && !url.username && !url.password) return url.href;
  throw new Refusal('invalid', `articles: "${written}" is no address of a website (https://…).`);
}
