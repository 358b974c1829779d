import type { ComponentChildren } from 'preact';
import { Banner } from '../../parts/banner.tsx';
import { Button } from '../../parts/button.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { moveFocus } from '../../parts/roving.ts';
import { Skeleton } from '../../parts/skeleton.tsx';
import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';
import { type Asked, ask } from './asked.ts';
import { Result } from './result.tsx';
import { knownTo, Understood } from './understood.tsx';
import { asksNothing, seek, useFinding } from './use-finding.ts';

/** How the question was understood, and what was found. */
export function Results({ store, asked }: { store: Store; asked: Asked }) {
  const read = seek(asked, knownTo(store, new Date()));
  const { finding, more } = useFinding(store, read.sought);
  const { search } = words.value.inbox;
  const understood = <Understood store={store} asked={read} />;
  if (asksNothing(read.sought)) return <Begin asked={asked} understood={understood} />;
  // What was found before stays until there is something better to show.
  if (!finding) return <Skeleton lines={6} />;
  if (finding.failed) {
    return (
      <EmptyState
        title={finding.failed === 'long' ? search.tooLong : search.failed}
        shape="diamond"
      >
        {finding.failed === 'long' && search.tooLongText}
      </EmptyState>
    );
  }
  const { results, next, complete } = finding;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows are a short cut between links that Tab reaches too.
    <div class="search-results scroll" onKeyDown={(event) => moveFocus(event, 'a')}>
      {understood}
      {!complete && (
        <Banner tone="note" icon="search" boxed role="status">
          {search.incomplete}
        </Banner>
      )}
      {results.length === 0 ? (
        <None asked={asked} />
      ) : (
        <>
          <p class="search-count" role="status">
            {search.found(results.length, next !== null)}
          </p>
          <ul>
            {results.map((result) => (
              <Result key={result.message?.id ?? result.conversation.id} result={result} />
            ))}
          </ul>
          {next !== null && (
            <p class="search-more">
              <Button busy={finding.loading} onClick={more}>
                {search.more}
              </Button>
            </p>
          )}
        </>
      )}
    </div>
  );
}

/** Nothing to look for yet: how to narrow it down is offered meanwhile. */
function Begin({ asked, understood }: { asked: Asked; understood: ComponentChildren }) {
  const { search } = words.value.inbox;
  const add = (example: string) => () => {
    ask({ ...asked, q: `${asked.q} ${example}`.trim() });
    document.querySelector<HTMLElement>('.search-field > input')?.focus();
  };
  return (
    <div class="search-results scroll">
      {understood}
      <EmptyState title={search.begin}>
        {search.beginText}
        <span class="search-examples">
          {search.operators}
          {search.examples.map((example) => (
            <button key={example} type="button" onClick={add(example)}>
              <code>{example}</code>
            </button>
          ))}
        </span>
      </EmptyState>
    </div>
  );
}

function None({ asked }: { asked: Asked }) {
  const { search } = words.value.inbox;
  const q = asked.q.trim();
  const looser = q.split(/\s+/).slice(0, -1).join(' ');
  const again = looser !== '' && (
    <Button onClick={() => ask({ ...asked, q: looser })}>{search.looser(looser)}</Button>
  );
  return (
    <EmptyState title={search.none(q)} action={again}>
      {search.noneText}
    </EmptyState>
  );
}
