/** The one way a conversation changes: next numbers, row, log and effects together, in the caller's transaction. */
import { and, eq, sql } from 'drizzle-orm';
import { conversations } from '../database/schema/conversations.ts';
import { events } from '../database/schema/events.ts';
import { together } from '../database/together.ts';
import type { Scope } from '../events/scope.ts';
import type { Conversation } from '../wire/conversations.ts';
import type { ConversationEvent } from '../wire/events.ts';
import { type ConversationRow, presentConversation, selectNames } from './present.ts';

/** A conversation whose row this transaction has locked: nobody else takes a number meanwhile. */
export type HeldConversation = ConversationRow & { readonly held: true };

export type StepActor = ConversationEvent['actor'];
type StepOf<Event> = Event extends { kind: infer Kind; data: infer Data }
  ? { kind: Kind; actor: StepActor; data: Data }
  : never;
export type Step = StepOf<ConversationEvent>;

export const SYSTEM: StepActor = { kind: 'system', id: null, name: '' };

export type Patch = Partial<
  Pick<
    ConversationRow,
    | 'status'
    | 'priority'
    | 'assigneeId'
    | 'snoozedUntil'
    | 'waitingSince'
    | 'inboundSeq'
    | 'preview'
    | 'previewDirection'
    | 'lastMessageAt'
    | 'contactId'
    | 'subject'
    | 'tagIds'
    | 'followerIds'
    | 'rating'
    | 'mergedInto'
    | 'mergedIds'
  >
>;

/**
 * Applies `patch` and writes one event per step, numbered `held.seq + 1, + 2, …`.
 * After commit the effect tells every screen of the workspace.
 */
export async function change(
  scope: Scope,
  held: HeldConversation,
  patch: Patch,
  steps: Step[],
): Promise<Conversation> {
  const next = { ...held, ...patch, seq: held.seq + steps.length };
  const [[row], entries, [names]] = await together(
    scope.tx
      .update(conversations)
      .set({ ...patch, seq: next.seq, rank: rankOf(next), updatedAt: sql`now()` })
      .where(ofConversation(scope, held.id))
      .returning(),
    insertEvents(scope, held, steps),
    selectNames(scope, next),
  );
  if (!row || !names) throw new Error(`conversation ${held.id} vanished`);
  const conversation = presentConversation(scope, { conversation: row, ...names });
  const written = steps.map((step, index) => ({
    ...step,
    conversationId: held.id,
    seq: held.seq + 1 + index,
    at: (entries[index]?.at ?? new Date()).toISOString(),
  })) as ConversationEvent[];
  scope.effects.push({
    type: 'conversation',
    conversation,
    events: written,
    xid: entries[0]?.xid ?? '0',
  });
  return conversation;
}

/** Ranks above this are of conversations in which nobody waits for us. */
export const ANSWERED = 5e13;

/** Who waits is in the band of their priority: each is wider than the moments of all years until 2286. */
const BANDS = { urgent: -2e13, high: -1e13, normal: 0, low: 1e13 };

/** The most pressing first, of them the longest waiting; after them the answered ones, the most recent first. */
export function rankOf(
  row: Pick<ConversationRow, 'waitingSince' | 'lastMessageAt' | 'priority'>,
): number {
  if (row.waitingSince) return BANDS[row.priority] + row.waitingSince.getTime();
  return 1e14 - row.lastMessageAt.getTime();
}

export const ofConversation = (scope: Scope, id: string) =>
  and(eq(conversations.workspaceId, scope.workspaceId), eq(conversations.id, id));

/** Locks the conversation's row for the rest of the transaction. */
export async function hold(scope: Scope, id: string): Promise<HeldConversation> {
  const [row] = await scope.tx
    .select()
    .from(conversations)
    .where(ofConversation(scope, id))
    .for('update');
  if (!row) throw new Error(`conversation ${id} vanished`);
  return { ...row, held: true };
}

function insertEvents(scope: Scope, held: HeldConversation, steps: Step[]) {
  return scope.tx
    .insert(events)
    .values(steps.map((step, index) => logged(scope, held.id, held.seq + 1 + index, step)))
    .returning({ xid: events.xid, at: events.at });
}

/** The columns of the log that say what happened; the others say when. */
export const LOGGED = [
  'conversationId',
  'seq',
  'kind',
  'actor',
  'actorId',
  'messageId',
  'data',
] as const;

/** A step as the log has it. */
export const logged = (scope: Scope, conversationId: string, seq: number, step: Step) => ({
  workspaceId: scope.workspaceId,
  conversationId,
  seq,
  kind: step.kind,
  actor: step.actor.kind,
  actorId: step.actor.id,
  messageId: messageOf(step),
  data: loggedOf(step),
});

/** A message's content stands in its own row and may change there; the log points to it. */
function loggedOf(step: Step): Record<string, unknown> {
  if (!('message' in step.data)) return step.data;
  const { reactionProblem } = step.data.message;
  return reactionProblem === null ? {} : { reactionProblem };
}

function messageOf(step: Step): string | null {
  if ('message' in step.data) return step.data.message.id;
  if (step.kind === 'message-state') return step.data.messageId;
  return null;
}
