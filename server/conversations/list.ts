/** Views of the inbox: which conversations, in which order, and how many. */
import { and, asc, eq, isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
import { conversations } from '../database/schema/conversations.ts';
import type { Actor } from '../events/actor.ts';
import type { Scope } from '../events/scope.ts';
import type { Conversation, OwnConversation, View, ViewCount } from '../wire/conversations.ts';
import { presentConversation, type SummaryRow, selectConversations } from './present.ts';

export type ListCursor = { rank: number; id: string };

/** A page of a view, the longest waiting first. Keyset: pages neither skip nor repeat while the list changes. */
export async function listConversations(
  scope: Scope,
  actor: Actor,
  page: { view: View; limit: number; after?: ListCursor | undefined },
): Promise<OwnConversation[]> {
  const { after } = page;
  return ownConversations(
    scope,
    actor,
    and(
      viewFilter(actor, page.view),
      after
        ? sql`(${conversations.rank}, ${conversations.id}) > (${after.rank}, ${after.id}::uuid)`
        : undefined,
    ),
    page.limit,
  );
}

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
  return withOwnMarks(scope, actor, rows);
}

async function withOwnMarks(
  scope: Scope,
  actor: Actor,
  rows: SummaryRow[],
): Promise<OwnConversation[]> {
  const marks = await ownMarks(
    scope,
    actor,
    rows.map(({ conversation }) => conversation.id),
  );
  return rows.map((row) => ({
    ...presentConversation(scope, row),
    readSeq: marks.get(row.conversation.id)?.readSeq ?? 0,
    hasDraft: marks.get(row.conversation.id)?.hasDraft ?? false,
  }));
}

/** One conversation, known to be accessible, with the agent's own marks. */
export async function withMarks(
  scope: Scope,
  actor: Actor,
  conversation: Conversation,
): Promise<OwnConversation> {
  const mark = (await ownMarks(scope, actor, [conversation.id])).get(conversation.id);
  return { ...conversation, readSeq: mark?.readSeq ?? 0, hasDraft: mark?.hasDraft ?? false };
}

async function ownMarks(scope: Scope, actor: Actor, ids: string[]) {
  const marks = new Map<string, { readSeq: number; hasDraft: boolean }>();
  if (ids.length === 0) return marks;
  const list = sql.join(
    ids.map((id) => sql`${id}::uuid`),
    sql`, `,
  );
  const rows = await scope.tx.execute<{ id: string; read_seq: string; has_draft: boolean }>(sql`
    select c.id,
      coalesce((select seq from read_markers r where r.workspace_id = c.workspace_id
        and r.agent_id = ${actor.agentId} and r.conversation_id = c.id), 0) as read_seq,
      exists (select 1 from drafts d where d.workspace_id = c.workspace_id
        and d.agent_id = ${actor.agentId} and d.conversation_id = c.id) as has_draft
    from conversations c
    where c.workspace_id = ${scope.workspaceId} and c.id in (${list})`);
  for (const row of rows) {
    marks.set(row.id, { readSeq: Number(row.read_seq), hasDraft: row.has_draft });
  }
  return marks;
}

/** The one definition of each view; screens hold the same predicate for what arrives live. */
export function viewFilter(actor: Actor, view: View): SQL | undefined {
  const open = eq(conversations.status, 'open');
  const filters: Record<View, () => SQL | undefined> = {
    inbox: () => open,
    mine: () => and(open, eq(conversations.assigneeId, actor.agentId)),
    unassigned: () => and(open, isNull(conversations.assigneeId)),
    waiting: () => and(open, isNull(conversations.waitingSince)),
    snoozed: () => and(eq(conversations.status, 'snoozed'), isNotNull(conversations.snoozedUntil)),
    done: () => eq(conversations.status, 'done'),
    drafts:
      () => sql`exists (select 1 from drafts d where d.workspace_id = ${conversations.workspaceId}
      and d.agent_id = ${actor.agentId} and d.conversation_id = ${conversations.id})`,
    all: () => undefined,
  };
  return filters[view]();
}

const COUNTED: readonly View[] = [
  'inbox',
  'mine',
  'unassigned',
  'waiting',
  'snoozed',
  'drafts',
  'done',
];

/** How many conversations each view holds, and how many of them have something unread. */
export async function countViews(scope: Scope, actor: Actor): Promise<ViewCount[]> {
  const counts: ViewCount[] = [];
  for (const view of COUNTED) {
    const [row] = await scope.tx
      .select({
        count: sql<string>`count(*)`,
        unread: sql<string>`count(*) filter (where ${conversations.inboundSeq} > coalesce((
          select r.seq from read_markers r where r.workspace_id = ${conversations.workspaceId}
          and r.agent_id = ${actor.agentId} and r.conversation_id = ${conversations.id}), 0))`,
      })
      .from(conversations)
      .where(and(eq(conversations.workspaceId, scope.workspaceId), viewFilter(actor, view)));
    counts.push({ view, count: Number(row?.count ?? 0), unread: Number(row?.unread ?? 0) });
  }
  return counts;
}
