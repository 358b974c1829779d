import { useEffect, useState } from 'preact/hooks';
import type { NewSavedView, SavedView } from '../../../server/wire/saved-views.ts';
import { api } from '../../api.ts';
import { Button } from '../../parts/button.tsx';
import { checks } from '../../parts/checks.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { FormFailure, useForm } from '../../parts/form.tsx';
import { SelectField } from '../../parts/select-field.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { toast } from '../../parts/toast.tsx';
import { go, url } from '../../router.ts';
import type { Store } from '../../store/store.ts';
import { savedView } from '../../store/views.ts';
import { words } from '../../words/words.ts';
import { addressOf, view } from '../desk.ts';
import { isComplete } from './building.ts';
import { FilterGroup } from './filter-group.tsx';
import { MatchingNow } from './matching-now.tsx';
import { filterOf } from './narrowing.ts';
import { learnKinds } from './options.ts';
import { type Building, othersOnly, reload, removeView, savedIn } from './saved.ts';
import './views.css';

type Props = { store: Store; what: Building };
type Draft = Required<NewSavedView>;

/** What a view is called, whom it is for, and which conversations it holds, in what order. */
export function ViewDialog({ store, what }: Props) {
  const { common, inbox } = words.value;
  const said = inbox.views;
  const [edited] = useState(() => editedBy(store, what));
  const [draft, setDraft] = useState(() => draftOf(store, edited, what));
  useEffect(() => void learnKinds(), []);
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const form = useForm<'name', SavedView>({
    initial: { name: draft.name },
    check: ({ name }) => ({ name: checks.filled(name) }),
    send: ({ name }) => send(edited, { ...draft, name: name.trim() }),
    done: (saved) => void finish(store, edited, saved),
  });
  const taken = form.failure?.code === 'conflict' ? said.taken : null;
  const blocked = isComplete(draft.filter) ? null : said.incomplete;
  return (
    <Dialog title={edited ? said.edit : said.create} wide onClose={close}>
      <form ref={form.form} class="stack" noValidate onSubmit={form.submit}>
        <TextField {...form.field('name')} label={said.name} maxLength={60} focusFirst />
        <FilterGroup
          store={store}
          group={draft.filter}
          number=""
          depth={1}
          fresh={false}
          onChange={(filter) => change({ filter })}
          onRemove={null}
        />
        <MatchingNow store={store} filter={draft.filter} />
        <Looks draft={draft} change={change} />
        <FormFailure error={form.failure} text={taken} />
        <div class="dialog-actions">
          <Button onClick={close}>{common.cancel}</Button>
          <Button look="primary" type="submit" busy={form.busy} blocked={blocked}>
            {said.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

type LooksProps = { draft: Draft; change: (part: Partial<Draft>) => void };

/** Who sees it, and how it looks. */
function Looks({ draft, change }: LooksProps) {
  const said = words.value.inbox.views;
  const { preferred, ...densities } = said.densities;
  const rows = (Object.keys(densities) as (keyof typeof densities)[]).map((value) => {
    return { value, label: densities[value] };
  });
  return (
    <div class="view-looks">
      <SelectField
        label={said.whose}
        value={draft.shared ? 'shared' : 'own'}
        choices={[
          { value: 'own', label: said.own },
          { value: 'shared', label: said.shared },
        ]}
        help={draft.shared && said.sharedHelp}
        onChange={(whose) => change({ shared: whose === 'shared' })}
      />
      <SelectField
        label={said.order}
        value={draft.order}
        choices={[
          { value: 'waiting', label: said.orders.waiting },
          { value: 'newest', label: said.orders.newest },
        ]}
        onChange={(order) => change({ order })}
      />
      <SelectField
        label={said.density}
        value={draft.density ?? 'preferred'}
        choices={[{ value: 'preferred', label: preferred }, ...rows]}
        onChange={(density) => change({ density: density === 'preferred' ? null : density })}
      />
    </div>
  );
}

/** null: a new one is made. */
function editedBy(store: Store, what: Building): SavedView | null {
  const saved = what === 'edit' ? savedIn(store, view.peek()) : undefined;
  return saved && othersOnly(store, saved) === null ? saved : null;
}

function draftOf(store: Store, edited: SavedView | null, what: Building): Draft {
  const { views } = words.peek().inbox;
  if (edited) return edited;
  const copied = what === 'new' ? undefined : savedIn(store, view.peek());
  return {
    name: copied ? views.copyOf(copied.name) : '',
    shared: false,
    filter: filterOf(store, view.peek()),
    order: copied?.order ?? 'waiting',
    density: copied?.density ?? null,
  };
}

function send(edited: SavedView | null, { name, shared, filter, order, density }: Draft) {
  const body = { name, shared, filter, order, density };
  return edited
    ? api.patch<SavedView>(`views/${edited.id}`, body)
    : api.post<SavedView>('views', body);
}

async function finish(store: Store, edited: SavedView | null, saved: SavedView): Promise<void> {
  await reload(store);
  go(addressOf(null, savedView(saved.id)), { replace: true });
  const { views } = words.peek().inbox;
  toast({ text: views.saved, undo: () => void takeBack(store, edited, saved) });
}

async function takeBack(store: Store, edited: SavedView | null, saved: SavedView): Promise<void> {
  if (!edited) return removeView(store, saved);
  await send(edited, edited);
  await reload(store);
}

/** Back to what the dialog lay over. */
function close(): void {
  if (url.peek().searchParams.has('view')) go(url.peek().pathname, { replace: true });
}
