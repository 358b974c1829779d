/** Everything that can move a count, at random and many at once; and the counts held against the rows themselves. */
import type postgres from 'postgres';
import type { OwnConversation } from '../../server/wire/conversations.ts';
import { Dice } from './fuzz.ts';

/** Somebody who calls the API. */
export type Caller = {
  call<Body>(
    method: 'GET' | 'POST' | 'PATCH' | 'PUT',
    url: string,
    body?: object,
  ): Promise<{ status: number; body: Body }>;
};

export type Office = {
  agents: { id: string; caller: Caller }[];
  /** Delivers a message from one of many people. */
  write(person: number): Promise<unknown>;
};

const AT_ONCE = 8;
/** Whom nothing follows: nothing is taken off. */
const NOBODY = '00000000-0000-4000-8000-000000000000';
const LATER = new Date(Date.UTC(2040, 0, 1)).toISOString();

/** @returns how many operations were answered with yes, by what they did */
export async function stir(
  office: Office,
  { operations, people, seed }: { operations: number; people: number; seed: number },
): Promise<Map<string, number>> {
  const dice = new Dice(seed);
  const done = new Map<string, number>();
  const tags = await coinTags(office);
  let left = operations;
  const work = async () => {
    while (left > 0) {
      left -= 1;
      const [name, ok] = await operate(office, dice, { people, tags, n: left });
      if (ok) done.set(name, (done.get(name) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return done;
}

type Turn = { people: number; tags: string[]; n: number };

/** What agents put on and take off. */
async function coinTags({ agents }: Office): Promise<string[]> {
  const coin = async (name: string) =>
    agents[0]?.caller.call<{ id: string }>('POST', '/api/v1/tags', { name });
  const coined = await Promise.all(['Refund', 'Praise', 'Urgent'].map(coin));
  return coined.flatMap((answer) => (answer ? [answer.body.id] : []));
}

async function operate(
  office: Office,
  dice: Dice,
  { people, tags, n }: Turn,
): Promise<[string, boolean]> {
  if (dice.chance(0.35)) {
    await office.write(dice.below(people));
    return ['write', true];
  }
  const agent = oneOf(dice, office.agents);
  const found = `/api/v1/conversations/${1 + dice.below(people)}`;
  const { status, body } = await agent.caller.call<OwnConversation>('GET', found);
  if (status !== 200) return ['nobody', false];
  const assigneeId = dice.chance(0.3) ? null : oneOf(dice, office.agents).id;
  const tagId = oneOf(dice, tags);
  const [name, method, path, what] = oneOf(dice, deedsOn(body, { n, assigneeId, tagId, dice }));
  const done = await agent.caller.call(method, `/api/v1/conversations/${body.id}${path}`, what);
  return [name, done.status < 300];
}

type Deed = [name: string, method: 'PUT' | 'PATCH' | 'POST', path: string, what: object];

type Chosen = { n: number; assigneeId: string | null; tagId: string; dice: Dice };

function deedsOn(
  { seq, followerIds: [followerId = NOBODY] }: OwnConversation,
  { n, assigneeId, tagId, dice }: Chosen,
): Deed[] {
  return [
    ['read', 'PUT', '/read', { seq: dice.below(seq + 1) }],
    ['read all', 'PUT', '/read', { seq }],
    ['assign', 'PATCH', '', { assigneeId }],
    ['close', 'PATCH', '', { status: 'done' }],
    ['reopen', 'PATCH', '', { status: 'open' }],
    ['spam', 'PATCH', '', { status: 'spam' }],
    ['snooze', 'PATCH', '', { status: 'snoozed', snoozedUntil: LATER }],
    ['tag', 'PATCH', '', { addTagIds: [tagId] }],
    ['untag', 'PATCH', '', { removeTagIds: [tagId] }],
    ['unfollow', 'PATCH', '', { removeFollowerIds: [followerId] }],
    ['answer', 'POST', '/messages', { key: `audit-${n}`, kind: 'reply', text: 'Said' }],
    ['note', 'POST', '/messages', { key: `audit-${n}`, kind: 'note', text: 'Said' }],
  ];
}

function oneOf<Item>(dice: Dice, items: Item[]): Item {
  const item = items[dice.below(items.length)];
  if (item === undefined) throw new Error('there is nothing to choose from');
  return item;
}

/** What is counted against what is there: a line for each kind of conversation that differs. */
export async function driftOf(owner: postgres.Sql, workspaceId: string): Promise<string[]> {
  return owner.begin(async (tx) => {
    await tx`select set_config('app.workspace', ${workspaceId}, true)`;
    const rows = await tx<{ what: string }[]>`
      with truth as (
        select 'all'::text as agent, status, channel_id, waiting_since is null as answered,
          coalesce(assignee_id::text, '') || case when inbound_seq > 0 then ' heard' else '' end as more, count(*) as n
        from conversations where workspace_id = ${workspaceId} group by 1, 2, 3, 4, 5
        union all
        select 'total', status, channel_id, waiting_since is null,
          concat_ws(' ', assignee_id is not null, case when inbound_seq > 0 then 'heard' end), count(*)
        from conversations where workspace_id = ${workspaceId} group by 1, 2, 3, 4, 5
        union all
        select 'tagged', status, tag, false, id::text || rank, 1
        from conversations, unnest(tag_ids) as tag where workspace_id = ${workspaceId}
        union all
        select 'tag', 'open', tag, true, '', count(*)
        from conversations, unnest(tag_ids) as tag
        where workspace_id = ${workspaceId} and status = 'open' group by tag
        union all
        select 'followed', (status = 'open')::text, follower, false, id::text, 1
        from conversations, unnest(follower_ids) as follower where workspace_id = ${workspaceId}
        union all
        select 'following', 'open', follower, true, '', count(*)
        from conversations, unnest(follower_ids) as follower
        where workspace_id = ${workspaceId} and status = 'open' group by follower
        union all
        select m.agent_id::text, c.status, c.channel_id, c.waiting_since is null,
          case when c.assignee_id is null then 'nobody' when c.assignee_id = m.agent_id then 'mine' else 'others' end, count(*)
        from conversations c join read_markers m on m.workspace_id = c.workspace_id and m.conversation_id = c.id
        where c.workspace_id = ${workspaceId} and c.inbound_seq > 0 and m.seq >= c.inbound_seq group by 1, 2, 3, 4, 5),
      counted as (
        select 'all'::text as agent, status, channel_id, answered,
          coalesce(assignee_id::text, '') || case when heard then ' heard' else '' end as more, sum(amount) as n
        from conversation_counts where workspace_id = ${workspaceId} group by 1, 2, 3, 4, 5
        union all
        select 'total', status, channel_id, answered,
          concat_ws(' ', assigned, case when heard then 'heard' end), sum(amount)
        from conversation_totals where workspace_id = ${workspaceId} group by 1, 2, 3, 4, 5
        union all
        select 'tagged', status, tag_id, false, conversation_id::text || rank, 1
        from tagged where workspace_id = ${workspaceId}
        union all
        select 'tag', 'open', tag_id, true, '', sum(amount)
        from tag_counts where workspace_id = ${workspaceId} group by tag_id
        union all
        select 'followed', open::text, agent_id, false, conversation_id::text, 1
        from followed where workspace_id = ${workspaceId}
        union all
        select 'following', 'open', agent_id, true, '', sum(amount)
        from followed_counts where workspace_id = ${workspaceId} group by agent_id
        union all
        select agent_id::text, status, channel_id, answered, whose, sum(amount)
        from read_counts where workspace_id = ${workspaceId} group by 1, 2, 3, 4, 5)
      select concat_ws(' ', agent, status, channel_id, answered, more, ':', coalesce(counted.n, 0), 'counted,',
        coalesce(truth.n, 0), 'there') as what
      from truth full join counted using (agent, status, channel_id, answered, more)
      where coalesce(truth.n, 0) <> coalesce(counted.n, 0)`;
    return rows.map(({ what }) => what);
  }) as Promise<string[]>;
}
