/** A message packed for its way out: all that sending it takes, and all that is needed to write down how it went. */
import type { Adapter, SendResult, Settings } from '../../adapters/adapter.ts';
import type { ChannelError } from '../../adapters/errors.ts';
import type { OutboundMessage } from '../../adapters/message.ts';
import type { ChannelRow } from '../channels/access.ts';
import type { Job } from './jobs.ts';

/** Of a channel. `closed`: all is well; `doubtful`: something failed lately; `open`: it is paused, and this is sent to see. */
export type Circuit = 'closed' | 'doubtful' | 'open';

export type Parcel = {
  job: Job;
  /** The fence: what went wrong counts only while the delivery is at this attempt. */
  attempt: number;
  message: { id: string; conversationId: string };
  channel: ChannelRow;
  /** As it stood when this was packed. */
  circuit: Circuit;
  adapter: Adapter;
  settings: Settings;
  outbound: OutboundMessage;
};

/** How sending went. */
export type Result = SendResult | ChannelError;

export type Sent = { parcel: Parcel; result: Result };
