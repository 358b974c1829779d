/** A line whose answers may follow, held for that, and what goes out about it. */
import { accessChannel, type ChannelRow } from '../../channels/access.ts';
import { adapterOf } from '../../channels/channels.ts';
import { unwillingAmong } from '../../contacts/consents.ts';
import { continuations } from '../../database/schema/continuations.ts';
import type { Scope } from '../../events/scope.ts';
import { type HeldConversation, hold } from '../change.ts';
import { lockThreadById, type ThreadRow } from '../threads.ts';
import { ofThread } from './addresses.ts';

export type Continuation = typeof continuations.$inferSelect;
export type Unread = { id: string; seq: number; text: string; author: string; createdAt: Date };

/** All that belongs to a line whose answers may follow, locked. */
export type Waiting = {
  row: Continuation;
  thread: ThreadRow;
  channel: ChannelRow;
  held: HeldConversation;
};

export type Letter = {
  carrier: ChannelRow;
  subject: string;
  said: string;
  /** The messages whose files come along. */
  files: string[];
  /** Where its reader says that they want no more. */
  stopUrl: string;
};

/** As everywhere: threads, then the conversation; the carrier first, as when an answer comes in on it. */
export async function lockWaiting(
  scope: Scope,
  due: Pick<Continuation, 'threadId' | 'carrierId'>,
): Promise<Waiting | undefined> {
  if (due.carrierId) await lockThreadById(scope, due.carrierId);
  const thread = await lockThreadById(scope, due.threadId);
  if (!thread) return undefined;
  const held = await hold(scope, thread.conversationId);
  const [row] = await scope.tx
    .select()
    .from(continuations)
    .where(ofThread(scope, thread.id))
    .for('update');
  return row && { row, thread, held, channel: await accessChannel(scope, thread.channelId) };
}

/** The channel that carries mails for this one; undefined where none does, or it is gone. */
export async function carrierOf(
  scope: Scope,
  { continues, removedAt }: ChannelRow,
): Promise<ChannelRow | undefined> {
  if (!continues || removedAt) return undefined;
  const carrier = await accessChannel(scope, continues.channelId);
  return carrier.removedAt ? undefined : carrier;
}

export async function isUnwilling(
  scope: Scope,
  channel: ChannelRow,
  { carrier, address }: { carrier: ChannelRow; address: string },
): Promise<boolean> {
  const kind = adapterOf(scope, carrier).capabilities.addressing?.kind;
  if (!kind) return true;
  const asked = { kind, scope: '', values: [address] };
  return (await unwillingAmong(scope, channel.id, asked)).size > 0;
}
