/** Whether a customer waits, and since when, read from what was said. */
import { and, eq, gt, isNull, max, min, ne, type SQL } from 'drizzle-orm';
import { conversationMerges, conversations } from '../database/schema/conversations.ts';
import { messages } from '../database/schema/messages.ts';
import type { Scope } from '../events/scope.ts';
import type { Status } from '../wire/conversations.ts';
import type { ConversationRow } from './present.ts';

/** Nobody is waited for, or waits, in a conversation that is this. */
export const isOver = (status: Status): boolean => status === 'done' || status === 'spam';

type Asked = Pick<ConversationRow, 'id' | 'mergedIds'>;

/**
 * Since when the customer's words have stood without an answer of a person; null when they have one. Who waited in what
 * was merged into it waits here, until somebody answers here.
 * @param only which of its messages count; left out: all
 */
export async function unansweredSince(
  scope: Scope,
  { id, mergedIds }: Asked,
  only?: SQL,
): Promise<Date | null> {
  const theirs = and(
    eq(messages.workspaceId, scope.workspaceId),
    eq(messages.conversationId, id),
    isNull(messages.automatic),
    only,
  );
  const answers = and(theirs, eq(messages.direction, 'out'), ne(messages.state, 'cancelled'));
  const [answer] = await scope.tx
    .select({ seq: max(messages.seq) })
    .from(messages)
    .where(answers);
  const seq = answer?.seq ?? 0;
  const [word] = await scope.tx
    .select({ at: min(messages.createdAt) })
    .from(messages)
    .where(and(theirs, eq(messages.direction, 'in'), gt(messages.seq, seq)));
  const brought = mergedIds.length > 0 ? await broughtSince(scope, id, seq) : null;
  return earlier(word?.at ?? null, brought);
}

/** Since when somebody waits in what was merged into it after `seq`: what was merged stands as it was then. */
async function broughtSince(scope: Scope, id: string, seq: number): Promise<Date | null> {
  const [row] = await scope.tx
    .select({ at: min(conversations.waitingSince) })
    .from(conversationMerges)
    .innerJoin(
      conversations,
      and(
        eq(conversations.workspaceId, conversationMerges.workspaceId),
        eq(conversations.id, conversationMerges.mergedId),
      ),
    )
    .where(
      and(
        eq(conversationMerges.workspaceId, scope.workspaceId),
        eq(conversationMerges.keptId, id),
        isNull(conversationMerges.undoneAt),
        gt(conversationMerges.seq, seq),
      ),
    );
  return row?.at ?? null;
}

/** Of two moments; null is none. */
export function earlier(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other;
  return one < other ? one : other;
}
