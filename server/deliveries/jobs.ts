/** Jobs: what is due, leased from Postgres (`claim.ts`). Ids only; whoever claims reads the rest under the workspace's policy. */
import { and, eq, type SQL, sql } from 'drizzle-orm';
import { oneOf } from '../database/many.ts';
import { jobs } from '../database/schema/workspaces.ts';
import type { Store } from '../events/scope.ts';

export type Job = {
  id: number;
  workspaceId: string;
  kind: typeof jobs.$inferSelect.kind;
  subjectId: string;
  queue: string;
  bulk: boolean;
  /** The fence: a result counts only while this is still the job's attempt. */
  attempt: number;
  /** In whose trace it was made, where traces are wanted. */
  trace: string | null;
};

/** What the queue does next with a job. */
export type Outcome = { done: true } | { done: false; againInMs: number };

/** The transaction of a workspace, or the tables outside of all of them. */
type Desk = { execute(statement: SQL): Promise<unknown> };

/** Those that are still ours are done with. */
export async function finishJobs(desk: Desk, done: readonly Job[]): Promise<void> {
  if (done.length === 0) return;
  await desk.execute(sql`delete from ${jobs} where ${oneOf(jobs, ['id', 'attempt'], done)}`);
}

/** Those that are still ours fall due again, each after its own time. */
export async function postponeJobs(
  desk: Desk,
  postponed: readonly { job: Job; byMs: number }[],
): Promise<void> {
  if (postponed.length === 0) return;
  const rows = postponed.map(({ job: { id, attempt }, byMs }) => ({ id, attempt, by: byMs }));
  await desk.execute(sql`
    update ${jobs} set leased_until = null, due_at = now() + rows.by * interval '1 millisecond'
    from json_to_recordset(${JSON.stringify(rows)}::json) as rows (id bigint, attempt int, by float)
    where jobs.id = rows.id and jobs.attempt = rows.attempt`);
}

/** Keeps the job longer than it was claimed for. False when somebody else has it by now. */
export async function keepJob(store: Store, job: Job, forMs: number): Promise<boolean> {
  const kept = await store.database.outside
    .update(jobs)
    .set({ leasedUntil: sql`now() + ${forMs} * interval '1 millisecond'` })
    .where(and(eq(jobs.id, job.id), eq(jobs.attempt, job.attempt)))
    .returning({ id: jobs.id });
  return kept.length > 0;
}
