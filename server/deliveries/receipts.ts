/** What platforms say about messages we sent. They come repeated, out of order, and before our own send has committed. */
import { createHash } from 'node:crypto';
import { and, asc, eq, isNotNull, isNull, lte, or, type SQL, sql } from 'drizzle-orm';
import type { InboundReceipt, InboundWatermark } from '../../adapters/message.ts';
import { canonical } from '../conversations/recipients.ts';
import { threads } from '../database/schema/conversations.ts';
import { deliveries, messages, parkedReceipts } from '../database/schema/messages.ts';
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
  'messageExternalId' | 'messageId' | 'status' | 'reason' | 'thread' | 'recipient'
>;

type WatermarkNews = Pick<InboundWatermark, 'thread' | 'status' | 'upTo'>;

/** What a receipt and the send it is about both wait for their turn with. */
export const turnsOf = {
  receipt: ({ messageExternalId, messageId }: ReceiptNews) => [
    messageExternalId,
    ...(messageId ? [messageId] : []),
  ],
  watermark: ({ thread }: WatermarkNews) => [`line ${thread}`],
};

/**
 * A receipt and the end of the send it is about may be written in the same moment, neither seeing the other: whoever
 * comes second waits here until the first has committed. In one order, and before any conversation is locked.
 */
export async function awaitTurn(scope: Scope, channelId: string, turns: string[]): Promise<void> {
  if (turns.length === 0) return;
  const keys = turns.map((id) => lockKey(`${scope.workspaceId}\n${channelId}\n${id}`));
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
  const { messageExternalId: externalId, thread } = event;
  const known = await findSent(scope, channelId, eq(messages.externalId, externalId));
  const message = known ?? (await findLost(scope, channelId, event));
  if (!message) return park(scope, channelId, event);
  // Where the platform says whose receipt it is, nobody confirms for somebody else.
  if (thread !== undefined && thread !== message.threadKey) return;
  await moveMessage(scope, message, (current) => {
    const move = decide(current, event);
    return move && { ...move, externalId };
  });
}

/** One whose answer never came, known by the id we had given it: so it has arrived after all. */
async function findLost(scope: Scope, channelId: string, { messageId }: ReceiptNews) {
  if (!isOurs(messageId)) return undefined;
  const lost = and(
    eq(messages.id, messageId),
    isNull(messages.externalId),
    eq(messages.state, 'unknown'),
  );
  return findSent(scope, channelId, lost);
}

/** What comes back may have been sent along by another program of the account. */
const isOurs = (id: string | undefined): id is string =>
  id !== undefined && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);

async function findSent(scope: Scope, channelId: string, which: SQL | undefined) {
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
        which,
      ),
    );
  return message;
}

/**
 * Applies a receipt for all that was said on a thread up to a moment. What is being said at that moment is part of it
 * when it turns out to have been taken: whoever reads that quickly has the line before their eyes.
 */
export async function receiveWatermark(
  scope: Scope,
  channelId: string,
  event: WatermarkNews,
): Promise<void> {
  const { thread, status, upTo } = event;
  for (const { id } of await beingSaid(scope, channelId, event)) {
    await park(scope, channelId, { messageExternalId: id, messageId: id, status });
  }
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

/** What was begun to be sent by then, and has no answer yet. */
function beingSaid(scope: Scope, channelId: string, { thread, upTo }: WatermarkNews) {
  const here = scope.workspaceId;
  return scope.tx
    .select({ id: messages.id })
    .from(threads)
    .innerJoin(
      deliveries,
      and(eq(deliveries.workspaceId, here), eq(deliveries.threadId, threads.id)),
    )
    .innerJoin(messages, and(eq(messages.workspaceId, here), eq(messages.id, deliveries.messageId)))
    .where(
      and(
        eq(threads.workspaceId, here),
        eq(threads.channelId, channelId),
        eq(threads.key, thread),
        eq(deliveries.state, 'sending'),
        lte(deliveries.updatedAt, upTo),
      ),
    );
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

/** A message whose send has an end: its platform id, and what else its receipts may be parked under. */
type Sent = { externalId: string; messageId?: string; thread?: string };

type Reached = { state: DeliveryState; reason: string | null };

/** Takes what was parked for a message, in its turn: the furthest state it tells, if it tells more than `accepted`. */
export async function takeParked(scope: Scope, channelId: string, sent: Sent): Promise<Reached> {
  const { externalId, messageId, thread } = sent;
  const turns = [
    externalId,
    ...(messageId ? [messageId] : []),
    ...(thread ? [`line ${thread}`] : []),
  ];
  await awaitTurn(scope, channelId, turns);
  const own = messageId ? eq(parkedReceipts.messageId, messageId) : undefined;
  const parked = await take(scope, channelId, or(eq(parkedReceipts.externalId, externalId), own));
  return furthest(parked);
}

/**
 * Takes what was parked for a message whose answer was lost.
 * @returns null when nothing tells that it arrived
 */
export async function takeParkedLost(
  scope: Scope,
  channelId: string,
  messageId: string,
): Promise<(Reached & { externalId: string }) | null> {
  await awaitTurn(scope, channelId, [messageId]);
  const parked = await take(scope, channelId, eq(parkedReceipts.messageId, messageId));
  // Only the platform's own id proves it; a watermark has none.
  const proof = parked.find(({ externalId }) => externalId !== messageId);
  return proof ? { ...furthest(parked), externalId: proof.externalId } : null;
}

function take(scope: Scope, channelId: string, which: SQL | undefined) {
  return scope.tx
    .delete(parkedReceipts)
    .where(
      and(
        eq(parkedReceipts.workspaceId, scope.workspaceId),
        eq(parkedReceipts.channelId, channelId),
        which,
      ),
    )
    .returning();
}

function furthest(parked: (typeof parkedReceipts.$inferSelect)[]): Reached {
  let reached: Reached = { state: 'accepted', reason: null };
  for (const { status, reason } of parked) {
    if (movesForward(reached.state, status)) reached = { state: status, reason };
  }
  return reached;
}

async function park(scope: Scope, channelId: string, event: ReceiptNews): Promise<void> {
  const { messageExternalId: externalId, messageId, status, reason = null } = event;
  const { workspaceId } = scope;
  const about = isOurs(messageId) ? { messageId } : {};
  await scope.tx
    .insert(parkedReceipts)
    .values({ workspaceId, channelId, externalId, status, reason, ...about })
    .onConflictDoNothing();
}
