/** What a condition can be compared with, by name. */
import { signal } from '@preact/signals';
import type { AdapterInfo } from '../../../server/wire/channels.ts';
import type { Condition, Field } from '../../../server/wire/view-filters.ts';
import { api } from '../../api.ts';
import type { Choice } from '../../parts/select-field.tsx';
import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';
import { OPS } from './building.ts';

const kindNames = signal<ReadonlyMap<string, string>>(new Map());

/** Kinds of channels call themselves something in each language. */
export async function learnKinds(): Promise<void> {
  const answer = await api.get<{ data: Pick<AdapterInfo, 'id' | 'name'>[] }>('adapters');
  if (answer.ok) kindNames.value = new Map(answer.value.data.map(({ id, name }) => [id, name]));
}

/** Empty for what is not chosen from a list. */
export function optionsOf(store: Store, field: Field): Choice<string>[] {
  const { views, priority } = words.value.inbox;
  const { agents, channels, tags } = store.directory;
  switch (field) {
    case 'status':
      return named(views.statuses);
    case 'priority':
      return named(priority.names);
    case 'assignee': {
      const others = agents.value?.filter((one) => one.id !== store.me.id && !one.removedAt) ?? [];
      const special = [
        { value: 'me', label: views.me },
        { value: 'nobody', label: views.nobody },
      ];
      return [...special, ...others.map(choice)];
    }
    case 'channel':
      return (channels.value ?? []).map(choice);
    case 'adapter': {
      const kinds = new Set(channels.value?.map(({ adapter }) => adapter));
      return [...kinds].map((value) => ({ value, label: kindNames.value.get(value) ?? value }));
    }
    case 'tag':
      return (tags.value ?? []).filter(({ offered }) => offered).map(choice);
    default:
      return [];
  }
}

const choice = ({ id, name }: { id: string; name: string }) => ({ value: id, label: name });

const named = (names: Record<string, string>) =>
  Object.entries(names).map(([value, label]) => ({ value, label }));

/** The same, with what is chosen though it is no longer there. */
export function optionsFor(store: Store, { field, value }: Condition): Choice<string>[] {
  const options = optionsOf(store, field);
  if (options.some((one) => one.value === value)) return options;
  return [{ value: String(value), label: nameOf(store, field, value) }, ...options];
}

/** Removed agents and tags still have their names. */
function nameOf({ directory }: Store, field: Field, value: unknown): string {
  const { agents, tags } = directory;
  const known = field === 'tag' ? tags.value : field === 'assignee' ? agents.value : null;
  return known?.find(({ id }) => id === value)?.name ?? words.value.inbox.views.missing;
}

/** What can be asked about here: nobody asks for a tag where there are none. */
export function fieldsOf(store: Store, chosen: Field): Field[] {
  const listed: readonly Field[] = ['channel', 'adapter', 'tag'];
  return (Object.keys(OPS) as Field[]).filter(
    (field) => field === chosen || !listed.includes(field) || optionsOf(store, field).length > 0,
  );
}
