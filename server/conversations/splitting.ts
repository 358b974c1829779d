/** What was begun in the midst of a conversation goes on in one of its own. `unsplitting.ts` takes it back. */
import { and, desc, eq, gte, inArray, isNull, max, ne, not, type SQL, sql } from 'drizzle-orm';
import { conversationSplits, threads } from '../database/schema/conversations.ts';
import { readMarkers } from '../database/schema/events.ts';
import { messages } from '../database/schema/messages.ts';
import type { Actor } from '../events/actor.ts';
import { newId } from '../events/ids.ts';
import type { Scope } from '../events/scope.ts';
import type { Conversation } from '../wire/conversations.ts';
import type { Message } from '../wire/messages.ts';
import { Refusal } from '../wire/problems.ts';
import { accessConversation, refuseMerged } from './access.ts';
import { change, type HeldConversation, hold, type Patch, type Step } from './change.ts';
import { type Moved, refuseWaiting, written } from './merging.ts';
import { loadMessages } from './present.ts';
import { previewOf } from './preview.ts';
import { insertConversation, lockThreadById } from './threads.ts';
import { unansweredSince } from './waiting.ts';

/**
 * From one message on, its line goes on in a conversation of its own, which begins with what was said on it since. Of the
 * past nothing moves: it is read along there, and stands where it was said.
 * @throws Refusal not_found, conflict
 */
export async function splitConversation(
  scope: Scope,
  actor: Actor,
  conversationId: string,
  messageId: string,
): Promise<{ id: string; conversation: Conversation }> {
  const { id } = await accessConversation(scope, actor, conversationId, 'write');
  const first = await firstOf(scope, id, messageId);
  const thread = await lockLine(scope, id, first.threadId);
  const held = await hold(scope, id);
  await refuseUnfit(scope, held);
  const goes = and(eq(messages.threadId, thread.id), gte(messages.seq, first.seq));
  const [stays, part] = [
    await sumUp(scope, held, not(goes as SQL)),
    await sumUp(scope, held, goes),
  ];
  if (!stays.last || !part.last) {
    throw new Refusal('conflict', 'That is all of it: nothing would be left here.');
  }
  const [begun] = await insertConversation(
    scope,
    { id: newId(), channelId: thread.channelId, contactId: held.contactId },
    { subject: first.subject ?? held.subject },
  );
  if (!begun) throw new Error('the conversation was not stored');
  const splitId = newId();
  const told = (way: 'from' | 'into', { id: other, number }: { id: string; number: number }) =>
    ({
      kind: 'split',
      actor: { kind: 'agent', id: actor.agentId, name: actor.name },
      data: { splitId, way, conversation: { id: other, number }, messageId: first.id },
    }) as const satisfies Step;
  const patch = patchOf(held, stays);
  await keepRecord(scope, actor, { splitId, held, begun, patch, first });
  await change(scope, held, patch, [told('into', begun)]);
  const conversation = await change(scope, { ...begun, held: true }, patchOfBegun(held, part), [
    told('from', held),
  ]);
  await markRead(scope, { id: begun.id, heldId: id }, part.inboundSeq);
  return { id: splitId, conversation };
}

type First = { id: string; seq: number; threadId: string; subject: string | null };

/** What was said between them and us; a note is on no line. */
async function firstOf(scope: Scope, conversationId: string, messageId: string): Promise<First> {
  const [row] = await scope.tx
    .select({
      id: messages.id,
      seq: messages.seq,
      threadId: messages.threadId,
      subject: messages.subject,
    })
    .from(messages)
    .where(
      and(
        eq(messages.workspaceId, scope.workspaceId),
        eq(messages.conversationId, conversationId),
        eq(messages.id, messageId),
      ),
    );
  if (!row) throw new Refusal('not_found', 'The conversation has no such message.');
  const { threadId } = row;
  if (!threadId) throw new Refusal('conflict', 'A note is on no line that could go on elsewhere.');
  return { ...row, threadId };
}

/** The customer's, and still leading here. Held, as whoever writes on it does. */
async function lockLine(scope: Scope, conversationId: string, threadId: string) {
  const thread = await lockThreadById(scope, threadId);
  if (thread?.conversationId === conversationId && !thread.side) return thread;
  throw new Refusal('conflict', 'Its line goes on in another conversation, or is beside this one.');
}

async function refuseUnfit(scope: Scope, held: HeldConversation): Promise<void> {
  refuseMerged(held);
  const { status, number, mergedIds } = held;
  if (status === 'spam')
    throw new Refusal('conflict', `#${number} is spam: say first that it is none.`);
  if (mergedIds.length > 0) {
    throw new Refusal('conflict', `Others were merged into #${number}: take them apart first.`);
  }
  await refuseWaiting(scope, held);
}

