import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { SearchResult } from '../../../server/wire/contacts.ts';
import { Button } from '../../parts/button.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Icon } from '../../parts/icon.tsx';
import { moveFocus } from '../../parts/roving.ts';
import { Skeleton } from '../../parts/skeleton.tsx';
import { ChannelMark, Tag } from '../../parts/small.tsx';
import { go, query } from '../../router.ts';
import { usePageTitle } from '../../shell/page.tsx';
import { RailButton } from '../../shell/rail-button.tsx';
import type { Store } from '../../store/store.ts';
import { shortMoment } from '../../words/format.ts';
import { now } from '../../words/now.ts';
import { words } from '../../words/words.ts';
import { addressOf, useStore } from '../desk.ts';
import './search.css';

const REST_MS = 220;

/** Finds a conversation by what was said, by whom, or by its number. The words stand in the address. */
export function SearchPage() {
  const store = useStore();
  const asked = query.value.get('q') ?? '';
  const { search } = words.value.inbox;
  const field = useRef<HTMLInputElement>(null);
  usePageTitle(search.title);
  useLayoutEffect(() => field.current?.focus(), []);
  return (
    <div class="search-page">
      <header class="pane-head search-head">
        <RailButton />
        <h1 class="hidden-text">{search.title}</h1>
        <div class="search-field">
          <Icon name="search" />
          <input
            ref={field}
            type="search"
            dir="auto"
            aria-label={search.label}
            placeholder={search.placeholder}
            value={asked}
            onInput={(event) => ask(event.currentTarget.value)}
            onKeyDown={(event) => intoResults(event)}
          />
        </div>
      </header>
      <Results store={store} asked={asked.trim()} />
    </div>
  );
}

function ask(words: string): void {
  go(words === '' ? '/search' : `/search?q=${encodeURIComponent(words)}`, { replace: true });
}

type Finding = { asked: string; results: SearchResult[] | null };

function Results({ store, asked }: { store: Store; asked: string }) {
  const finding = useFinding(store, asked);
  const { search } = words.value.inbox;
  if (asked === '') return <EmptyState title={search.begin}>{search.beginText}</EmptyState>;
  // What was found before stays until there is something better to show.
  if (!finding) return <Skeleton lines={6} />;
  if (!finding.results) return <EmptyState title={search.failed} shape="diamond" />;
  if (finding.results.length === 0) return <None asked={asked} />;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows are a short cut between links that Tab reaches too.
    <div class="search-results scroll" onKeyDown={(event) => moveFocus(event, 'a')}>
      <p class="search-count" role="status">
        {search.found(finding.results.length)}
      </p>
      <ul>
        {finding.results.map((result) => (
          <Result key={result.conversation.id} result={result} asked={finding.asked} />
        ))}
      </ul>
    </div>
  );
}

function None({ asked }: { asked: string }) {
  const { search } = words.value.inbox;
  const looser = asked.split(/\s+/).slice(0, -1).join(' ');
  const again = looser !== '' && (
    <Button onClick={() => ask(looser)}>{search.looser(looser)}</Button>
  );
  return (
    <EmptyState title={search.none(asked)} action={again}>
      {search.noneText}
    </EmptyState>
  );
}

function Result({
  result: { conversation, excerpt },
  asked,
}: {
  result: SearchResult;
  asked: string;
}) {
  const { context, thread } = words.value.inbox;
  return (
    <li>
      <a class="search-result" href={addressOf(conversation.id, 'all')}>
        <ChannelMark adapter={conversation.channel.adapter} mark={conversation.channel.mark} />
        <span class="search-main">
          <span class="search-name">
            <strong dir="auto">{conversation.contact.name}</strong>
            <span class="number">{thread.number(conversation.number)}</span>
            {conversation.status !== 'open' && <Tag>{context.statuses[conversation.status]}</Tag>}
          </span>
          <span class="search-excerpt" dir="auto">
            <Marked text={excerpt || conversation.subject || conversation.preview} asked={asked} />
          </span>
        </span>
        <time dateTime={conversation.lastMessageAt}>
          {shortMoment(conversation.lastMessageAt, now.value)}
        </time>
      </a>
    </li>
  );
}

/** The words that were looked for stand out. */
function Marked({ text, asked }: { text: string; asked: string }) {
  const at = text.toLowerCase().indexOf(asked.toLowerCase());
  if (at < 0) return <>{text}</>;
  return (
    <>
      {text.slice(0, at)}
      <mark>{text.slice(at, at + asked.length)}</mark>
      {text.slice(at + asked.length)}
    </>
  );
}

function useFinding(store: Store, asked: string): Finding | null {
  const [finding, setFinding] = useState<Finding | null>(null);
  useEffect(() => {
    if (asked === '') return;
    let current = true;
    const timer = setTimeout(async () => {
      const results = await store.doors.search(asked).catch(() => null);
      if (current) setFinding({ asked, results });
    }, REST_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [store, asked]);
  return finding;
}

function intoResults(event: KeyboardEvent): void {
  if (event.key === 'Escape') {
    event.preventDefault();
    history.back();
  }
  if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
  const first = document.querySelector<HTMLElement>('.search-result');
  if (!first) return;
  event.preventDefault();
  if (event.key === 'Enter') first.click();
  else first.focus();
}
