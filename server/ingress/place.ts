/** Where requests come in, and how they are before anything of them is stored. */
import type { Adapter, AdapterRequest, Settings } from '../../adapters/adapter.ts';
import type { ChannelRow } from '../channels/access.ts';
import type { Scope } from '../events/scope.ts';
import type { Delivery } from './files.ts';

/** Where a request came in. Channels whose people connect to us have a door of their own, with limits of its own. */
export type Place = {
  workspaceId: string;
  channelId: string;
  /** `intake`: our own doing (mail fetched or taken in); the adapter is not asked to verify it. */
  door: 'webhook' | 'visitor' | 'intake';
  /** Of whoever has opened the channel already. */
  opened?: Opened;
  /** Asked last, in the same transaction: is the sender still welcome? @throws Refusal when not */
  recheck?: (scope: Scope) => Promise<void>;
};

export type Opened = {
  adapter: Adapter;
  settings: Settings;
  /** What they were read from; left out by those who begin anew when it changes. */
  channel?: ChannelRow;
};

/** A request of a channel, understood and its files saved. */
export type Kept = {
  place: Place;
  request: AdapterRequest;
  deliveries: Delivery[];
  /** Why it could not be understood. */
  problem: string | null;
};
