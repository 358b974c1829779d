/** Jobs: what is due, claimed in Postgres with a lease. Ids only; whoever claims reads the rest under the workspace's policy. */
import { and, eq, sql } from 'drizzle-orm';
import { jobs } from '../database/schema/workspaces.ts';
import type { Store } from '../events/scope.ts';

export type Job = {
  id: number;
  workspaceId: string;
  kind: typeof jobs.$inferSelect.kind;
  subjectId: string;
  /** The fence: a result counts only while this is still the job's attempt. */
  attempt: number;
};

/** What is done beside the rest, and not to be claimed while enough of it is under way. */
export type Except = Job['kind'] | null;

/**
 * Claims due jobs for `leaseMs`. Within a lane only the oldest is given out: a thread's messages go one by one.
 * Two claimers never get the same job (SKIP LOCKED); a claim that is never finished falls due again.
 */
export async function claimJobs(
  store: Store,
  most: number,
  leaseMs: number,
  except: Except = null,
): Promise<Job[]> {
  const rows = await store.database.outside.execute<{
    id: string;
    workspace_id: string;
    kind: Job['kind'];
    subject_id: string;
    attempt: number;
  }>(sql`
    update jobs set leased_until = now() + ${leaseMs} * interval '1 millisecond', attempt = attempt + 1
    where id in (
      select id from jobs candidate
      where due_at <= now() and (leased_until is null or leased_until < now())
        and kind is distinct from ${except}
        and not exists (select 1 from jobs earlier where earlier.lane = candidate.lane and earlier.id < candidate.id)
      order by due_at, id limit ${most} for update skip locked)
    returning id, workspace_id, kind, subject_id, attempt`);
  return rows.map((row) => ({
    id: Number(row.id),
    workspaceId: row.workspace_id,
    kind: row.kind,
    subjectId: row.subject_id,
    attempt: row.attempt,
  }));
}

export async function finishJob(store: Store, job: Job): Promise<void> {
  await store.database.outside.delete(jobs).where(stillOurs(job));
}

/** Keeps the job longer than it was claimed for. False when somebody else has it by now. */
export async function keepJob(store: Store, job: Job, forMs: number): Promise<boolean> {
  const kept = await store.database.outside
    .update(jobs)
    .set({ leasedUntil: sql`now() + ${forMs} * interval '1 millisecond'` })
    .where(stillOurs(job))
    .returning({ id: jobs.id });
  return kept.length > 0;
}

export async function postponeJob(store: Store, job: Job, byMs: number): Promise<void> {
  await store.database.outside
    .update(jobs)
    .set({ leasedUntil: null, dueAt: sql`now() + ${byMs} * interval '1 millisecond'` })
    .where(stillOurs(job));
}

/** The backlog, for metrics. */
export async function backlog(store: Store): Promise<{ count: number; oldestSeconds: number }> {
  const [row] = await store.database.outside.execute<{ count: string; oldest: string | null }>(sql`
    select count(*) as count, extract(epoch from now() - min(due_at)) as oldest
    from jobs where due_at <= now()`);
  return { count: Number(row?.count ?? 0), oldestSeconds: Number(row?.oldest ?? 0) };
}

const stillOurs = (job: Job) => and(eq(jobs.id, job.id), eq(jobs.attempt, job.attempt));
