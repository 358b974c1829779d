/** What the command menu offers when it asks how things stand with conversations: their status, and how pressing they are. */
import type { Priority } from '../../../server/wire/conversations.ts';
import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';
import { markDone, prioritise, reopen } from '../deeds.ts';
import { ask, askedAbout } from '../desk.ts';
import { PRIORITIES } from '../priority/priorities.ts';
import { keyOf } from './bindings.ts';
import type { Choice } from './choice.ts';

export function statusChoices(store: Store): Choice[] {
  const ids = askedAbout.value;
  const { context, snooze } = words.value.inbox;
  const statuses = ids.map((id) => store.conversations.peek(id)?.status);
  const all = (wanted: string) => statuses.every((status) => status === wanted);
  return [
    {
      id: 'open',
      label: context.statuses.open,
      keys: keyOf('reopen'),
      checked: all('open'),
      pick: () => reopen(store, ids),
    },
    {
      id: 'snoozed',
      label: snooze.title,
      keys: keyOf('snooze'),
      checked: all('snoozed'),
      keepsQuestion: true,
      pick: () => ask('snooze', ids),
    },
    {
      id: 'done',
      label: context.statuses.done,
      keys: keyOf('done'),
      checked: all('done'),
      pick: () => markDone(store, ids),
    },
    ...priorityChoices(store, ids),
  ];
}

/** Each priority, for all of these; checked is what all of them have. */
export function priorityChoices(store: Store, ids: readonly string[]): Choice[] {
  const { priority } = words.value.inbox;
  const have = ids.map((id) => store.conversations.peek(id)?.priority);
  const choice = (one: Priority): Choice => ({
    id: one,
    label: priority.label(priority.names[one]),
    checked: have.every((other) => other === one),
    pick: () => prioritise(store, one, ids),
  });
  return ids.length > 0 ? PRIORITIES.map(choice) : [];
}
