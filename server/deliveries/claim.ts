/**
 * Who is next. People's answers go before what is sent in bulk; workspaces take turns, and within one its channels do,
 * so that nobody waits for how much somebody else has to send. A channel whose platform fails is left out.
 */
import { sql } from 'drizzle-orm';
import type { Store } from '../events/scope.ts';
import type { Job } from './jobs.ts';

/** What there is room for. */
export type Room = {
  most: number;
  /** Of these, in bulk. */
  bulk: number;
  /** From one queue, and in bulk, unless `left` says how many less. */
  perQueue: { one: number; bulk: number };
  left: readonly { queue: string; bulk: boolean; free: number }[];
  /** A kind of which enough is under way. */
  except: Job['kind'] | null;
};

/**
 * Claims due jobs for `leaseMs`. Within a lane only the oldest is given out: a thread's messages go one by one.
 * Two claimers never get the same job (SKIP LOCKED); a claim that is never finished falls due again. Of a channel whose
 * pause is over one job is given out, to see; nobody gets another one while that one's lease lasts.
 */
export async function claimJobs(store: Store, room: Room, leaseMs: number): Promise<Job[]> {
  const lease = sql`now() + ${leaseMs} * interval '1 millisecond'`;
  const rows = await store.database.outside.execute<JobRow>(sql`
    with recursive queues as (
      (select bulk, workspace_id, queue from jobs order by bulk, workspace_id, queue limit 1)
      union all
      select next.* from queues as last cross join lateral (
        select bulk, workspace_id, queue from jobs
        where (bulk, workspace_id, queue) > (last.bulk, last.workspace_id, last.queue)
        order by bulk, workspace_id, queue limit 1) as next
    ), open as (
      select queues.*, circuits.paused_until is not null as tried, greatest(0, coalesce(rooms.free,
        case when queues.bulk then ${room.perQueue.bulk}::int else ${room.perQueue.one}::int end)) as free
      from queues left join circuits on circuits.channel_id = queues.queue
      left join json_to_recordset(${JSON.stringify(room.left)}::json) as rooms (queue uuid, bulk boolean, free int)
        on rooms.queue = queues.queue and rooms.bulk = queues.bulk
      where circuits.paused_until is null or circuits.paused_until <= now()
    ), heads as (
      select job.id, job.due_at, open.bulk, open.tried,
        row_number() over (partition by open.bulk, open.workspace_id order by job.turn, job.due_at, job.id) as turn,
        row_number() over (partition by open.queue order by open.bulk, job.turn) as trial
      from open cross join lateral (
        select id, due_at, row_number() over (order by due_at, id) as turn from jobs candidate
        where candidate.bulk = open.bulk and candidate.workspace_id = open.workspace_id and candidate.queue = open.queue
          and due_at <= now() and (leased_until is null or leased_until < now())
          and kind is distinct from ${room.except}
          and not exists (select 1 from jobs earlier where earlier.lane = candidate.lane and earlier.id < candidate.id)
        order by due_at, id limit open.free) as job
    ), ranked as (
      select *, row_number() over (partition by bulk order by turn, due_at, id) as place from heads
      where not tried or trial = 1
    ), claimed as (
      select id, queue from jobs
      where id in (
          select id from ranked where not bulk or place <= ${room.bulk} order by bulk, turn, due_at, id limit ${room.most})
        and (leased_until is null or leased_until < now())
      for update skip locked
    ), trials as (
      update circuits set paused_until = ${lease} from claimed
      where circuits.channel_id = claimed.queue and circuits.paused_until is not null
    )
    update jobs set leased_until = ${lease}, attempt = attempt + 1 from claimed where jobs.id = claimed.id
    returning jobs.id, workspace_id, kind, subject_id, jobs.queue, bulk, attempt, trace`);
  return rows.map(jobOf);
}

type JobRow = {
  id: string;
  workspace_id: string;
  kind: Job['kind'];
  subject_id: string;
  queue: string;
  bulk: boolean;
  attempt: number;
  trace: string | null;
};

const jobOf = (row: JobRow): Job => ({
  id: Number(row.id),
  workspaceId: row.workspace_id,
  kind: row.kind,
  subjectId: row.subject_id,
  queue: row.queue,
  bulk: row.bulk,
  attempt: row.attempt,
  trace: row.trace,
});
