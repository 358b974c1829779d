/** What platforms say about messages we sent. They come repeated, out of order, and before our own send has committed. */
import { and, asc, eq, isNotNull, isNull, lte, type SQL } from 'drizzle-orm';
import { canonical } from '../conversations/recipients.ts';
import { threads } from '../database/schema/conversations.ts';
import { deliveries, messages } from '../database/schema/messages.ts';
import type { Scope } from '../events/scope.ts';
import { isOurs, park, type ReceiptNews, type WatermarkNews } from './parked.ts';
import { type MessageRow, type Move, moveMessage, movesForward, stateOf } from './state.ts';

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
