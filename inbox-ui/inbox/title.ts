import { useEffect } from 'preact/hooks';
import type { View } from '../../server/wire/conversations.ts';
import type { Store } from '../store/store.ts';
import { words } from '../words/words.ts';
import { viewName } from './view-name.ts';

/** "(3) Ana Weber · Interline": how much is unread for me, and where I am. */
export function useInboxTitle(store: Store, view: View, id: string | null): void {
  const { common } = words.value;
  const counts = store.counts.byView.value;
  // What nobody has taken is everybody's; what a colleague has is not mine to count.
  const unread = (counts?.mine.unread ?? 0) + (counts?.unassigned.unread ?? 0);
  const name = id === null ? undefined : store.conversations.row(id).value?.contact.name;
  const title = `${unread > 0 ? `(${unread}) ` : ''}${name ?? viewName(store, view)} · ${common.product}`;
  useEffect(() => {
    document.title = title;
  }, [title]);
  useEffect(() => {
    // On the icon of an installed app; other browsers have none.
    const badged = unread > 0 ? navigator.setAppBadge?.(unread) : navigator.clearAppBadge?.();
    badged?.catch(() => undefined);
  }, [unread]);
}
