/** Views of the inbox: which conversations, and in which order. `counts.ts` says how many. */
import { and, asc, eq, type SQL, sql } from 'drizzle-orm';
import { idsIn, prepared } from '../database/prepared.ts';
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
import type { SavedView } from '../wire/saved-views.ts';
import { placeIn } from '../wire/view-order.ts';
import { ANSWERED } from './change.ts';
import { presentConversation, selectConversations } from './present.ts';
import { type Queue, queuesOfSaved } from './views/queues.ts';
import { findSavedView } from './views/saved-views.ts';

export type ListCursor = { rank: number; id: string };

export type ListQuery = {
  view: View;
  limit: number;
  after?: ListCursor | undefined;
  /** Of a saved view also what time alone may bring in within so many seconds. */
  ahead?: number | undefined;
};
export type ListPage = { data: OwnConversation[]; next: ListCursor | null };

/**
 * A page of a view in its order: the most pressing and longest waiting first, unless a saved view says otherwise. Keyset: pages neither skip nor repeat while the list changes.
 * @throws Refusal not_found, for a saved view that the agent does not see
 */
export async function listConversations(
  scope: Scope,
  actor: Actor,
  query: ListQuery,
): Promise<ListPage> {
  const { view, limit, after } = query;
  const saved = isSaved(view) ? await findSavedView(scope, actor, idOf(view)) : null;
  const queues = saved ? queuesOfSaved(saved, lookingAhead(actor, query)) : queuesOf(view, actor);
  if (queues.length === 0) return { data: [], next: null };
  const most = limit + 1;
  const page = ({ from = CONVERSATIONS, rank = sql`rank`, which }: Queue) => {
    const behind = after && sql`(${rank}, id) > (${after.rank}, ${after.id}::uuid)`;
    return sql`(select ${rank} as rank, id from ${from}
      where ${and(sql`workspace_id = ${scope.workspaceId}`, which, behind)}
      order by ${rank}, id limit ${most})`;
  };
  const chosen = sql`select id from (${sql.join(queues.map(page), sql` union all `)}) as page
    order by rank, id limit ${most}`;
  const found = await ownConversations(scope, actor, sql`${conversations.id} in (${chosen})`, most);
  return paged(found, limit, saved?.order ?? 'waiting');
}

function lookingAhead(actor: Actor, { ahead = 0 }: ListQuery) {
  const now = Date.now();
  return { actor, now, until: now + ahead * 1000 };
}

function paged(found: OwnConversation[], limit: number, order: SavedView['order']): ListPage {
  const place = (row: OwnConversation): ListCursor => ({ rank: placeIn(order, row), id: row.id });
  const data = order === 'waiting' ? found : found.toSorted((a, b) => byPlace(place(a), place(b)));
  const last = data.length > limit ? data[limit - 1] : undefined;
  return { data: data.slice(0, limit), next: last ? place(last) : null };
}

function byPlace(a: ListCursor, b: ListCursor): number {
  return a.rank - b.rank || (a.id < b.id ? -1 : 1);
}

function queuesOf(view: View, actor: Actor): Queue[] {
  if (isNarrow(view)) return [narrowed(view)];
  // No index leads through all statuses.
  return view === 'all' ? EACH_STATUS : [{ which: VIEWS[view](actor) }];
}

const isSaved = (view: View): boolean => view.startsWith('saved:');
const idOf = (view: View): string => view.slice(view.indexOf(':') + 1);

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
  following: ({
    workspaceId,
    agentId,
  }) => sql`status = 'open' and id in (select conversation_id from followed
    where workspace_id = ${workspaceId} and agent_id = ${agentId} and open)`,
  unassigned: () => sql`status = 'open' and assignee_id is null`,
  waiting: () => sql`status = 'open' and rank > ${sql.raw(String(ANSWERED))}`,
  snoozed: () => sql`status = 'snoozed'`,
  done: () => sql`status = 'done'`,
  spam: () => sql`status = 'spam'`,
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

const MARKS = `
  select c.id,
    coalesce((select seq from read_markers r where r.workspace_id = c.workspace_id
      and r.agent_id = $2 and r.conversation_id = c.id), 0) as read_seq,
    exists (select 1 from drafts d where d.workspace_id = c.workspace_id
      and d.agent_id = $2 and d.conversation_id = c.id) as has_draft,
    coalesce((select seq from mentions m where m.workspace_id = c.workspace_id
      and m.agent_id = $2 and m.conversation_id = c.id), 0) as mention_seq
  from conversations c where c.workspace_id = $1 and c.id = any($3::uuid[])`;

async function ownMarks(scope: Scope, actor: Actor, ids: string[]): Promise<Map<string, Marks>> {
  if (ids.length === 0) return new Map();
  const values = [scope.workspaceId, actor.agentId, idsIn(ids)];
  const rows = await prepared<MarksRow>(scope.tx, MARKS, values).execute();
  return new Map(
    rows.map(({ id, read_seq, has_draft, mention_seq }) => [
      id,
      { readSeq: Number(read_seq), hasDraft: has_draft, mentionSeq: Number(mention_seq) },
    ]),
  );
}
