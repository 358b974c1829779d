/** @jsxImportSource #draw */
/** Finds what is written already, while one types; what is not among it, on the website's own pages. */
import type { Articles as Known } from '../../../server/wire/articles.ts';
import { find, searchFor } from '../articles.ts';
import { useEffect, useRef, useSignal } from '../draw/hooks.ts';
import { usePart } from './context.ts';
import './articles.css';
import './field.css';

type Props = {
  /** It may stand on the page twice: before the first message, and below the menu. */
  id: string;
  /** Somebody asked for it. */
  focused?: boolean;
};

export function Articles({ id, focused = false }: Props) {
  const { chat, say } = usePart();
  const field = useRef<HTMLInputElement | null>(null);
  useEffect(() => {
    if (focused) field.current?.focus();
    return undefined;
  }, []);
  const text = useSignal('');
  const articles = chat.config.value?.articles;
  if (!articles) return null;
  const typed = text.value.trim();
  return (
    <form
      class="articles"
      onSubmit={(event) => {
        event.preventDefault();
        const all = searchFor(articles, typed);
        if (all) open(all, '_blank', 'noopener,noreferrer');
      }}
    >
      <label for={id}>{say('articles')}</label>
      <input
        id={id}
        ref={field}
        type="search"
        autocomplete="off"
        dir="auto"
        value={text.value}
        onInput={(event) => (text.value = event.currentTarget.value)}
      />
      <Found articles={articles} typed={typed} />
    </form>
  );
}

function Found({ articles, typed }: { articles: Known; typed: string }) {
  const { say } = usePart();
  const found = find(articles, typed);
  const all = searchFor(articles, typed);
  return (
    <>
      <ul>
        {found.map(({ title, url }) => (
          <li key={url}>
            <Away href={url} said={title} />
          </li>
        ))}
        {all && (
          <li key="">
            <Away href={all} said={say('articlesAll', { text: typed })} />
          </li>
        )}
      </ul>
      <p class={found.length > 0 || !typed ? 'aside' : undefined} role="status">
        {typed && articles.list.length > 0 && say('articlesFound', { count: found.length })}
      </p>
    </>
  );
}

function Away({ href, said }: { href: string; said: string }) {
  const { say } = usePart();
  return (
    <a
      href={href}
      target="_blank"
      rel="noopener noreferrer"
      title={say('linkWarning', { href })}
      dir="auto"
    >
      {said}
    </a>
  );
}
