/** A line whose answers may follow, and what of them does. */
import type { ChannelRow } from '../../channels/access.ts';
import type { continuations } from '../../database/schema/continuations.ts';
import type { HeldConversation } from '../change.ts';
import type { ThreadRow } from '../threads.ts';

export type Continuation = typeof continuations.$inferSelect;
export type Unread = { id: string; seq: number; text: string; author: string; createdAt: Date };

/** All that belongs to a line whose answers may follow, locked. */
export type Waiting = {
  row: Continuation;
  thread: ThreadRow;
  channel: ChannelRow;
  held: HeldConversation;
};

export type Following = {
  carrier: ChannelRow;
  unread: readonly Unread[];
  /** Where its reader says that they want no more. */
  stopUrl: string;
};
