import { useEffect, useState } from 'preact/hooks';
import type { ContactSummary } from '../../server/wire/contacts.ts';
import { type ApiError, api } from '../api.ts';
import { Banner } from '../parts/banner.tsx';
import { Button } from '../parts/button.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { TextField } from '../parts/text-field.tsx';
import { go, query } from '../router.ts';
import { Page } from '../shell/page.tsx';
import { describe } from '../words/errors.ts';
import { words } from '../words/words.ts';
import { ContactRow } from './contact-row.tsx';

const PAGE = 50;
const PAUSE_MS = 200;

/** Everyone who has written, newest first; the search stands in the address. */
export function ContactsPage() {
  const { contacts } = words.value;
  const wanted = query.value.get('q') ?? '';
  const [typed, setTyped] = useState(wanted);
  useEffect(() => {
    const timer = setTimeout(() => go(address(typed), { replace: true }), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <Page title={contacts.title}>
      <p class="page-lead">{contacts.lead}</p>
      <search>
        <TextField
          label={contacts.search}
          type="search"
          value={typed}
          onInput={setTyped}
          optional="quiet"
        />
      </search>
      <Found wanted={wanted} onClear={() => setTyped('')} />
    </Page>
  );
}

function address(typed: string): string {
  const q = typed.trim();
  return q === '' ? '/contacts' : `/contacts?${new URLSearchParams({ q })}`;
}

function Found({ wanted, onClear }: { wanted: string; onClear: () => void }) {
  const { contacts } = words.value;
  const { list, next, error, more } = useContacts(wanted);
  if (list === null) return error ? <Failed error={error} again={more} /> : <Skeleton />;
  if (list.length === 0) return <Nobody wanted={wanted} onClear={onClear} />;
  return (
    <section class="card" aria-label={contacts.title}>
      <ul class="rows">
        {list.map((contact) => (
          <ContactRow key={contact.id} contact={contact} />
        ))}
      </ul>
      <div class="card-foot">
        <p role="status">
          {next === null ? contacts.found(list.length) : contacts.more(list.length)}
        </p>
        {next !== null && !error && <Button onClick={more}>{words.value.common.loadMore}</Button>}
      </div>
      {error && <Failed error={error} again={more} />}
    </section>
  );
}

function Failed({ error, again }: { error: ApiError; again: () => void }) {
  const { tryAgain, errors } = words.value.common;
  const button = (
    <Button look="link" onClick={again}>
      {tryAgain}
    </Button>
  );
  return (
    <Banner tone="danger" icon="alert" boxed role="status" actions={button}>
      {errors.loading} {describe(error)}
    </Banner>
  );
}

function Nobody({ wanted, onClear }: { wanted: string; onClear: () => void }) {
  const { contacts } = words.value;
  if (wanted === '') return <EmptyState title={contacts.empty}>{contacts.emptyText}</EmptyState>;
  return (
    <EmptyState
      title={contacts.noMatch(wanted)}
      action={<Button onClick={onClear}>{contacts.clearSearch}</Button>}
    >
      {contacts.noMatchText}
    </EmptyState>
  );
}

type Batch = { data: ContactSummary[]; next: string | null };
type State = { list: ContactSummary[] | null; next: string | null; error: ApiError | null };

function useContacts(q: string) {
  const [state, setState] = useState<State>({ list: null, next: null, error: null });
  const load = async (cursor: string | null, signal?: AbortSignal) => {
    const query = { limit: PAGE, q: q === '' ? null : q, cursor };
    const answer = await api.get<Batch>('contacts', { query, signal });
    if (signal?.aborted) return;
    // What was found for other words is no answer to these.
    const before = cursor === null ? null : state.list;
    if (!answer.ok) return setState({ list: before, next: cursor, error: answer.error });
    const { data, next } = answer.value;
    setState({ list: [...(before ?? []), ...data], next, error: null });
  };
  useEffect(() => {
    const abort = new AbortController();
    void load(null, abort.signal);
    return () => abort.abort();
  }, [q]);
  return { ...state, more: () => void load(state.next) };
}
