/** Two conversations of one person become one: an agent says so. `unmerging.ts` takes it back. */
import { and, asc, eq, sql } from 'drizzle-orm';
import { conversationMerges, threads } from '../database/schema/conversations.ts';
import { drafts, readMarkers } from '../database/schema/events.ts';
import type { Actor } from '../events/actor.ts';
import { newId } from '../events/ids.ts';
import type { Scope } from '../events/scope.ts';
import type { Conversation } from '../wire/conversations.ts';
import { Refusal } from '../wire/problems.ts';
import { accessConversation } from './access.ts';
import type { Step, StepActor } from './change.ts';
import { changeMany, holdMany } from './change-many.ts';
import { broughtBy, joinedBy } from './following.ts';
import { selectUnlessAnswered } from './held-back.ts';
import type { ConversationRow, SummaryRow } from './present.ts';
import { findTag, MOST_TAGS } from './tagging.ts';
import { earlier } from './waiting.ts';

/** What a merge moves of the conversation that goes on; put back unless it went on since. */
export type Moved = Pick<
  ConversationRow,
  | 'status'
  | 'snoozedUntil'
  | 'waitingSince'
  | 'inboundSeq'
  | 'lastMessageAt'
  | 'preview'
  | 'previewDirection'
>;

/**
 * The other conversation goes on in this one: its lines lead here, and what was said in it stands here in the order of
 * time. Of its past nothing moves: it keeps its log and its numbers, and is read along. So nobody's cursor is wrong, and
 * taking it back restores what was.
 * @throws Refusal not_found, invalid, conflict
 */
export async function mergeConversations(
  scope: Scope,
  actor: Actor,
  keptId: string,
  otherId: string,
): Promise<{ id: string; conversation: Conversation }> {
  const { kept, other } = await holdBoth(scope, actor, keptId, otherId);
  refuseUnfit(kept.conversation, other.conversation);
  await refuseWaiting(scope, other.conversation);
  const id = newId();
  const by: StepActor = { kind: 'agent', id: actor.agentId, name: actor.name };
  const seq = kept.conversation.seq + 1;
  const patch = patchOf(kept.conversation, other.conversation, seq);
  const tagged = await tagsOfBoth(scope, kept.conversation, other.conversation, by);
  const joined = joinedBy(kept.conversation, other.conversation.followerIds);
  const [conversation] = await changeMany(scope, [
    {
      row: kept,
      steps: [{ kind: 'merged', actor: by, data: told(id, 'from', other) }, ...tagged],
      patch: {
        ...patch,
        tagIds: [...kept.conversation.tagIds, ...tagged.flatMap(addedBy)],
        ...joined,
        mergedIds: [
          ...kept.conversation.mergedIds,
          other.conversation.id,
          ...other.conversation.mergedIds,
        ],
      },
    },
    {
      row: other,
      steps: [{ kind: 'merged', actor: by, data: told(id, 'into', kept) }],
      patch: { status: 'merged', snoozedUntil: null, mergedInto: kept.conversation.id },
    },
  ]);
  if (!conversation) throw new Error('nothing was merged');
  const brought = {
    tagIds: tagged.flatMap(addedBy),
    followerIds: broughtBy(kept.conversation, joined),
  };
  await keepRecord(scope, actor, { id, seq, kept, other, patch, ...brought });
  await markReadInBoth(scope, kept.conversation, other.conversation, seq);
  await moveDrafts(scope, kept.conversation.id, other.conversation.id);
  return { id, conversation };
}

/** Locked: the lines first, as whoever writes on them does, then both in the order of their ids. */
export async function holdBoth(scope: Scope, actor: Actor, keptId: string, otherId: string) {
  const kept = await accessConversation(scope, actor, keptId, 'write');
  const other = await accessConversation(scope, actor, otherId, 'write');
  if (kept.id === other.id) throw new Refusal('invalid', 'otherId: this is the same conversation.');
  await scope.tx
    .select({ id: threads.id })
    .from(threads)
    .where(
      and(
        eq(threads.workspaceId, scope.workspaceId),
        sql`${threads.conversationId} in (${kept.id}::uuid, ${other.id}::uuid)`,
      ),
    )
    .orderBy(asc(threads.id))
    .for('update');
  const rows = await holdMany(scope, [kept.id, other.id].sort()).execute();
  const named = (id: string): SummaryRow => {
    const row = rows.find(({ conversation }) => conversation.id === id);
    if (!row) throw new Refusal('not_found', 'There is no such conversation.');
    return row;
  };
  return { kept: named(kept.id), other: named(other.id) };
}

function refuseUnfit(kept: ConversationRow, other: ConversationRow): void {
  for (const { status, number } of [kept, other]) {
    if (status === 'merged') throw new Refusal('conflict', `#${number} was merged already.`);
    if (status === 'spam')
      throw new Refusal('conflict', `#${number} is spam: say first that it is none.`);
  }
  if (kept.contactId === other.contactId) return;
  throw new Refusal('conflict', 'The two are of different people: merge the contacts first.');
}

/** What is not to go once they write could no longer be found by what they write. */
export async function refuseWaiting(scope: Scope, { id, number }: ConversationRow): Promise<void> {
  if ((await selectUnlessAnswered(scope, id)).length === 0) return;
  throw new Refusal(
    'conflict',
    `In #${number} an answer waits that is not sent if they write first: send it, or take it back.`,
  );
}

