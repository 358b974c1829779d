/** What people put under messages: the customer by the platform, we by a job that tells the platform. */
import { and, eq, inArray, sql } from 'drizzle-orm';
import type { InboundReaction } from '../../adapters/message.ts';
import { FROM_BLOCKED } from '../contacts/blocked.ts';
import { selectPerson } from '../contacts/identities.ts';
import { messages, reactions } from '../database/schema/messages.ts';
import type { Scope } from '../events/scope.ts';
import { clean } from '../events/text.ts';
import type { Message } from '../wire/messages.ts';
import { findNamed, isFirst } from './arrivals.ts';
import { TAKEN_BACK } from './beside.ts';
import { change, hold, type StepActor } from './change.ts';
import { loadMessages } from './present.ts';
import type { ThreadRow } from './threads.ts';
import { tellLine } from './visitor-line.ts';

type Reacted = Pick<typeof messages.$inferSelect, 'id' | 'conversationId'>;

/** Some platforms name their own stickers here. */
const LONGEST_EMOJI = 64;

/** @returns why nothing came of it, or null */
export async function receiveReaction(
  scope: Scope,
  channelId: string,
  event: InboundReaction,
): Promise<string | null> {
  if (!(await isFirst(scope, channelId, event))) return 'reaction: it came before';
  const found = await findNamed(scope, channelId, event);
  if (!found || found.deletedAt) return 'reaction: to a message that is not here';
  const [person] = await selectPerson(scope, event.from);
  if (!person) return 'reaction: of somebody who is not here';
  if (person.contact.blocked) return `reaction: ${FROM_BLOCKED}`;
  const { id, name } = person.contact;
  const emoji = event.emoji === null ? null : cut(clean(event.emoji));
  const actor = { kind: 'contact', id, name } as const;
  await placeReaction(scope, found, { by: `contact:${person.identity.id}`, emoji, actor });
  return null;
}

type Placed = {
  by: `contact:${string}` | 'us';
  /** null: taken back. */
  emoji: string | null;
  actor: StepActor;
  /** Why it is taken back. */
  problem?: string;
};

/** One of each: the next one takes the place of the last. @returns the message with it */
export async function placeReaction(
  scope: Scope,
  { id, conversationId }: Reacted,
  { by, emoji, actor, problem }: Placed,
): Promise<Message> {
  const held = await hold(scope, conversationId);
  if (emoji) await putReaction(scope, { messageId: id, by, emoji });
  else await dropReaction(scope, id, by);
  const [message] = await loadMessages(scope, eq(messages.id, id));
  if (!message) throw new Error('the message vanished');
  const told = { ...message, reactionProblem: problem ?? null };
  await change(scope, held, {}, [{ kind: 'reaction', actor, data: { message: told } }]);
  await tellLine(scope, message);
  return message;
}

/** What we put under a message, as it is to be now. */
export async function ownReaction(scope: Scope, messageId: string): Promise<string | null> {
  const [row] = await scope.tx
    .select({ emoji: reactions.emoji })
    .from(reactions)
    .where(ofReaction(scope, messageId, 'us'));
  return row?.emoji || null;
}

type Row = { messageId: string; by: string; emoji: string };

async function putReaction(scope: Scope, { messageId, by, emoji }: Row): Promise<void> {
  await scope.tx
    .insert(reactions)
    .values({ workspaceId: scope.workspaceId, messageId, by, emoji })
    .onConflictDoUpdate({
      target: [reactions.workspaceId, reactions.messageId, reactions.by],
      set: { emoji, at: sql`now()` },
    });
}

async function dropReaction(scope: Scope, id: string, by: string): Promise<void> {
  await scope.tx
    .update(reactions)
    .set({ emoji: TAKEN_BACK, at: sql`now()` })
    .where(ofReaction(scope, id, by));
}

/** What somebody reacted to on a line is theirs also under another identity, which the line has from now on. */
export async function passReactions(
  scope: Scope,
  { id, identityId }: Pick<ThreadRow, 'id' | 'identityId'>,
  to: string,
): Promise<void> {
  const { workspaceId, tx } = scope;
  const there = and(eq(messages.workspaceId, workspaceId), eq(messages.threadId, id));
  const ids = tx.select({ id: messages.id }).from(messages).where(there);
  await tx
    .update(reactions)
    .set({ by: `contact:${to}` })
    .where(
      and(
        eq(reactions.workspaceId, workspaceId),
        inArray(reactions.messageId, ids),
        eq(reactions.by, `contact:${identityId}`),
      ),
    );
}

const ofReaction = (scope: Scope, messageId: string, by: string) =>
  and(
    eq(reactions.workspaceId, scope.workspaceId),
    eq(reactions.messageId, messageId),
    eq(reactions.by, by),
  );

const cut = (emoji: string) => [...emoji].slice(0, LONGEST_EMOJI).join('');