type Sum = { inboundSeq: number; waitingSince: Date | null; last: Message | undefined };

/** What a part of the messages makes of a conversation. @returns `last` undefined: nothing but notes, if anything */
async function sumUp(scope: Scope, held: HeldConversation, which: SQL | undefined): Promise<Sum> {
  const part = and(
    eq(messages.workspaceId, scope.workspaceId),
    eq(messages.conversationId, held.id),
    which,
  );
  const latest = (more?: SQL) =>
    scope.tx
      .select({ id: messages.id })
      .from(messages)
      .where(and(part, more))
      .orderBy(desc(messages.seq))
      .limit(1);
  const [said] = await latest(ne(messages.direction, 'note'));
  const [last] = await latest();
  const [heard] = await scope.tx
    .select({ seq: max(messages.seq) })
    .from(messages)
    // A machine's answer is nothing to be read.
    .where(
      and(part, eq(messages.direction, 'in'), sql`${messages.automatic} is distinct from 'reply'`),
    );
  return {
    inboundSeq: heard?.seq ?? 0,
    waitingSince: await unansweredSince(scope, held, which),
    last: said && last && (await loadMessages(scope, eq(messages.id, last.id)))[0],
  };
}

/** What was changed of it since its last word stays; of what was said it has what is left. */
function patchOf(held: HeldConversation, { inboundSeq, waitingSince, last }: Sum): Moved {
  return {
    status: held.status,
    snoozedUntil: held.snoozedUntil,
    waitingSince: held.waitingSince && waitingSince,
    inboundSeq: Math.min(held.inboundSeq, inboundSeq),
    ...saidLast(held, last),
  };
}

function saidLast(held: HeldConversation, last: Message | undefined) {
  if (!last) return { lastMessageAt: held.lastMessageAt, preview: '', previewDirection: null };
  return { lastMessageAt: new Date(last.createdAt), ...previewOf(last) };
}

/** With who does it, who takes part and how pressing it is. Not with tags: it is about something else. */
function patchOfBegun(held: HeldConversation, { inboundSeq, waitingSince, last }: Sum): Patch {
  return {
    priority: held.priority,
    assigneeId: held.assigneeId,
    followerIds: held.followerIds,
    waitingSince: held.waitingSince && waitingSince,
    // Its own first step stands for all that was said before.
    inboundSeq: inboundSeq > 0 ? 1 : 0,
    ...saidLast(held, last),
  };
}

type Facts = {
  splitId: string;
  held: HeldConversation;
  begun: { id: string };
  patch: Moved;
  first: First;
};

/** The line leads there now; where it led, and what the rest was, is written down. */
async function keepRecord(
  { tx, workspaceId }: Scope,
  { agentId }: Actor,
  { splitId, held, begun, patch, first }: Facts,
): Promise<void> {
  const { threadId, seq: sinceSeq } = first;
  await tx
    .update(threads)
    .set({ conversationId: begun.id })
    .where(and(eq(threads.workspaceId, workspaceId), eq(threads.id, threadId)));
  await tx.insert(conversationSplits).values({
    ...{ workspaceId, id: splitId, agentId, threadId, sinceSeq },
    fromId: held.id,
    intoId: begun.id,
    seq: held.seq + 1,
    before: written(held),
    after: written(patch),
  });
}

type Begun = { id: string; heldId: string };

/** Whoever had read all of it there has read it here. */
async function markRead(scope: Scope, { id, heldId }: Begun, inboundSeq: number): Promise<void> {
  if (inboundSeq === 0) return;
  const { tx, workspaceId } = scope;
  const read = await tx
    .select({ agentId: readMarkers.agentId })
    .from(readMarkers)
    .where(
      and(
        eq(readMarkers.workspaceId, workspaceId),
        eq(readMarkers.conversationId, heldId),
        gte(readMarkers.seq, inboundSeq),
      ),
    );
  for (const { agentId } of read) {
    await tx.insert(readMarkers).values({ workspaceId, agentId, conversationId: id, seq: 1 });
    scope.effects.push({ type: 'own-read', agentId, conversationId: id, seq: 1 });
  }
}

/** The splits that can still be taken back, by which these were begun. */
export function beginningsOf(scope: Scope, intoIds: readonly string[]) {
  return scope.tx
    .select()
    .from(conversationSplits)
    .where(
      and(
        eq(conversationSplits.workspaceId, scope.workspaceId),
        inArray(conversationSplits.intoId, [...intoIds]),
        isNull(conversationSplits.undoneAt),
      ),
    );
}
