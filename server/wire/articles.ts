/** What a website's owner has written down already: found from the chat, before anybody is asked. */
import Type from 'typebox';
import { strict } from './shapes.ts';

export const Article = strict({
  title: Type.String({ minLength: 1, maxLength: 120 }),
  /** Where it is read: `https://…` or `http://…`. */
  url: Type.String({ minLength: 1, maxLength: 500 }),
});
export type Article = Type.Static<typeof Article>;

export const Articles = strict({
  list: Type.Array(Article, { maxItems: 20 }),
  /** Where all else is looked for, `{query}` in it in place of what is typed; '': nowhere. */
  search: Type.String({ maxLength: 500 }),
});
export type Articles = Type.Static<typeof Articles>;
