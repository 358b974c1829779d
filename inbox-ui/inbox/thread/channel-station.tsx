import { ChannelMark } from '../../parts/small.tsx';
import type { Store } from '../../store/store.ts';
import { clock } from '../../words/format.ts';
import { words } from '../../words/words.ts';
import type { LineItem } from './line-items.ts';

type Props = { store: Store; item: Extract<LineItem, { kind: 'channel' }> };

/** Where the talk came in, or moved to another channel. */
export function ChannelStation({ store, item }: Props) {
  const { station } = words.value.inbox;
  const own = store.conversations.row(store.openedId.value ?? '').value?.channel;
  const known = store.directory.channels.value?.find(({ id }) => id === item.channelId);
  // A removed channel is in no list, but the conversation still knows the one it came by.
  const channel = known ?? (own?.id === item.channelId ? own : undefined);
  const name = channel?.name ?? station.removedChannel;
  return (
    <p class="station">
      <span class="station-place">
        <ChannelMark adapter={channel?.adapter ?? ''} mark={channel?.mark ?? '··'} />
      </span>
      <span>{item.first ? station.started(name) : station.channel(name)}</span>
      <time dateTime={item.at}>{clock(item.at)}</time>
    </p>
  );
}
