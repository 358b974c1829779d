/** A filter as SQL over the rows of `conversations`. Screens answer the same question for what arrives live. */
import { type SQL, sql } from 'drizzle-orm';
import type { Actor } from '../../events/actor.ts';
import { patternOf } from '../../wire/containing.ts';
import type { Condition, FilterPart } from '../../wire/view-filters.ts';
import { VIEWED } from '../../wire/viewed.ts';

/** Who looks, and when. With `until`, all that holds at any moment between the two, and maybe more. */
export type Looking = { actor: Actor; now: number; until?: number | undefined };

export function whereOf(part: FilterPart, looking: Looking): SQL {
  if ('all' in part) return joined(part.all, sql` and `, looking);
  if ('any' in part) return joined(part.any, sql` or `, looking);
  return holds(part, looking);
}

function joined(parts: readonly FilterPart[], by: SQL, looking: Looking): SQL {
  const each = parts.map((part) => whereOf(part, looking));
  return sql`(${sql.join(each, by)})`;
}

function holds(condition: Condition, looking: Looking): SQL {
  switch (condition.field) {
    case 'waiting':
    case 'created':
    case 'last-message':
      return isTimed(condition, looking);
    case 'subject':
    case 'preview':
      return hasWords(condition);
    case 'verified':
    case 'answered':
    case 'unread':
    case 'mentioned':
    case 'followed':
    case 'draft':
      return condition.value
        ? MARKS[condition.field](looking.actor)
        : sql`not ${MARKS[condition.field](looking.actor)}`;
    default:
      return isOne(condition, looking.actor);
  }
}

type Timed = Extract<Condition, { field: 'waiting' | 'created' | 'last-message' }>;

const MOMENTS = {
  waiting: sql`waiting_since`,
  created: sql`created_at`,
  'last-message': sql`last_message_at`,
};

const MINUTE_MS = 60_000;

/** The passing of time makes `older` true and `newer` untrue, once each. */
function isTimed({ field, op, value }: Timed, { now, until = now }: Looking): SQL {
  const point =
    typeof value === 'string'
      ? Date.parse(value)
      : (op === 'older' ? until : now) - value * MINUTE_MS;
  const stamp = sql`${new Date(point).toISOString()}::timestamptz`;
  const before = op === 'older' || op === 'before';
  return before ? sql`${MOMENTS[field]} < ${stamp}` : sql`${MOMENTS[field]} >= ${stamp}`;
}

type Worded = Extract<Condition, { field: 'subject' | 'preview' }>;

function hasWords({ field, op, value }: Worded): SQL {
  const line = field === 'subject' ? sql`subject` : sql`preview`;
  const pattern = patternOf(value);
  return op === 'contains' ? sql`${line} ~ ${pattern}` : sql`${line} !~ ${pattern}`;
}

const MARKS = {
  answered: () => sql`(waiting_since is null)`,
  verified: ({ workspaceId }: Actor) => sql`exists (select 1 from contacts p
    where p.workspace_id = ${workspaceId} and p.id = conversations.contact_id and p.verified)`,
  unread: ({
    workspaceId,
    agentId,
  }: Actor) => sql`(inbound_seq > coalesce((select r.seq from read_markers r
    where r.workspace_id = ${workspaceId} and r.agent_id = ${agentId} and r.conversation_id = conversations.id), 0))`,
  mentioned: ({ workspaceId, agentId }: Actor) => sql`exists (select 1 from mentions m
    where m.workspace_id = ${workspaceId} and m.agent_id = ${agentId} and m.conversation_id = conversations.id)`,
  followed: ({ agentId }: Actor) => sql`(follower_ids @> array[${agentId}::uuid])`,
  draft: ({ workspaceId, agentId }: Actor) => sql`exists (select 1 from drafts d
    where d.workspace_id = ${workspaceId} and d.agent_id = ${agentId} and d.conversation_id = conversations.id)`,
};

type Chosen =
  | Extract<Condition, { op: 'is-not' }>
  | Extract<Condition, { op: 'is'; value: string }>;

function isOne({ field, op, value }: Chosen, { workspaceId, agentId }: Actor): SQL {
  const not = op === 'is-not' ? sql`not` : sql``;
  if (field === 'status') return sql`${not} status = ${value}`;
  if (field === 'priority') return sql`${not} priority = ${value}`;
  if (field === 'channel') return sql`${not} channel_id = ${value}::uuid`;
  if (field === 'tag') {
    return sql`${not} id in (select conversation_id from tagged
      where workspace_id = ${workspaceId} and tag_id = ${value}::uuid)`;
  }
  if (field === 'adapter') {
    return sql`${not} channel_id in (select id from channels
      where workspace_id = ${workspaceId} and adapter = ${value})`;
  }
  if (value === 'nobody') return sql`${not} assignee_id is null`;
  const whose = value === 'me' ? agentId : value;
  // Only the plain comparison is led by an index.
  if (op === 'is') return sql`assignee_id = ${whose}::uuid`;
  return sql`assignee_id is distinct from ${whose}::uuid`;
}

type Viewed = (typeof VIEWED)[number];

/** The statuses in which it can hold at all: only these queues have to be walked. */
export function statusesOf(part: FilterPart): readonly Viewed[] {
  if ('any' in part) return VIEWED.filter((one) => part.any.some(allows(one)));
  if ('all' in part) return VIEWED.filter((one) => part.all.every(allows(one)));
  if (part.field !== 'status') return VIEWED;
  return VIEWED.filter((one) => (one === part.value) === (part.op === 'is'));
}

const allows =
  (status: Viewed) =>
  (part: FilterPart): boolean =>
    statusesOf(part).includes(status);
