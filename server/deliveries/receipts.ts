/** What platforms say about messages we sent. They come repeated, out of order, and before our own send has committed. */
import { createHash } from 'node:crypto';
import { and, asc, eq, isNotNull, lte, sql } from 'drizzle-orm';
import type { InboundReceipt, InboundWatermark } from '../../adapters/message.ts';
import { canonical } from '../conversations/recipients.ts';
import { threads } from '../database/schema/conversations.ts';
import { messages, parkedReceipts } from '../database/schema/messages.ts';
import type { Scope } from '../events/scope.ts';
import {
  type DeliveryState,
  type MessageRow,
  type Move,
  moveMessage,
  movesForward,
  stateOf,
} from './state.ts';

type ReceiptNews = Pick<
  InboundReceipt,
  'messageExternalId' | 'status' | 'reason' | 'thread' | 'recipient'
>;

/**
 * A receipt and the end of the send it is about may be written in the same moment, neither seeing the other: whoever
 * comes second waits here until the first has committed. In one order, and before any conversation is locked.
 */
export async function awaitTurn(
  scope: Scope,
  channelId: string,
  externalIds: string[],
): Promise<void> {
  if (externalIds.length === 0) return;
  const keys = externalIds.map((id) => lockKey(`${scope.workspaceId}\n${channelId}\n${id}`));
  const list = sql.join(
    [...new Set(keys)].sort().map((key) => sql`(${key}::bigint)`),
    sql`, `,
  );
  await scope.tx.execute(
    sql`select pg_advisory_xact_lock(key) from (values ${list}) as keys (key)`,
  );
}

const lockKey = (text: string): string =>
  createHash('sha256').update(text).digest().readBigInt64BE().toString();

/** Applies a receipt, or parks it until a message with its id is stored. */
export async function receiveReceipt(
  scope: Scope,
  channelId: string,
  event: ReceiptNews,
): Promise<void> {
  const [message] = await scope.tx
    .select({ id: messages.id, conversationId: messages.conversationId, threadKey: threads.key })
    .from(messages)
    .innerJoin(
      threads,
      and(eq(threads.workspaceId, messages.workspaceId), eq(threads.id, messages.threadId)),
    )
    .where(
      and(
        eq(messages.workspaceId, scope.workspaceId),
        eq(messages.channelId, channelId),
        eq(messages.direction, 'out'),
        eq(messages.externalId, event.messageExternalId),
      ),
    );
  if (!message) return park(scope, channelId, event);
  // Where the platform says whose receipt it is, nobody confirms for somebody else.
  if (event.thread !== undefined && event.thread !== message.threadKey) return;
  await moveMessage(scope, message, (current) => decide(current, event));
}

/**
 * Applies a receipt for all that was said on a thread up to a moment. What the platform has not answered for yet is none
 * of it: nobody knows whether that came before or after.
 */
export async function receiveWatermark(
  scope: Scope,
  channelId: string,
  { thread, status, upTo }: Pick<InboundWatermark, 'thread' | 'status' | 'upTo'>,
): Promise<void> {
  const found = await scope.tx
    .select({ id: messages.id, conversationId: messages.conversationId, state: messages.state })
    .from(messages)
    .innerJoin(
      threads,
      and(eq(threads.workspaceId, messages.workspaceId), eq(threads.id, messages.threadId)),
    )
    .where(
      and(
        eq(threads.workspaceId, scope.workspaceId),
        eq(threads.channelId, channelId),
        eq(threads.key, thread),
        eq(messages.direction, 'out'),
        isNotNull(messages.externalId),
        lte(messages.createdAt, upTo),
      ),
    )
    .orderBy(asc(messages.conversationId), asc(messages.seq));
  for (const message of found) {
    if (message.state === 'failed' || !movesForward(message.state, status)) continue;
    await moveMessage(scope, message, (current) =>
      movesForward(current.state, status) ? { state: status } : null,
    );
  }
}

/** Of several recipients one may fail alone: that is written down, and the message stays what it was for the others. */
function decide(current: MessageRow, event: ReceiptNews): Move | null {
  const { status, reason = null, recipient } = event;
  if (!recipient || status !== 'failed') {
    return movesForward(current.state, status) ? { state: status, reason } : null;
  }
  const { to, cc, bcc } = current.recipients ?? { to: [], cc: [], bcc: [] };
  const everybody = new Set([...to, ...cc, ...bcc].map(({ address }) => canonical(address)));
  // Anybody can make up a report about somebody else.
  if (everybody.size > 0 && !everybody.has(canonical(recipient))) return null;
  const before = (current.refused ?? []).filter((one) => one.address !== canonical(recipient));
  const refused = [...before, { address: canonical(recipient), reason: reason ?? '' }];
  const left = [...everybody].filter((one) => !refused.some(({ address }) => address === one));
  if (left.length > 0) return { state: stateOf(current), reason: current.reason, refused };
  return movesForward(current.state, status) ? { state: status, reason, refused } : null;
}

/** Takes what was parked under a platform id, in its turn: the furthest state it tells, if it tells more than `accepted`. */
export async function takeParked(
  scope: Scope,
  channelId: string,
  externalId: string,
): Promise<{ state: DeliveryState; reason: string | null }> {
  await awaitTurn(scope, channelId, [externalId]);
  const parked = await scope.tx
    .delete(parkedReceipts)
    .where(
      and(
        eq(parkedReceipts.workspaceId, scope.workspaceId),
        eq(parkedReceipts.channelId, channelId),
        eq(parkedReceipts.externalId, externalId),
      ),
    )
    .returning();
  let reached: { state: DeliveryState; reason: string | null } = {
    state: 'accepted',
    reason: null,
  };
  for (const { status, reason } of parked) {
    if (movesForward(reached.state, status)) reached = { state: status, reason };
  }
  return reached;
}

async function park(scope: Scope, channelId: string, event: ReceiptNews): Promise<void> {
  await scope.tx
    .insert(parkedReceipts)
    .values({
      workspaceId: scope.workspaceId,
      channelId,
      externalId: event.messageExternalId,
      status: event.status,
      reason: event.reason ?? null,
    })
    .onConflictDoNothing();
}
