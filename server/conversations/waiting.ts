/** Whether a customer waits, and since when, read from what was said. */
import { and, eq, gt, isNull, max, min, ne } from 'drizzle-orm';
import { messages } from '../database/schema/messages.ts';
import type { Scope } from '../events/scope.ts';
import type { Status } from '../wire/conversations.ts';

/** Nobody is waited for, or waits, in a conversation that is this. */
export const isOver = (status: Status): boolean => status === 'done' || status === 'spam';

/**
 * Since when the customer's words have stood without an answer of a person; null when they have one.
 * @param without an answer that does not count, because it is being taken back
 */
export async function unansweredSince(
  scope: Scope,
  conversationId: string,
  without?: string,
): Promise<Date | null> {
  const mine = and(
    eq(messages.workspaceId, scope.workspaceId),
    eq(messages.conversationId, conversationId),
    isNull(messages.automatic),
  );
  const answers = and(
    mine,
    eq(messages.direction, 'out'),
    ne(messages.state, 'cancelled'),
    without ? ne(messages.id, without) : undefined,
  );
  const [answer] = await scope.tx
    .select({ seq: max(messages.seq) })
    .from(messages)
    .where(answers);
  const [word] = await scope.tx
    .select({ at: min(messages.createdAt) })
    .from(messages)
    .where(and(mine, eq(messages.direction, 'in'), gt(messages.seq, answer?.seq ?? 0)));
  return word?.at ?? null;
}
