import type { View } from '../../server/wire/conversations.ts';
import type { Store } from '../store/store.ts';
import { isStanding, narrowedTo } from '../store/views.ts';
import { words } from '../words/words.ts';
import { tagName } from './tags/tag-name.ts';

/** What a view is called: by us, by whoever made it, or as its channel or its tag. */
export function viewName(store: Store, view: View): string {
  if (isStanding(view)) return words.value.shell.views[view];
  const { by, id } = narrowedTo(view) ?? { by: 'tag', id: '' };
  if (by === 'tag') return tagName(store, id);
  if (by === 'saved') return store.savedViews.find(id)?.name ?? words.value.inbox.views.unknown;
  const channel = store.directory.channels.value?.find((one) => one.id === id);
  return channel?.name ?? words.value.inbox.tags.channel;
}
