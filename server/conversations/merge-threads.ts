/** Two lines of one person become one. */
import { and, eq, sql } from 'drizzle-orm';
import { threads } from '../database/schema/conversations.ts';
import { deliveries, messages } from '../database/schema/messages.ts';
import { jobs } from '../database/schema/workspaces.ts';
import type { Scope } from '../events/scope.ts';
import type { ThreadRow } from './threads.ts';

/**
 * Appends what was said on `ended` to `line`, which goes on where `ended` went on last. Both rows are locked.
 * Messages stay in their conversations; what is still to be sent goes out on `line`.
 */
export async function mergeThreads(scope: Scope, ended: ThreadRow, line: ThreadRow): Promise<void> {
  const here = scope.workspaceId;
  await scope.tx
    .update(messages)
    .set({ threadId: line.id, threadSeq: sql`${messages.threadSeq} + ${line.seq}` })
    .where(and(eq(messages.workspaceId, here), eq(messages.threadId, ended.id)));
  await scope.tx
    .update(deliveries)
    .set({ threadId: line.id })
    .where(and(eq(deliveries.workspaceId, here), eq(deliveries.threadId, ended.id)));
  await scope.tx
    .update(jobs)
    .set({ lane: line.id })
    .where(and(eq(jobs.workspaceId, here), eq(jobs.lane, ended.id)));
  await scope.tx
    .delete(threads)
    .where(and(eq(threads.workspaceId, here), eq(threads.id, ended.id)));
  await scope.tx
    .update(threads)
    .set({ seq: line.seq + ended.seq, conversationId: ended.conversationId })
    .where(and(eq(threads.workspaceId, here), eq(threads.id, line.id)));
}
