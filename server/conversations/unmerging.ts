/** Two conversations that were made one are two after all. */
import { and, eq, gt, inArray, isNull, max, min, ne, sql } from 'drizzle-orm';
import { conversationMerges, threads } from '../database/schema/conversations.ts';
import { messages } from '../database/schema/messages.ts';
import type { Actor } from '../events/actor.ts';
import type { Scope } from '../events/scope.ts';
import type { Conversation } from '../wire/conversations.ts';
import { Refusal } from '../wire/problems.ts';
import { accessConversation } from './access.ts';
import type { Patch, Step, StepActor } from './change.ts';
import { changeMany } from './change-many.ts';
import { holdBoth, type Moved, refuseWaiting, told, written } from './merging.ts';
import type { ConversationRow } from './present.ts';
import { findTag } from './tagging.ts';
import { isOver, unansweredSince } from './waiting.ts';
import { setAlarms } from './work.ts';

type MergeRow = typeof conversationMerges.$inferSelect;

/**
 * Takes a merge back, also after further work: both have their own past, lines and tags again. What was said while they
 * were one stays where it was said, and what an agent has changed of the one since stays so.
 * @throws Refusal not_found, conflict when a later merge stands on it
 */
export async function unmergeConversations(
  scope: Scope,
  actor: Actor,
  keptId: string,
  mergeId: string,
): Promise<Conversation> {
  const { id } = await accessConversation(scope, actor, keptId, 'write');
  const merge = await openMerge(scope, id, mergeId);
  const { kept, other } = await holdBoth(scope, actor, id, merge.mergedId);
  if (!(await close(scope, mergeId))) throw new Refusal('not_found', 'There is no such merge.');
  refuseStoodOn(kept.conversation);
  await refuseWaiting(scope, kept.conversation);
  await returnThreads(scope, merge);
  const by: StepActor = { kind: 'agent', id: actor.agentId, name: actor.name };
  const tagged = await tagsTakenOff(scope, kept.conversation, merge, by);
  const mergedIds = partsWithout(kept.conversation, other.conversation);
  const patch = await patchOf(scope, { ...kept.conversation, mergedIds }, merge);
  const changed = await changeMany(scope, [
    {
      row: kept,
      steps: [{ kind: 'unmerged', actor: by, data: told(mergeId, 'from', other) }, ...tagged],
      patch: {
        ...patch,
        tagIds: kept.conversation.tagIds.filter((tag) => !merge.tagIds.includes(tag)),
        followerIds: await followersWithout(scope, kept.conversation, merge),
        mergedIds,
      },
    },
    {
      row: other,
      steps: [{ kind: 'unmerged', actor: by, data: told(mergeId, 'into', kept) }],
      patch: await patchOfOther(scope, other.conversation, merge),
    },
  ]);
  await setAlarms(scope, changed);
  const [conversation] = changed;
  if (!conversation) throw new Error('nothing was taken apart');
  return conversation;
}

async function openMerge(scope: Scope, keptId: string, id: string): Promise<MergeRow> {
  const [row] = await scope.tx
    .select()
    .from(conversationMerges)
    .where(and(isIt(scope, id), eq(conversationMerges.keptId, keptId)));
  if (!row) throw new Refusal('not_found', 'There is no such merge.');
  return row;
}

/** False when somebody was quicker. */
async function close(scope: Scope, id: string): Promise<boolean> {
  const closed = await scope.tx
    .update(conversationMerges)
    .set({ undoneAt: sql`now()` })
    .where(isIt(scope, id))
    .returning({ id: conversationMerges.id });
  return closed.length > 0;
}

const isIt = ({ workspaceId }: Scope, id: string) =>
  and(
    eq(conversationMerges.workspaceId, workspaceId),
    eq(conversationMerges.id, id),
    isNull(conversationMerges.undoneAt),
  );

function refuseStoodOn({ status, number }: ConversationRow): void {
  if (status !== 'merged') return;
  throw new Refusal('conflict', `#${number} was merged itself since: take that apart first.`);
}

/** Those that still lead here. */
async function returnThreads(scope: Scope, merge: MergeRow): Promise<void> {
  if (merge.threadIds.length === 0) return;
  await scope.tx
    .update(threads)
    .set({ conversationId: merge.mergedId })
    .where(
      and(
        eq(threads.workspaceId, scope.workspaceId),
        eq(threads.conversationId, merge.keptId),
        inArray(threads.id, merge.threadIds),
      ),
    );
}

async function tagsTakenOff(
  scope: Scope,
  { tagIds }: ConversationRow,
  merge: MergeRow,
  actor: StepActor,
): Promise<Step[]> {
  const ids = merge.tagIds.filter((id) => tagIds.includes(id));
  if (ids.length === 0) return [];
  const removed = await Promise.all(ids.map((id) => findTag(scope, id)));
  return [{ kind: 'tagged', actor, data: { added: [], removed } }];
}

