/** Views of the inbox: which conversations, and in which order. `counts.ts` says how many. */
import { and, asc, eq, type SQL, sql } from 'drizzle-orm';
import { conversations } from '../database/schema/conversations.ts';
import type { Actor } from '../events/actor.ts';
import type { Scope } from '../events/scope.ts';
import type {
  Conversation,
  NarrowView,
  OwnConversation,
  StandingView,
  View,
} from '../wire/conversations.ts';
import { ANSWERED } from './change.ts';
import { presentConversation, selectConversations } from './present.ts';

export type ListCursor = { rank: number; id: string };

/** A page of a view, the longest waiting first. Keyset: pages neither skip nor repeat while the list changes. */
export async function listConversations(
  scope: Scope,
  actor: Actor,
  { view, limit, after }: { view: View; limit: number; after?: ListCursor | undefined },
): Promise<OwnConversation[]> {
  const behind = after && sql`(rank, id) > (${after.rank}, ${after.id}::uuid)`;
  const page = ({ from = CONVERSATIONS, which }: Queue) => sql`(select rank, id from ${from}
    where ${and(sql`workspace_id = ${scope.workspaceId}`, which, behind)}
    order by rank, id limit ${limit})`;
  const pages = queuesOf(view, actor).map(page);
  const chosen = sql`select id from (${sql.join(pages, sql` union all `)}) as page
    order by rank, id limit ${limit}`;
  return ownConversations(scope, actor, sql`${conversations.id} in (${chosen})`, limit);
}

/** A set of conversations that an index leads through in order. */
type Queue = { from?: SQL; which: SQL | undefined };

function queuesOf(view: View, actor: Actor): Queue[] {
  if (isNarrow(view)) return [narrowed(view)];
  // No index leads through all statuses.
  return view === 'all' ? EACH_STATUS : [{ which: VIEWS[view](actor) }];
}

const isNarrow = (view: View): view is NarrowView => view.includes(':');

function narrowed(view: NarrowView): Queue {
  const [by, id] = view.split(':');
  if (by === 'channel') return { which: sql`status = 'open' and channel_id = ${id}::uuid` };
  return { from: TAGGED, which: sql`status = 'open' and tag_id = ${id}::uuid` };
}

const CONVERSATIONS = sql`conversations`;
const TAGGED = sql`(select workspace_id, tag_id, status, rank, conversation_id as id from tagged) as tagged`;

const OPEN = sql`status = 'open'`;
const EACH_STATUS = [OPEN, sql`status = 'snoozed'`, sql`status = 'done'`].map((which) => ({
  which,
}));

/**
 * The one definition of each view; screens hold the same predicate for what arrives live. Statuses are spelled out: with
 * values to come, no statement could be planned for an index that has only some of them.
 */
const VIEWS: Record<Exclude<StandingView, 'all'>, (actor: Actor) => SQL | undefined> = {
  inbox: () => OPEN,
  mine: ({ agentId }) => sql`status = 'open' and assignee_id = ${agentId}::uuid`,
  mentions: ({
    workspaceId,
    agentId,
  }) => sql`status = 'open' and id in (select conversation_id from mentions
    where workspace_id = ${workspaceId} and agent_id = ${agentId} and open)`,
  unassigned: () => sql`status = 'open' and assignee_id is null`,
  waiting: () => sql`status = 'open' and rank > ${sql.raw(String(ANSWERED))}`,
  snoozed: () => sql`status = 'snoozed'`,
  done: () => sql`status = 'done'`,
  drafts: ({ workspaceId, agentId }) => sql`id in (select conversation_id from drafts
    where workspace_id = ${workspaceId} and agent_id = ${agentId})`,
};

/** Conversations with the agent's own marks. `where` narrows within the workspace. */
export async function ownConversations(
  scope: Scope,
  actor: Actor,
  where: SQL | undefined,
  limit: number,
): Promise<OwnConversation[]> {
  const rows = await selectConversations(scope)
    .where(and(eq(conversations.workspaceId, scope.workspaceId), where))
    .orderBy(asc(conversations.rank), asc(conversations.id))
    .limit(limit);
  return withAllMarks(
    scope,
    actor,
    rows.map((row) => presentConversation(scope, row)),
  );
}

/** Conversations, known to be accessible, with the agent's own marks. */
export async function withAllMarks(
  scope: Scope,
  actor: Actor,
  rows: readonly Conversation[],
): Promise<OwnConversation[]> {
  const marks = await ownMarks(
    scope,
    actor,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({ ...row, ...(marks.get(row.id) ?? UNMARKED) }));
}

/** One conversation, known to be accessible, with the agent's own marks. */
export async function withMarks(
  scope: Scope,
  actor: Actor,
  conversation: Conversation,
): Promise<OwnConversation> {
  const marks = await ownMarks(scope, actor, [conversation.id]);
  return { ...conversation, ...(marks.get(conversation.id) ?? UNMARKED) };
}

type Marks = Pick<OwnConversation, 'readSeq' | 'hasDraft' | 'mentionSeq'>;

const UNMARKED: Marks = { readSeq: 0, hasDraft: false, mentionSeq: 0 };

type MarksRow = { id: string; read_seq: string; has_draft: boolean; mention_seq: string };

async function ownMarks(scope: Scope, actor: Actor, ids: string[]): Promise<Map<string, Marks>> {
  if (ids.length === 0) return new Map();
  const list = sql.join(
    ids.map((id) => sql`${id}::uuid`),
    sql`, `,
  );
  const rows = await scope.tx.execute<MarksRow>(sql`
    select c.id,
      coalesce((select seq from read_markers r where r.workspace_id = c.workspace_id
        and r.agent_id = ${actor.agentId} and r.conversation_id = c.id), 0) as read_seq,
      exists (select 1 from drafts d where d.workspace_id = c.workspace_id
        and d.agent_id = ${actor.agentId} and d.conversation_id = c.id) as has_draft,
      coalesce((select seq from mentions m where m.workspace_id = c.workspace_id
        and m.agent_id = ${actor.agentId} and m.conversation_id = c.id), 0) as mention_seq
    from conversations c
    where c.workspace_id = ${scope.workspaceId} and c.id in (${list})`);
  return new Map(
    [...rows].map(({ id, read_seq, has_draft, mention_seq }) => [
      id,
      { readSeq: Number(read_seq), hasDraft: has_draft, mentionSeq: Number(mention_seq) },
    ]),
  );
}
