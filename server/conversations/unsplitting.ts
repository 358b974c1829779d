/** What was split off was no matter of its own after all. */
import { and, eq, isNull, sql } from 'drizzle-orm';
import { conversationSplits, threads } from '../database/schema/conversations.ts';
import { messages } from '../database/schema/messages.ts';
import type { Actor } from '../events/actor.ts';
import type { Scope } from '../events/scope.ts';
import type { Conversation } from '../wire/conversations.ts';
import { Refusal } from '../wire/problems.ts';
import { accessConversation, refuseMerged } from './access.ts';
import type { Patch, Step } from './change.ts';
import { changeMany } from './change-many.ts';
import { holdBoth, type Moved, moveDrafts, written } from './merging.ts';
import type { ConversationRow } from './present.ts';
import { dateOf } from './unmerging.ts';
import { isOver, unansweredSince } from './waiting.ts';

type SplitRow = typeof conversationSplits.$inferSelect;

/**
 * Takes a split back, as long as nothing was said in what was begun: the conversation is what it was, but for what was
 * changed of it since. Once it has gone on by itself, the two are merged instead.
 * @throws Refusal not_found, conflict
 */
export async function unsplitConversation(
  scope: Scope,
  actor: Actor,
  fromId: string,
  splitId: string,
): Promise<Conversation> {
  const { id } = await accessConversation(scope, actor, fromId, 'write');
  const split = await openSplit(scope, id, splitId);
  const { kept, other } = await holdBoth(scope, actor, id, split.intoId);
  refuseMerged(kept.conversation);
  refuseMerged(other.conversation);
  await refuseGoneOn(scope, other.conversation);
  await close(scope, splitId);
  await returnLines(scope, split);
  const told = (way: 'from' | 'into', { conversation }: typeof kept) =>
    ({
      kind: 'unsplit',
      actor: { kind: 'agent', id: actor.agentId, name: actor.name },
      data: {
        ...{ splitId, way },
        conversation: { id: conversation.id, number: conversation.number },
      },
    }) as const satisfies Step;
  const [conversation] = await changeMany(scope, [
    {
      row: kept,
      steps: [told('into', other)],
      patch: await patchOf(scope, kept.conversation, split),
    },
    {
      row: other,
      steps: [told('from', kept)],
      patch: { status: 'merged', snoozedUntil: null, mergedInto: id },
    },
  ]);
  if (!conversation) throw new Error('nothing was put back');
  await moveDrafts(scope, id, other.conversation.id);
  return conversation;
}

async function openSplit(scope: Scope, fromId: string, id: string): Promise<SplitRow> {
  const [row] = await scope.tx
    .select()
    .from(conversationSplits)
    .where(and(isIt(scope, id), eq(conversationSplits.fromId, fromId)));
  if (!row) throw new Refusal('not_found', 'There is no such split.');
  return row;
}

/** Both are held: what one who was quicker has done is seen. */
async function close(scope: Scope, id: string): Promise<void> {
  const closed = await scope.tx
    .update(conversationSplits)
    .set({ undoneAt: sql`now()` })
    .where(isIt(scope, id))
    .returning({ id: conversationSplits.id });
  if (closed.length === 0) throw new Refusal('not_found', 'There is no such split.');
}

const isIt = ({ workspaceId }: Scope, id: string) =>
  and(
    eq(conversationSplits.workspaceId, workspaceId),
    eq(conversationSplits.id, id),
    isNull(conversationSplits.undoneAt),
  );

async function refuseGoneOn(scope: Scope, { id, number, mergedIds }: ConversationRow) {
  const [said] = await scope.tx
    .select({ id: messages.id })
    .from(messages)
    .where(and(eq(messages.workspaceId, scope.workspaceId), eq(messages.conversationId, id)))
    .limit(1);
  if (!said && mergedIds.length === 0) return;
  throw new Refusal('conflict', `#${number} has gone on by itself since: merge the two instead.`);
}

/** All that lead there: others may have been brought since. */
async function returnLines({ tx, workspaceId }: Scope, { fromId, intoId }: SplitRow) {
  await tx
    .update(threads)
    .set({ conversationId: fromId })
    .where(and(eq(threads.workspaceId, workspaceId), eq(threads.conversationId, intoId)));
}

/** What it was before, as far as it is still what the split made of it. */
async function patchOf(scope: Scope, kept: ConversationRow, split: SplitRow): Promise<Patch> {
  const [now, { before, after }] = [written(kept), split];
  const untouched = (...fields: (keyof Moved)[]) => fields.every((one) => now[one] === after[one]);
  const waiting = untouched('waitingSince', 'status')
    ? dateOf(before.waitingSince)
    : isOver(kept.status)
      ? null
      : await unansweredSince(scope, kept);
  return {
    waitingSince: waiting,
    ...(untouched('inboundSeq') && { inboundSeq: before.inboundSeq }),
    ...(untouched('lastMessageAt', 'preview') && {
      lastMessageAt: new Date(before.lastMessageAt),
      preview: before.preview,
      previewDirection: before.previewDirection,
    }),
  };
}
