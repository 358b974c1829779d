/** Another attempt at a message that failed or may have been lost: asked for by a person. */
import { and, eq, sql } from 'drizzle-orm';
import { accessConversation } from '../conversations/access.ts';
import { loadMessages } from '../conversations/present.ts';
import { threads } from '../database/schema/conversations.ts';
import { deliveries, messages } from '../database/schema/messages.ts';
import type { Actor } from '../events/actor.ts';
import type { Scope } from '../events/scope.ts';
import type { Message } from '../wire/messages.ts';
import { Refusal } from '../wire/problems.ts';
import { queueAgain } from './queue-delivery.ts';
import { moveMessage } from './state.ts';

/**
 * Queues the same message once more: a real new attempt that clears the old platform id.
 * @throws Refusal not_found, or conflict when the message is on its way or has arrived
 */
export function resend(
  scope: Scope,
  actor: Actor,
  conversationId: string,
  messageId: string,
): Promise<Message> {
  return sendAgain(scope, actor, { conversationId, messageId, bulk: false });
}

export type Again = { conversationId: string; messageId: string; bulk: boolean };

/** The same, for one of many, too. */
export async function sendAgain(
  scope: Scope,
  actor: Actor,
  { conversationId, messageId, bulk }: Again,
): Promise<Message> {
  const { id } = await accessConversation(scope, actor, conversationId, 'write');
  const here = eq(deliveries.workspaceId, scope.workspaceId);
  const [found] = await scope.tx
    .select({ message: messages, delivery: deliveries, thread: threads })
    .from(messages)
    .innerJoin(deliveries, and(here, eq(deliveries.messageId, messages.id)))
    .innerJoin(
      threads,
      and(eq(threads.workspaceId, scope.workspaceId), eq(threads.id, deliveries.threadId)),
    )
    .where(
      and(
        eq(messages.workspaceId, scope.workspaceId),
        eq(messages.conversationId, id),
        eq(messages.id, messageId),
      ),
    )
    .for('update', { of: deliveries });
  if (!found) throw new Refusal('not_found', 'There is no such outbound message.');
  const stuck = found.message.state === 'failed' || found.message.state === 'unknown';
  if (!stuck) throw new Refusal('conflict', `The message is ${found.message.state}.`);
  await moveMessage(scope, found.message, () => ({ state: 'queued' }));
  await scope.tx
    .update(messages)
    .set({ externalId: null })
    .where(and(eq(messages.workspaceId, scope.workspaceId), eq(messages.id, messageId)));
  await scope.tx
    .update(deliveries)
    .set({ attempt: 0, discardedAt: null, updatedAt: sql`now()` })
    .where(and(here, eq(deliveries.id, found.delivery.id)));
  const { delivery, thread } = found;
  await queueAgain(scope, { deliveryId: delivery.id, thread, bulk });
  const [message] = await loadMessages(scope, eq(messages.id, messageId));
  if (!message) throw new Error('the message vanished');
  return message;
}
