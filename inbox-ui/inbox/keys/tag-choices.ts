/** What the command menu offers when it asks which tag. */
import type { Tag } from '../../../server/wire/tags.ts';
import { toast } from '../../parts/toast.tsx';
import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';
import { meant } from '../desk.ts';
import type { Choice } from './choice.ts';

/** Each tag that is offered; picked, it is put on, or taken off when it is there. */
export function tagChoices(store: Store): Choice[] {
  const id = meant.peek();
  const has = (id === null ? undefined : store.conversations.peek(id)?.tagIds) ?? [];
  const offered = (store.directory.tags.value ?? []).filter(
    (tag) => tag.offered || has.includes(tag.id),
  );
  return offered.map((tag) => {
    const checked = has.includes(tag.id);
    return { id: tag.id, label: tag.name, checked, pick: () => put(store, id, tag.id, !checked) };
  });
}

/** What was typed, as a tag of its own, unless there is one of that name. */
export function coinedChoice(store: Store, typed: string): Choice[] {
  const name = typed.trim();
  const isIt = (tag: Tag) => tag.offered && tag.name.toLowerCase() === name.toLowerCase();
  if (name === '' || name.length > LONGEST || store.directory.tags.peek()?.some(isIt)) return [];
  const id = meant.peek();
  const pick = () => void coin(store, id, name);
  return [{ id: 'coin', label: words.value.inbox.tags.coin(name), pick }];
}

const LONGEST = 40;

async function coin(store: Store, id: string | null, name: string): Promise<void> {
  try {
    const tag = await store.doors.coinTag(name);
    await store.directory.load('tags');
    put(store, id, tag.id, true);
  } catch {
    toast({ text: words.peek().inbox.toast.offline });
  }
}

function put(store: Store, id: string | null, tagId: string, on: boolean): void {
  if (id !== null) void store.changes.tag(id, tagId, on);
}
