import { useLayoutEffect, useRef } from 'preact/hooks';
import { Icon } from '../../parts/icon.tsx';
import { lazy } from '../../parts/lazy.tsx';
import { query } from '../../router.ts';
import { usePageTitle } from '../../shell/page.tsx';
import { RailButton } from '../../shell/rail-button.tsx';
import { words } from '../../words/words.ts';
import { useStore } from '../desk.ts';
import { ask, askedIn } from './asked.ts';
import { Filters } from './filters.tsx';
import './search.css';

/** The field takes every key at once; what is found comes later anyway. */
const Results = lazy(async () => (await import('./results.tsx')).Results);

/** Finds a conversation by what was said, by whom, or by its number. What is asked stands in the address. */
export function SearchPage() {
  const store = useStore();
  const asked = askedIn(query.value);
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
            value={asked.q}
            onInput={(event) => ask({ ...asked, q: event.currentTarget.value })}
            onKeyDown={(event) => intoResults(event)}
          />
        </div>
        <Filters store={store} asked={asked} />
      </header>
      <Results store={store} asked={asked} />
    </div>
  );
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
