import { mentionsIn, type Named } from '../../../server/wire/mentions.ts';
import { words } from '../../words/words.ts';
import { findLinks } from './links.ts';

/** With `people` (of a note), whoever of them is called by name stands out. */
type Props = { text: string; people?: readonly Named[] | undefined };

/** What somebody wrote, as they wrote it: never markup, only links and names. */
export function SafeText({ text, people = [] }: Props) {
  return (
    <p class="bubble-text" dir="auto">
      {findLinks(text).map(({ text: part, href }, at) =>
        href === null ? (
          <Plain key={at} text={part} people={people} />
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

function Plain({ text, people }: { text: string; people: readonly Named[] }) {
  const calls = mentionsIn(text, people);
  return (
    <>
      {calls.flatMap(({ from, to }, at) => [
        text.slice(calls[at - 1]?.to ?? 0, from),
        <strong key={from} class="mention">
          {text.slice(from, to)}
        </strong>,
      ])}
      {text.slice(calls.at(-1)?.to ?? 0)}
    </>
  );
}