/** Whom the merge brought goes with it, but for those who have written here since. */
async function followersWithout(
  { tx, workspaceId }: Scope,
  { id, followerIds }: ConversationRow,
  merge: MergeRow,
): Promise<string[]> {
  if (merge.followerIds.length === 0) return followerIds;
  const wrote = await tx
    .selectDistinct({ agentId: messages.agentId })
    .from(messages)
    .where(
      and(
        eq(messages.workspaceId, workspaceId),
        eq(messages.conversationId, id),
        gt(messages.seq, merge.seq),
        inArray(messages.agentId, merge.followerIds),
      ),
    );
  const stays = (one: string) => wrote.some(({ agentId }) => agentId === one);
  return followerIds.filter((one) => !merge.followerIds.includes(one) || stays(one));
}

function partsWithout({ mergedIds }: ConversationRow, other: ConversationRow): string[] {
  const theirs = new Set([other.id, ...other.mergedIds]);
  return mergedIds.filter((id) => !theirs.has(id));
}

/** What it was before, as far as it is still what the merge made of it. What they said since keeps it open. */
async function patchOf(scope: Scope, kept: ConversationRow, merge: MergeRow): Promise<Patch> {
  const [now, { before, after }] = [written(kept), merge];
  const untouched = (...fields: (keyof Moved)[]) => fields.every((one) => now[one] === after[one]);
  const said = await saidSince(scope, merge);
  const status =
    untouched('status', 'snoozedUntil') && !said.has('in')
      ? { status: before.status, snoozedUntil: dateOf(before.snoozedUntil) }
      : { status: kept.status, snoozedUntil: kept.snoozedUntil };
  const asBefore = untouched('waitingSince') && said.size === 0;
  return {
    ...status,
    ...(untouched('inboundSeq') && { inboundSeq: before.inboundSeq }),
    ...(untouched('lastMessageAt', 'preview') && {
      lastMessageAt: new Date(before.lastMessageAt),
      preview: before.preview,
      previewDirection: before.previewDirection,
    }),
    waitingSince: asBefore
      ? dateOf(before.waitingSince)
      : await waitingNow(scope, { ...kept, ...status }),
  };
}

async function waitingNow(scope: Scope, kept: ConversationRow): Promise<Date | null> {
  return isOver(kept.status) ? null : unansweredSince(scope, kept);
}

/** By whom something was said since between them and us; a note is no answer. */
async function saidSince(scope: Scope, { keptId, seq }: MergeRow): Promise<Set<string>> {
  const rows = await scope.tx
    .selectDistinct({ direction: messages.direction })
    .from(messages)
    .where(
      and(
        eq(messages.workspaceId, scope.workspaceId),
        eq(messages.conversationId, keptId),
        gt(messages.seq, seq),
        ne(messages.direction, 'note'),
      ),
    );
  return new Set(rows.map(({ direction }) => direction));
}

/** As it was, but for two things: a snooze may be over by now, and its lines may have been answered meanwhile. */
async function patchOfOther(scope: Scope, other: ConversationRow, merge: MergeRow): Promise<Patch> {
  const until = dateOf(merge.merged.snoozedUntil);
  const awake = merge.merged.status === 'snoozed' && (until === null || until <= new Date());
  const status = awake ? 'open' : merge.merged.status;
  return {
    status,
    snoozedUntil: awake ? null : until,
    waitingSince: isOver(status) ? null : await waitingOf(scope, other, merge),
    mergedInto: null,
  };
}

async function waitingOf(
  scope: Scope,
  { waitingSince }: ConversationRow,
  { keptId, seq, threadIds }: MergeRow,
): Promise<Date | null> {
  if (threadIds.length === 0) return waitingSince;
  const onThem = and(
    eq(messages.workspaceId, scope.workspaceId),
    eq(messages.conversationId, keptId),
    gt(messages.seq, seq),
    inArray(messages.threadId, threadIds),
    isNull(messages.automatic),
  );
  const answers = and(onThem, eq(messages.direction, 'out'), ne(messages.state, 'cancelled'));
  const [answer] = await scope.tx
    .select({ seq: max(messages.seq) })
    .from(messages)
    .where(answers);
  if (!answer?.seq) return waitingSince;
  const since = and(onThem, eq(messages.direction, 'in'), gt(messages.seq, answer.seq));
  const [word] = await scope.tx
    .select({ at: min(messages.createdAt) })
    .from(messages)
    .where(since);
  return word?.at ?? null;
}

/** Of a moment as a record has it. */
export const dateOf = (moment: string | null): Date | null =>
  moment === null ? null : new Date(moment);
