import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';

/** What a tag is called now. One that was coined a moment ago has no name here yet. */
export function tagName(store: Store, id: string): string {
  const tag = store.directory.tags.value?.find((one) => one.id === id);
  return tag?.name ?? words.value.inbox.tags.unknown;
}
