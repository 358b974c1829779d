/** A message on its way in, and what becomes of it. */
import type { InboundMessage } from '../../../adapters/message.ts';
import type { Delivered } from '../../attachments/uploads.ts';
import type { ChannelRow } from '../../channels/access.ts';
import type { VisitorMessage } from '../../wire/visitor.ts';

/** What became of a received message: how its writer sees it, or, of a repeat, the message of the first time. */
export type Received = { messageId: string; shown: VisitorMessage | null };

/**
 * `gone`: it came before, and was deleted here since. `blocked`: nobody here wants to hear from its writer. Of neither
 * anything is kept, but that it came: it does not come back.
 */
export type Reception = Received | 'gone' | 'blocked';

export type Arrival = {
  channel: ChannelRow;
  event: InboundMessage;
  /** The raw request it came with. */
  ingressId: string;
  /** Files that came along, saved already. */
  files: Delivered[];
};