/** Of both: whoever waits in either waits, from the earlier moment on; what was said last is what is shown. */
function patchOf(kept: ConversationRow, other: ConversationRow, seq: number): Moved {
  const opens = other.status === 'open' && kept.status !== 'open';
  const { lastMessageAt, preview, previewDirection } =
    other.lastMessageAt > kept.lastMessageAt ? other : kept;
  return {
    status: opens ? 'open' : kept.status,
    snoozedUntil: opens ? null : kept.snoozedUntil,
    waitingSince: earlier(kept.waitingSince, other.waitingSince),
    // What was not read there is not read here.
    inboundSeq: other.inboundSeq > 0 ? seq : kept.inboundSeq,
    lastMessageAt,
    preview,
    previewDirection,
  };
}

/** What the log of one of them tells of the other. */
export function told(mergeId: string, way: 'from' | 'into', { conversation }: SummaryRow) {
  const { id, number } = conversation;
  return { mergeId, way, conversation: { id, number } };
}

type Tagged = Extract<Step, { kind: 'tagged' }>;
const addedBy = ({ data }: Tagged): string[] => data.added.map(({ id }) => id);

/** As many as fit. */
async function tagsOfBoth(
  scope: Scope,
  kept: ConversationRow,
  other: ConversationRow,
  actor: StepActor,
): Promise<Tagged[]> {
  const missing = other.tagIds.filter((id) => !kept.tagIds.includes(id));
  const ids = missing.slice(0, MOST_TAGS - kept.tagIds.length);
  if (ids.length === 0) return [];
  const added = await Promise.all(ids.map((id) => findTag(scope, id)));
  return [{ kind: 'tagged', actor, data: { added, removed: [] } }];
}

type Facts = {
  id: string;
  seq: number;
  kept: SummaryRow;
  other: SummaryRow;
  patch: Moved;
  tagIds: string[];
  followerIds: string[];
};

/** The lines lead here now; what they and the rest were is written down. */
async function keepRecord(
  scope: Scope,
  actor: Actor,
  { id, seq, kept, other, patch, tagIds, followerIds }: Facts,
): Promise<void> {
  const here = eq(threads.workspaceId, scope.workspaceId);
  const moved = await scope.tx
    .update(threads)
    .set({ conversationId: kept.conversation.id })
    .where(and(here, eq(threads.conversationId, other.conversation.id)))
    .returning({ id: threads.id });
  const { status, snoozedUntil } = other.conversation;
  await scope.tx.insert(conversationMerges).values({
    workspaceId: scope.workspaceId,
    id,
    keptId: kept.conversation.id,
    mergedId: other.conversation.id,
    agentId: actor.agentId,
    seq,
    threadIds: moved.map((thread) => thread.id),
    tagIds,
    followerIds,
    before: written(kept.conversation),
    after: written(patch),
    merged: { status, snoozedUntil: snoozedUntil?.toISOString() ?? null },
  });
}

/** As it stands in the record. */
export function written(moved: Moved) {
  return {
    status: moved.status,
    snoozedUntil: moved.snoozedUntil?.toISOString() ?? null,
    waitingSince: moved.waitingSince?.toISOString() ?? null,
    inboundSeq: moved.inboundSeq,
    lastMessageAt: moved.lastMessageAt.toISOString(),
    preview: moved.preview,
    previewDirection: moved.previewDirection,
  };
}

/** Whoever had read both to the end has read the one. */
async function markReadInBoth(
  scope: Scope,
  kept: ConversationRow,
  other: ConversationRow,
  seq: number,
): Promise<void> {
  if (other.inboundSeq === 0) return;
  const rows = await scope.tx.execute<{ agent_id: string }>(sql`
    insert into ${readMarkers} (workspace_id, agent_id, conversation_id, seq)
    select theirs.workspace_id, theirs.agent_id, ${kept.id}::uuid, ${seq}::bigint
    from read_markers theirs left join read_markers ours on ours.workspace_id = theirs.workspace_id
      and ours.agent_id = theirs.agent_id and ours.conversation_id = ${kept.id}::uuid
    where theirs.workspace_id = ${scope.workspaceId} and theirs.conversation_id = ${other.id}::uuid
      and theirs.seq >= ${other.inboundSeq} and coalesce(ours.seq, 0) >= ${kept.inboundSeq}
    on conflict (workspace_id, agent_id, conversation_id) do update set seq = excluded.seq
    returning agent_id`);
  for (const { agent_id: agentId } of rows) {
    scope.effects.push({ type: 'own-read', agentId, conversationId: kept.id, seq });
  }
}

/** Words nobody has sent yet go along, behind what was begun here. */
export async function moveDrafts(scope: Scope, keptId: string, otherId: string): Promise<void> {
  const gone = await scope.tx
    .delete(drafts)
    .where(and(eq(drafts.workspaceId, scope.workspaceId), eq(drafts.conversationId, otherId)))
    .returning();
  for (const { agentId, kind, text } of gone) {
    const [kept] = await scope.tx
      .insert(drafts)
      .values({ workspaceId: scope.workspaceId, agentId, conversationId: keptId, kind, text })
      .onConflictDoUpdate({
        target: [drafts.workspaceId, drafts.agentId, drafts.conversationId, drafts.kind],
        set: { text: sql`${drafts.text} || E'\n\n' || excluded.text`, updatedAt: sql`now()` },
      })
      .returning();
    const own = { type: 'own-draft', agentId, kind } as const;
    scope.effects.push({ ...own, conversationId: otherId, text: '' });
    scope.effects.push({ ...own, conversationId: keptId, text: kept?.text ?? text });
  }
}
