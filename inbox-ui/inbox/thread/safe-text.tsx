import { words } from '../../words/words.ts';
import { findLinks } from './links.ts';

/** What somebody wrote, as they wrote it: never markup, only links. */
export function SafeText({ text }: { text: string }) {
  return (
    <p class="bubble-text" dir="auto">
      {findLinks(text).map(({ text: part, href }, at) =>
        href === null ? (
          part
        ) : (
          <a
            key={at}
            href={href}
            target="_blank"
            rel="noopener noreferrer nofollow"
            title={words.value.inbox.thread.opens}
          >
            {part}
          </a>
        ),
      )}
    </p>
  );
}
