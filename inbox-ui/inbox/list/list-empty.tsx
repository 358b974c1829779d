import type { View } from '../../../server/wire/conversations.ts';
import { Button } from '../../parts/button.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { isAdmin } from '../../session/session.ts';
import type { Store } from '../../store/store.ts';
import { isStanding, narrowedTo } from '../../store/views.ts';
import { words } from '../../words/words.ts';
import { takeOldest } from '../deeds.ts';
import { addressOf } from '../desk.ts';
import { keyOf } from '../keys/bindings.ts';
import { isGone } from '../views/saved.ts';

type Props = { store: Store; view: View };

/** An empty view says what it would hold, and what there is to do instead. */
export function ListEmpty({ store, view }: Props) {
  const { empty, following } = words.value.inbox;
  const channels = store.directory.channels.value;
  if (isGone(store, view)) return <ViewGone />;
  if (channels?.length === 0 && view !== 'mine') return <NoChannels />;
  if (view === 'mine') return <Clear store={store} />;
  if (view === 'inbox') return <EmptyState title={empty.inbox}>{empty.inboxText}</EmptyState>;
  if (view === 'all') return <EmptyState title={empty.all}>{empty.inboxText}</EmptyState>;
  if (view === 'following')
    return <EmptyState title={following.empty}>{following.emptyText}</EmptyState>;
  if (!isStanding(view)) return <NarrowEmpty view={view} />;
  const title = view === 'unassigned' ? empty.unassignedTitle : empty[view];
  return (
    <EmptyState title={title} shape={view === 'snoozed' ? 'diamond' : 'circle'}>
      {empty[`${view}Text`]}
    </EmptyState>
  );
}

function NarrowEmpty({ view }: { view: View }) {
  const { tags, views } = words.value.inbox;
  const by = narrowedTo(view)?.by;
  if (by === 'saved') return <EmptyState title={views.empty}>{views.emptyText}</EmptyState>;
  return by === 'tag' ? (
    <EmptyState title={tags.empty} shape="square">
      {tags.emptyText}
    </EmptyState>
  ) : (
    <EmptyState title={tags.channelEmpty}>{tags.channelEmptyText}</EmptyState>
  );
}

/** Removed, or no longer shared: said as it is, and not as if it held nothing. */
function ViewGone() {
  const { views } = words.value.inbox;
  const away = <Button href={addressOf(null, 'inbox')}>{views.toInbox}</Button>;
  return (
    <EmptyState title={views.gone} shape="diamond" action={away}>
      {views.goneText}
    </EmptyState>
  );
}

function Clear({ store }: { store: Store }) {
  const { empty } = words.value.inbox;
  const free = store.counts.byView.value?.unassigned.count ?? 0;
  const take = (
    <Button look="primary" keys={keyOf('takeOldest')} onClick={() => void takeOldest(store)}>
      {empty.takeOldest}
    </Button>
  );
  return (
    <EmptyState title={empty.clear} action={free > 0 && take}>
      {free > 0 ? empty.unassigned(free) : empty.nothingWaits}
    </EmptyState>
  );
}

function NoChannels() {
  const { empty } = words.value.inbox;
  const connect = (
    <Button look="primary" href="/settings/channels">
      {empty.connect}
    </Button>
  );
  return (
    <EmptyState title={empty.noChannels} shape="square" action={isAdmin.value && connect}>
      {empty.noChannelsText}
    </EmptyState>
  );
}
