/** What the frame shows of the live store. */
import type { ReadonlySignal } from '@preact/signals';
import type { Channel } from '../../server/wire/channels.ts';
import type { StandingView } from '../../server/wire/conversations.ts';
import type { SavedView } from '../../server/wire/saved-views.ts';
import type { Tag } from '../../server/wire/tags.ts';
import type { LineStateName } from '../parts/small.tsx';
import type { Store } from '../store/store.ts';

export type Live = {
  line: ReadonlySignal<{ name: LineStateName; since: number }>;
  heardAt: ReadonlySignal<number | null>;
  latency: ReadonlySignal<number | null>;
  counts: ReadonlySignal<Record<StandingView, { count: number; unread: number }> | null>;
  /** Of each channel's open conversations. */
  channelCounts: ReadonlySignal<ReadonlyMap<string, { count: number; unread: number }>>;
  channels: ReadonlySignal<Channel[] | null>;
  /** How many open conversations have each tag. */
  tagCounts: ReadonlySignal<ReadonlyMap<string, number>>;
  tags: ReadonlySignal<Tag[] | null>;
  savedViews: ReadonlySignal<SavedView[] | null>;
  /** How much each of them holds. */
  viewSizes: ReadonlySignal<ReadonlyMap<string, number>>;
};

/** The frame's view of the store. */
export function liveOf({ connection, counts, directory, savedViews }: Store): Live {
  return {
    line: connection.state,
    heardAt: connection.heardAt,
    latency: connection.latency,
    counts: counts.byView,
    channelCounts: counts.byChannel,
    channels: directory.channels,
    tagCounts: counts.byTag,
    tags: directory.tags,
    savedViews: savedViews.all,
    viewSizes: savedViews.sizes,
  };
}
