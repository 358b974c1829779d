/**
 * Nobody answers past what a colleague said meanwhile: a send tells how far its writer had read, and is held against that.
 * What the customer says stops nobody (in a talk both write at once, and an answer that waited for the line still goes),
 * nor does what nobody wrote.
 */
import { and, eq, gt, isNull, ne, sql } from 'drizzle-orm';
import { messages } from '../database/schema/messages.ts';
import type { Actor } from '../events/actor.ts';
import type { Scope } from '../events/scope.ts';
import { UnseenRefusal } from '../wire/problems.ts';
import type { HeldConversation } from './change.ts';
import { loadMessages } from './present.ts';

/**
 * The conversation is held, so nothing can be said between this look and the message itself.
 * @param seenSeq undefined: a program, which reads nothing
 * @throws UnseenRefusal with what colleagues said after `seenSeq`, as far as it still stands
 */
export async function refuseUnseen(
  scope: Scope,
  actor: Actor,
  held: HeldConversation,
  seenSeq: number | undefined,
): Promise<void> {
  // Most of the time nothing happened at all.
  if (seenSeq === undefined || held.seq <= seenSeq) return;
  const missed = await loadMessages(
    scope,
    and(
      eq(messages.conversationId, held.id),
      gt(messages.seq, seenSeq),
      ne(messages.direction, 'in'),
      sql`${messages.agentId} is distinct from ${actor.agentId}`,
      isNull(messages.automatic),
      isNull(messages.deletedAt),
      ne(messages.state, 'cancelled'),
    ),
  );
  if (missed.length > 0) throw new UnseenRefusal(missed);
}
