/** Receipts that are early: parked until the send they are about is written down. Whoever comes second joins the two. */
import { createHash } from 'node:crypto';
import { and, eq, or, type SQL, sql } from 'drizzle-orm';
import type { InboundReceipt, InboundWatermark } from '../../adapters/message.ts';
import { oneOf } from '../database/many.ts';
import { parkedReceipts } from '../database/schema/messages.ts';
import type { Scope } from '../events/scope.ts';
import { type DeliveryState, movesForward } from './state.ts';

export type ReceiptNews = Pick<
  InboundReceipt,
  'messageExternalId' | 'messageId' | 'status' | 'reason' | 'thread' | 'recipient'
>;

export type WatermarkNews = Pick<InboundWatermark, 'thread' | 'status' | 'upTo'>;

/** What a receipt and the send it is about both wait for their turn with. */
export const turnsOf = {
  receipt: ({ messageExternalId, messageId }: ReceiptNews) => [
    messageExternalId,
    ...(messageId ? [messageId] : []),
  ],
  watermark: ({ thread }: WatermarkNews) => [`line ${thread}`],
  sent: ({ externalId, messageId, thread }: Sent) => [
    ...(externalId ? [externalId] : []),
    ...(messageId ? [messageId] : []),
    ...(thread ? [`line ${thread}`] : []),
  ],
};

/** Turns on one channel. */
export type Turns = { channelId: string; turns: readonly string[] };

/**
 * A receipt and the end of the send it is about may be written in the same moment, neither seeing the other: whoever
 * comes second waits here until the first has committed. In one order, and before any conversation is locked.
 */
export async function awaitTurns(scope: Scope, waited: readonly Turns[]): Promise<void> {
  const keys = waited.flatMap(({ channelId, turns }) =>
    turns.map((id) => lockKey(`${scope.workspaceId}\n${channelId}\n${id}`)),
  );
  if (keys.length === 0) return;
  const list = JSON.stringify([...new Set(keys)].sort());
  await scope.tx.execute(
    sql`select pg_advisory_xact_lock(key::bigint) from json_array_elements_text(${list}::json) as keys (key)`,
  );
}

const lockKey = (text: string): string =>
  createHash('sha256').update(text).digest().readBigInt64BE().toString();

/** What comes back may have been sent along by another program of the account. */
export const isOurs = (id: string | undefined): id is string =>
  id !== undefined && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);

export async function park(scope: Scope, channelId: string, event: ReceiptNews): Promise<void> {
  const { messageExternalId: externalId, messageId, status, reason = null } = event;
  const { workspaceId } = scope;
  const about = isOurs(messageId) ? { messageId } : {};
  await scope.tx
    .insert(parkedReceipts)
    .values({ workspaceId, channelId, externalId, status, reason, ...about })
    .onConflictDoNothing();
}

/** A message whose send has an end: its platform id (null: the answer was lost), and what else its receipts lie under. */
export type Sent = {
  channelId: string;
  externalId: string | null;
  messageId?: string;
  thread?: string;
};

export type Reached = { state: DeliveryState; reason: string | null };

/** Takes what was parked for a message, in its turn: the furthest state it tells, if it tells more than `accepted`. */
export async function takeParked(scope: Scope, sent: Sent): Promise<Reached> {
  await awaitTurns(scope, [{ channelId: sent.channelId, turns: turnsOf.sent(sent) }]);
  return reachedBy(await takeAll(scope, [sent]), sent);
}

export type Parked = typeof parkedReceipts.$inferSelect;

/** What lies parked for some messages, whose turns have been awaited. */
export async function takeAll(scope: Scope, sent: readonly Sent[]): Promise<Parked[]> {
  if (sent.length === 0) return [];
  const known = sent.flatMap(({ channelId, externalId }) =>
    externalId ? [{ channelId, externalId }] : [],
  );
  const ours = sent.flatMap(({ channelId, messageId }) =>
    messageId ? [{ channelId, messageId }] : [],
  );
  return take(
    scope,
    or(
      oneOf(parkedReceipts, ['channelId', 'externalId'], known),
      oneOf(parkedReceipts, ['channelId', 'messageId'], ours),
    ),
  );
}

function take(scope: Scope, which: SQL | undefined) {
  return scope.tx
    .delete(parkedReceipts)
    .where(and(eq(parkedReceipts.workspaceId, scope.workspaceId), which))
    .returning();
}

const isAbout = ({ channelId, externalId, messageId }: Sent, parked: Parked): boolean =>
  parked.channelId === channelId &&
  (parked.externalId === externalId || (messageId !== undefined && parked.messageId === messageId));

/** The furthest state that is told of a message, if that is more than `accepted`. */
export function reachedBy(parked: readonly Parked[], sent: Sent): Reached {
  let reached: Reached = { state: 'accepted', reason: null };
  for (const one of parked) {
    if (!isAbout(sent, one) || !movesForward(reached.state, one.status)) continue;
    reached = { state: one.status, reason: one.reason };
  }
  return reached;
}

/** Of a message whose answer was lost: the platform's own id for it, which proves that it arrived; a watermark has none. */
export function proofOf(parked: readonly Parked[], lost: Sent): string | undefined {
  const proof = parked.find((one) => isAbout(lost, one) && one.externalId !== lost.messageId);
  return proof?.externalId;
}

/** A platform that has not heard of a message by then never will: what it said is of none of ours. */
export async function forgetReceipts({ tx, workspaceId }: Scope) {
  const gone = await tx
    .delete(parkedReceipts)
    .where(
      and(
        eq(parkedReceipts.workspaceId, workspaceId),
        sql`${parkedReceipts.createdAt} < now() - interval '30 days'`,
      ),
    )
    .returning({ id: parkedReceipts.externalId });
  return { count: gone.length, more: false };
}
