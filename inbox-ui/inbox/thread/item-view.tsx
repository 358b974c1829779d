import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';
import { SplitMark } from '../splitting/split-mark.tsx';
import { ChannelStation } from './channel-station.tsx';
import { DayMark } from './day-mark.tsx';
import type { LineItem } from './line-items.ts';
import { MessageView } from './message-view.tsx';
import { PendingView } from './pending-view.tsx';
import { StationView } from './station-view.tsx';

type Props = {
  store: Store;
  item: LineItem;
  /** What is new came while there was no live line. */
  away: boolean;
  /** The last thing we said: its state is always shown. */
  last: boolean;
};

/** One thing on the line, by its kind. */
export function ItemView({ store, item, away, last }: Props) {
  switch (item.kind) {
    case 'day':
      return <DayMark at={item.at} />;
    case 'unread':
      return <Unread count={item.count} away={away} />;
    case 'channel':
      return <ChannelStation store={store} item={item} />;
    case 'split':
      return <SplitMark number={item.number} />;
    case 'station':
      return <StationView store={store} event={item.event} />;
    case 'message':
      return <MessageView store={store} item={item} last={last} />;
    case 'pending':
      return <PendingView store={store} pending={item.pending} head={item.head} />;
  }
}

function Unread({ count, away }: { count: number; away: boolean }) {
  const { thread } = words.value.inbox;
  return (
    <h3 class="line-unread">
      <span>{away ? thread.away(count) : thread.unread(count)}</span>
    </h3>
  );
}
