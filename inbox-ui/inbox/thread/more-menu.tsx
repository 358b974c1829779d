import type { OwnConversation } from '../../../server/wire/conversations.ts';
import { IconMenu } from '../../parts/icon-menu.tsx';
import type { MenuItem } from '../../parts/menu.tsx';
import { screenSize } from '../../parts/screen-size.ts';
import { toast } from '../../parts/toast.tsx';
import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';
import { block, unblock } from '../blocking.ts';
import {
  isFollowed,
  markDone,
  markUnread,
  notSpam,
  reopen,
  step,
  toggleFollowing,
  toggleSpam,
} from '../deeds.ts';
import { ask, toggleContext } from '../desk.ts';
import { keyOf } from '../keys/bindings.ts';

type Props = { store: Store; row: OwnConversation };

/** Everything again by name, what is seldom wanted, and on phones the only place for some of it. */
export function MoreMenu({ store, row }: Props) {
  const { head } = words.value.inbox;
  const items = [
    ...(screenSize.value === 'phone' ? phoneItems(store, row) : []),
    ...aroundItems(store, row),
    { separator: true } as const,
    ...awayItems(store, row),
  ];
  return <IconMenu label={head.more} items={items} tip={head.more} keys={keyOf('more')} />;
}

function phoneItems(store: Store, { id, status }: OwnConversation): MenuItem[] {
  const { actions, head } = words.value.inbox;
  return [
    status === 'open'
      ? { label: head.done, icon: 'done', onPick: () => markDone(store, [id]) }
      : { label: head.reopen, icon: 'undo', onPick: () => reopen(store, [id]) },
    { label: head.snooze, icon: 'snooze', onPick: () => ask('snooze', [id]) },
    { label: head.context, icon: 'panel', onPick: toggleContext },
    { label: actions.macro, icon: 'macro', onPick: () => ask('macro', [id]) },
    { separator: true },
  ];
}

function aroundItems(store: Store, { id, number }: OwnConversation): MenuItem[] {
  const { actions, following, head } = words.value.inbox;
  return [
    {
      label: actions.status,
      keys: keyOf('status'),
      icon: 'priority',
      onPick: () => ask('status', [id]),
    },
    { label: actions.tag, keys: keyOf('tag'), icon: 'tag', onPick: () => ask('tag', [id]) },
    {
      label: isFollowed(store, id) ? following.stop : following.follow,
      keys: keyOf('follow'),
      icon: 'eye',
      onPick: () => toggleFollowing(store, [id]),
    },
    { label: actions.merge, keys: keyOf('merge'), icon: 'merge', onPick: () => ask('merge', [id]) },
    { label: head.previous, keys: keyOf('previous'), icon: 'back', onPick: () => step(store, -1) },
    { label: head.next, keys: keyOf('next'), icon: 'forward', onPick: () => step(store, 1) },
    {
      label: actions.markUnread,
      keys: keyOf('markUnread'),
      icon: 'unread',
      onPick: () => void markUnread(store, [id]),
    },
    { label: head.copyLink, icon: 'link', onPick: () => copyLink(number) },
    { label: actions.transcript, icon: 'file', href: `/transcript/${number}` },
  ];
}

function copyLink(number: number): void {
  const { inbox, common } = words.peek();
  navigator.clipboard?.writeText(`${location.origin}/inbox/all/${number}`).then(
    () => toast({ text: inbox.head.copied }),
    () => toast({ text: common.copyFailed }),
  );
}

/** Out of the way. */
function awayItems(store: Store, { id, status, contact }: OwnConversation): MenuItem[] {
  const { actions } = words.value.inbox;
  return [
    status === 'spam'
      ? {
          label: actions.notSpam,
          keys: keyOf('spam'),
          icon: 'undo',
          onPick: () => notSpam(store, [id]),
        }
      : {
          label: actions.spam,
          keys: keyOf('spam'),
          icon: 'spam',
          onPick: () => toggleSpam(store, [id]),
        },
    contact.blocked
      ? { label: actions.unblock, icon: 'undo', onPick: () => void unblock(contact) }
      : { label: actions.block, icon: 'block', onPick: () => void block(contact) },
  ];
}
