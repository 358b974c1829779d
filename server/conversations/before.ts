/** How many wait on a channel before somebody who wrote there, as the queue of what nobody has taken stands. */
import { and, eq, isNotNull, isNull, lt } from 'drizzle-orm';
import { conversations } from '../database/schema/conversations.ts';
import type { LineReference } from '../events/effects.ts';
import type { Scope } from '../events/scope.ts';
import { ofConversation } from './change.ts';
import { findLine } from './visitor-line.ts';

/** Nobody is helped by a longer number, nor by counting it. */
const MOST_COUNTED = 100;

/** @returns null for who does not wait: answered, taken by somebody, over; or with more before them than are worth telling */
export async function waitingBefore(scope: Scope, line: LineReference): Promise<number | null> {
  const thread = await findLine(scope, line);
  if (!thread) return null;
  const [own] = await scope.tx
    .select({ rank: conversations.rank, channelId: conversations.channelId })
    .from(conversations)
    .where(and(ofConversation(scope, thread.conversationId), untaken));
  if (!own) return null;
  const before = await scope.tx
    .select({ id: conversations.id })
    .from(conversations)
    .where(
      and(
        eq(conversations.workspaceId, scope.workspaceId),
        eq(conversations.channelId, own.channelId),
        lt(conversations.rank, own.rank),
        untaken,
      ),
    )
    .limit(MOST_COUNTED);
  return before.length < MOST_COUNTED ? before.length : null;
}

const untaken = and(
  eq(conversations.status, 'open'),
  isNull(conversations.assigneeId),
  isNotNull(conversations.waitingSince),
);
