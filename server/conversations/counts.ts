/** How many conversations each view holds, and how many of them an agent has not read to the end. */
import { sql } from 'drizzle-orm';
import { idsIn, prepared } from '../database/prepared.ts';
import type { Scope } from '../events/scope.ts';
import type { Counts, StandingView, Status } from '../wire/conversations.ts';

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
const HOLDS: Record<
  Exclude<StandingView, 'all' | 'drafts' | 'mentions' | 'following'>,
  (kind: Kind) => boolean
> = {
  inbox: ({ status }) => status === 'open',
  mine: ({ status, whose }) => status === 'open' && whose === 'mine',
  unassigned: ({ status, whose }) => status === 'open' && whose === 'nobody',
  waiting: ({ status, answered }) => status === 'open' && answered,
  snoozed: ({ status }) => status === 'snoozed',
  done: ({ status }) => status === 'done',
  spam: ({ status }) => status === 'spam',
};

/** The counts of each of these agents, in their order. No conversation is looked at: the store keeps count of them. */
export async function readCounts(
  { tx, workspaceId }: Scope,
  agentIds: readonly string[],
): Promise<Counts[]> {
  if (agentIds.length === 0) return [];
  const statement = prepared<Counted>(tx, COUNTED, [workspaceId, idsIn(agentIds)]);
  const [counted] = await statement.execute();
  if (!counted) throw new Error('nothing was counted');
  return agentIds.map((agentId) => {
    const seen = counted.kinds.flatMap((row) => seenBy(agentId, row));
    return {
      at: counted.at,
      data: [
        ...Object.entries(HOLDS).map(([view, holds]) => ({
          view: view as StandingView,
          ...total(seen.filter(holds)),
        })),
        { view: 'drafts', ...ownOf(agentId, counted.drafts) },
        { view: 'mentions', ...ownOf(agentId, counted.mentions) },
        { view: 'following', ...ownOf(agentId, counted.following) },
      ],
      channels: byChannel(seen.filter(HOLDS.inbox)),
      tags: counted.tags,
    };
  });
}

type Counted = {
  at: string;
  kinds: KindRow[];
  drafts: OwnCount[];
  mentions: OwnCount[];
  following: OwnCount[];
  tags: Counts['tags'];
};

type OwnCount = { agent: string; count: number; unread: number };

type KindRow = Kind & {
  /** null: whoever looks; else what `agent` has, or has read. */
  agent: string | null;
  what: 'there' | 'theirs' | 'read';
};

/** In one statement, so that all of it is of the moment that it names. Drafts and calls are few: they are read as they are. */
const COUNTED = `
  select pg_snapshot_xmax(pg_current_snapshot())::text as at,
    (select coalesce(json_agg(kind), '[]') from (
      select 'there' as what, null::uuid as agent, status, channel_id as "channelId", answered,
        case when assigned then 'others' else 'nobody' end as whose,
        sum(amount)::int as count, coalesce(sum(amount) filter (where heard), 0)::int as unread
      from conversation_totals where workspace_id = $1 group by status, channel_id, answered, assigned
      union all
      select 'theirs', assignee_id, status, channel_id, answered, 'mine',
        sum(amount)::int, coalesce(sum(amount) filter (where heard), 0)::int
      from conversation_counts where workspace_id = $1 and assignee_id = any($2::uuid[])
      group by assignee_id, status, channel_id, answered
      union all
      select 'read', agent_id, status, channel_id, answered, whose, 0, -sum(amount)::int
      from read_counts where workspace_id = $1 and agent_id = any($2::uuid[])
      group by agent_id, status, channel_id, answered, whose) as kind) as kinds,
    (select coalesce(json_agg(own), '[]') from (
      select d.agent_id as agent, count(*)::int as count,
        (count(*) filter (where c.inbound_seq > coalesce(m.seq, 0)))::int as unread
      from (select distinct agent_id, conversation_id from drafts
        where workspace_id = $1 and agent_id = any($2::uuid[])) d
      join conversations c on c.workspace_id = $1 and c.id = d.conversation_id
      left join read_markers m on m.workspace_id = $1 and m.agent_id = d.agent_id
        and m.conversation_id = d.conversation_id
      group by d.agent_id) as own) as drafts,
    (select coalesce(json_agg(own), '[]') from (
      select n.agent_id as agent, count(*)::int as count,
        (count(*) filter (where n.seq > coalesce(m.seq, 0)))::int as unread
      from mentions n left join read_markers m on m.workspace_id = $1 and m.agent_id = n.agent_id
        and m.conversation_id = n.conversation_id
      where n.workspace_id = $1 and n.agent_id = any($2::uuid[]) and n.open
      group by n.agent_id) as own) as mentions,
    (select coalesce(json_agg(own), '[]') from (
      select agent_id as agent, sum(amount)::int as count, 0 as unread
      from followed_counts where workspace_id = $1 and agent_id = any($2::uuid[])
      group by agent_id) as own) as following,
    (select coalesce(json_agg(tag), '[]') from (
      select tag_id as "tagId", sum(amount)::int as count from tag_counts where workspace_id = $1
      group by tag_id having sum(amount) > 0 order by tag_id) as tag) as tags`;

/** What a row says of the conversations that an agent sees. */
function seenBy(agentId: string, { agent, what, ...kind }: KindRow): Kind[] {
  if (agent !== null && agent !== agentId) return [];
  if (what !== 'theirs') return [kind];
  // Counted among those of others until one knows who looks.
  const { count, unread } = kind;
  return [kind, { ...kind, whose: 'others', count: -count, unread: -unread }];
}

function ownOf(agentId: string, counts: readonly OwnCount[]): { count: number; unread: number } {
  const { count = 0, unread = 0 } = counts.find(({ agent }) => agent === agentId) ?? {};
  return { count, unread };
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

/** What is counted in which table, by what. */
const COUNTERS = {
  conversation_counts: 'status, channel_id, answered, assignee_id, heard',
  conversation_totals: 'status, channel_id, answered, assigned, heard',
  read_counts: 'agent_id, status, channel_id, answered, whose',
  tag_counts: 'tag_id',
  followed_counts: 'agent_id',
};

/** More rows than this beside one for each kind are worth adding up. */
const MOST_CHANGES = 500;

/** Makes few rows of many. Whoever reads meanwhile sees the many or the few, and the same sums. */
export async function foldCounts({ tx, workspaceId }: Scope): Promise<void> {
  for (const [name, columns] of Object.entries(COUNTERS)) {
    const [table, kind] = [sql.raw(name), sql.raw(columns)];
    const [row] = await tx.execute<{ spare: string }>(sql`
      select sum(n - 1) as spare from (
        select count(*) as n from ${table} where workspace_id = ${workspaceId} group by ${kind}) as kinds`);
    if (Number(row?.spare ?? 0) <= MOST_CHANGES) continue;
    await tx.execute(sql`
      with old as (delete from ${table} where workspace_id = ${workspaceId} returning *)
      insert into ${table} (workspace_id, ${kind}, amount)
      select workspace_id, ${kind}, sum(amount) from old group by workspace_id, ${kind} having sum(amount) <> 0`);
  }
}
