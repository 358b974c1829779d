/** Messages that wait for their moment can be taken back until then. */
import { and, eq, isNotNull, ne, sql } from 'drizzle-orm';
import { deliveries, messages } from '../database/schema/messages.ts';
import { jobs } from '../database/schema/workspaces.ts';
import { moveMessage } from '../deliveries/state.ts';
import type { Actor } from '../events/actor.ts';
import type { Scope } from '../events/scope.ts';
import type { Message } from '../wire/messages.ts';
import { Refusal } from '../wire/problems.ts';
import { accessConversation } from './access.ts';
import type { Patch } from './change.ts';
import { loadMessages } from './present.ts';
import { isOver, unansweredSince } from './waiting.ts';

/**
 * Takes back a message that has not gone yet.
 * @throws Refusal not_found, or conflict when it is on its way already
 */
export async function cancelMessage(
  scope: Scope,
  actor: Actor,
  conversationId: string,
  messageId: string,
): Promise<Message> {
  const conversation = await accessConversation(scope, actor, conversationId, 'write');
  const { id, status } = conversation;
  const mine = and(eq(messages.conversationId, id), eq(messages.id, messageId));
  const [known] = await loadMessages(scope, mine);
  if (known?.direction !== 'out') {
    throw new Refusal('not_found', 'There is no such outbound message.');
  }
  const [held] = await lockHeldBack(scope, mine);
  if (!held) throw new Refusal('conflict', 'It is too late: the message is on its way.');
  // Whoever waited for it waits again, from the same moment as before.
  const since = isOver(status)
    ? null
    : await unansweredSince(scope, conversation, ne(messages.id, messageId));
  await takeBack(scope, held, null, since ? { waitingSince: since } : {});
  const [message] = await loadMessages(scope, mine);
  if (!message) throw new Error('the message vanished');
  return message;
}

/** What is only to be sent if they do not write first, locked. */
export const selectUnlessAnswered = (scope: Scope, conversationId: string) =>
  lockHeldBack(
    scope,
    // Spelled out: the index that has only those is found no other way.
    and(eq(messages.conversationId, conversationId), sql`${messages.unlessAnswered}`),
  );

/** They wrote first: it is not sent. */
export async function takeBackUnsent(scope: Scope, unsent: HeldBack[]): Promise<void> {
  for (const held of unsent) await takeBack(scope, held, 'They wrote first.');
}

export type HeldBack = { id: string; conversationId: string; deliveryId: string };

/** The delivery's row lock decides between this and the worker that is about to send. */
function lockHeldBack(scope: Scope, which: ReturnType<typeof and>) {
  return scope.tx
    .select({
      id: messages.id,
      conversationId: messages.conversationId,
      deliveryId: deliveries.id,
    })
    .from(deliveries)
    .innerJoin(
      messages,
      and(eq(messages.workspaceId, deliveries.workspaceId), eq(messages.id, deliveries.messageId)),
    )
    .where(
      and(
        eq(deliveries.workspaceId, scope.workspaceId),
        eq(deliveries.state, 'queued'),
        eq(deliveries.attempt, 0),
        isNotNull(messages.dueAt),
        sql`${messages.dueAt} > now()`,
        which,
      ),
    )
    .for('update', { of: deliveries });
}

async function takeBack(
  scope: Scope,
  held: HeldBack,
  reason: string | null,
  patch: Patch = {},
): Promise<void> {
  await moveMessage(scope, held, () => ({ state: 'cancelled', reason }), patch);
  await scope.tx.delete(jobs).where(eq(jobs.subjectId, held.deliveryId));
}
