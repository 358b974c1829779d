/** How many conversations each view holds, and how many of them an agent has not read to the end. */
import { sql } from 'drizzle-orm';
import type { Scope } from '../events/scope.ts';
import type { Counts, Status, View } from '../wire/conversations.ts';

/** Conversations that no view tells apart, seen from one agent. */
type Kind = {
  status: Status;
  channelId: string;
  answered: boolean;
  whose: 'mine' | 'nobody' | 'others';
  count: number;
  unread: number;
};

/** The views of `list.ts`, as far as they are told apart by what is counted. */
const HOLDS: Record<Exclude<View, 'all' | 'drafts'>, (kind: Kind) => boolean> = {
  inbox: ({ status }) => status === 'open',
  mine: ({ status, whose }) => status === 'open' && whose === 'mine',
  unassigned: ({ status, whose }) => status === 'open' && whose === 'nobody',
  waiting: ({ status, answered }) => status === 'open' && answered,
  snoozed: ({ status }) => status === 'snoozed',
  done: ({ status }) => status === 'done',
};

/** The counts of each of these agents, in their order. No conversation is looked at: the store keeps count of them. */
export async function readCounts(scope: Scope, agentIds: readonly string[]): Promise<Counts[]> {
  if (agentIds.length === 0) return [];
  const [kinds, drafts, at] = await Promise.all([
    selectKinds(scope, agentIds),
    selectDrafts(scope, agentIds),
    scope.tx.execute<{ at: string }>(
      sql`select pg_snapshot_xmax(pg_current_snapshot())::text as at`,
    ),
  ]);
  return agentIds.map((agentId) => {
    const seen = kinds.map((row) => seenBy(agentId, row)).filter((kind) => kind !== null);
    const own = drafts.find((row) => row.agent_id === agentId);
    return {
      at: at[0]?.at ?? '0',
      data: [
        ...Object.entries(HOLDS).map(([view, holds]) => ({
          view: view as View,
          ...total(seen.filter(holds)),
        })),
        { view: 'drafts', count: own?.count ?? 0, unread: own?.unread ?? 0 },
      ],
      channels: byChannel(seen.filter(HOLDS.inbox)),
    };
  });
}

type KindRow = {
  status: Status;
  channel_id: string;
  answered: boolean;
  /** Of the agents asked about; null: nobody; 'others': somebody else. */
  assignee: string | null;
  /** null: how many there are; else how many this agent has read. */
  reader: string | null;
  whose: Kind['whose'] | null;
  amount: number;
  heard: number;
};

/** What there is, whoever looks, and of that what each agent has read. */
function selectKinds(scope: Scope, agentIds: readonly string[]) {
  const { workspaceId, tx } = scope;
  const asked = sql`(${sql.join(
    agentIds.map((id) => sql`${id}::uuid`),
    sql`, `,
  )})`;
  return tx.execute<KindRow>(sql`
    select status, channel_id, answered, null as reader, null as whose,
      case when assignee_id in ${asked} then assignee_id::text when assignee_id is not null then 'others' end as assignee,
      sum(amount)::int as amount, (sum(amount) filter (where heard))::int as heard
    from conversation_counts where workspace_id = ${workspaceId} group by 1, 2, 3, 6
    union all
    select status, channel_id, answered, agent_id, whose, null, sum(amount)::int, 0
    from read_counts where workspace_id = ${workspaceId} and agent_id in ${asked} group by 1, 2, 3, 4, 5`);
}

function seenBy(agentId: string, row: KindRow): Kind | null {
  const { status, channel_id: channelId, answered, assignee, amount, heard } = row;
  const kind = { status, channelId, answered };
  if (row.reader === null) {
    const whose = assignee === null ? 'nobody' : assignee === agentId ? 'mine' : 'others';
    return { ...kind, whose, count: amount, unread: heard ?? 0 };
  }
  if (row.reader !== agentId) return null;
  return { ...kind, whose: row.whose ?? 'others', count: 0, unread: -amount };
}

/** Few: they are read as they are. */
function selectDrafts(scope: Scope, agentIds: readonly string[]) {
  return scope.tx.execute<{ agent_id: string; count: number; unread: number }>(sql`
    select own.agent_id, count(*)::int as count,
      (count(*) filter (where c.inbound_seq > coalesce(m.seq, 0)))::int as unread
    from (select distinct workspace_id, agent_id, conversation_id from drafts
      where workspace_id = ${scope.workspaceId}) own
    join conversations c on c.workspace_id = own.workspace_id and c.id = own.conversation_id
    left join read_markers m on m.workspace_id = own.workspace_id and m.agent_id = own.agent_id
      and m.conversation_id = own.conversation_id
    where own.agent_id in (${sql.join(
      agentIds.map((id) => sql`${id}::uuid`),
      sql`, `,
    )})
    group by own.agent_id`);
}

function total(kinds: Kind[]): { count: number; unread: number } {
  const sum = { count: 0, unread: 0 };
  for (const { count, unread } of kinds) {
    sum.count += count;
    sum.unread += unread;
  }
  return sum;
}

function byChannel(kinds: Kind[]): Counts['channels'] {
  const ids = [...new Set(kinds.map(({ channelId }) => channelId))].sort();
  return ids
    .map((id) => ({ channelId: id, ...total(kinds.filter(({ channelId }) => channelId === id)) }))
    .filter(({ count }) => count > 0);
}

/** More rows than this beside one for each kind are worth adding up. */
const MOST_CHANGES = 500;

/** Makes few rows of many. Whoever reads meanwhile sees the many or the few, and the same sums. */
export async function foldCounts({ tx, workspaceId }: Scope): Promise<void> {
  const [row] = await tx.execute<{ spare: string }>(sql`
    select sum(n - 1) as spare from (
      (select count(*) as n from conversation_counts where workspace_id = ${workspaceId}
        group by status, channel_id, answered, assignee_id, heard)
      union all (select count(*) from read_counts where workspace_id = ${workspaceId}
        group by agent_id, status, channel_id, answered, whose)) as kinds`);
  if (Number(row?.spare ?? 0) <= MOST_CHANGES) return;
  await tx.execute(sql`
    with old as (delete from conversation_counts where workspace_id = ${workspaceId} returning *)
    insert into conversation_counts (workspace_id, status, channel_id, answered, assignee_id, heard, amount)
    select workspace_id, status, channel_id, answered, assignee_id, heard, sum(amount)
    from old group by 1, 2, 3, 4, 5, 6 having sum(amount) <> 0`);
  await tx.execute(sql`
    with old as (delete from read_counts where workspace_id = ${workspaceId} returning *)
    insert into read_counts (workspace_id, agent_id, status, channel_id, answered, whose, amount)
    select workspace_id, agent_id, status, channel_id, answered, whose, sum(amount)
    from old group by 1, 2, 3, 4, 5, 6 having sum(amount) <> 0`);
}
