/** What agents have read is told to platforms that show it, by a job of its own. */
import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { channels } from '../database/schema/channels.ts';
import { threads } from '../database/schema/conversations.ts';
import { jobs } from '../database/schema/workspaces.ts';
import { newId } from '../events/ids.ts';
import type { Scope } from '../events/scope.ts';

/** Has the platforms told how far threads were read. What is read until then is told along. */
export async function queueReadMarks(scope: Scope, threadIds: string[]): Promise<void> {
  const { workspaceId } = scope;
  const able = [...scope.catalogue.values()].filter(({ markRead }) => markRead).map(({ id }) => id);
  if (threadIds.length === 0 || able.length === 0) return;
  const waiting = scope.tx
    .select({ id: jobs.subjectId })
    .from(jobs)
    .where(
      and(inArray(jobs.subjectId, threadIds), eq(jobs.kind, 'read'), isNull(jobs.leasedUntil)),
    );
  const found = await scope.tx
    .select({ subjectId: threads.id })
    .from(threads)
    .innerJoin(
      channels,
      and(eq(channels.workspaceId, threads.workspaceId), eq(channels.id, threads.channelId)),
    )
    .where(
      and(
        eq(threads.workspaceId, workspaceId),
        inArray(threads.id, threadIds),
        inArray(channels.adapter, able),
        sql`${threads.id} not in ${waiting}`,
      ),
    );
  if (found.length === 0) return;
  // A lane of its own: no message waits for it, and it waits for none.
  const row = { workspaceId, kind: 'read' as const, lane: newId() };
  await scope.tx.insert(jobs).values(found.map((thread) => ({ ...row, ...thread })));
  scope.effects.push({ type: 'due', at: new Date() });
}
