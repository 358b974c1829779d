/** What the command menu offers when it asks which tag. */
import type { Tag } from '../../../server/wire/tags.ts';
import { toast } from '../../parts/toast.tsx';
import type { Store } from '../../store/store.ts';
import { isRefusal } from '../../store/transport.ts';
import { describe } from '../../words/errors.ts';
import { words } from '../../words/words.ts';
import { askedAbout } from '../desk.ts';
import type { Choice } from './choice.ts';

/** Each tag that is offered; picked, it is put on all that lack it, or taken off where none does. */
export function tagChoices(store: Store): Choice[] {
  const ids = askedAbout.value;
  const tagsOf = ids.map((id) => store.conversations.peek(id)?.tagIds ?? []);
  const tags = store.directory.tags.value ?? [];
  const offered = tags.filter(
    ({ id, offered }) => offered || tagsOf.some((has) => has.includes(id)),
  );
  return offered.map(({ id, name }) => {
    const checked = tagsOf.every((has) => has.includes(id));
    const pick = () => void store.changes.tag(ids, id, !checked);
    return { id, label: name, checked, pick };
  });
}

/** What was typed, as a tag of its own, unless there is one of that name. */
export function coinedChoice(store: Store, typed: string): Choice[] {
  const name = typed.trim();
  const isIt = (tag: Tag) => tag.offered && tag.name.toLowerCase() === name.toLowerCase();
  if (name === '' || name.length > LONGEST || store.directory.tags.peek()?.some(isIt)) return [];
  const ids = askedAbout.value;
  const pick = () => void coin(store, ids, name);
  return [{ id: 'coin', label: words.value.inbox.tags.coin(name), pick }];
}

const LONGEST = 40;

async function coin(store: Store, ids: readonly string[], name: string): Promise<void> {
  try {
    const tag = await store.doors.coinTag(name);
    await store.directory.load('tags');
    await store.changes.tag(ids, tag.id, true);
  } catch (error) {
    const said = words.peek().inbox.toast;
    toast({ text: isRefusal(error) ? said.failed(describe(error)) : said.offline });
  }
}
