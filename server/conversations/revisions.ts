/** What was said is said otherwise, or taken back, by whoever wrote it: on the platform, or from here. */
import { and, desc, eq } from 'drizzle-orm';
import type { InboundDelete, InboundEdit } from '../../adapters/message.ts';
import { FROM_BLOCKED, isBlocked } from '../contacts/blocked.ts';
import { oneOf } from '../database/many.ts';
import { attachments, messages, reactions } from '../database/schema/messages.ts';
import { together } from '../database/together.ts';
import type { Scope } from '../events/scope.ts';
import { clean } from '../events/text.ts';
import type { Message } from '../wire/messages.ts';
import { findNamed, isFirst } from './arrivals.ts';
import {
  change,
  type HeldConversation,
  hold,
  type Patch,
  type StepActor,
  SYSTEM,
} from './change.ts';
import { loadMessages } from './present.ts';
import { previewOf } from './preview.ts';
import { tellLine } from './visitor-line.ts';

type MessageRow = typeof messages.$inferSelect;

/** @returns why nothing came of it, or null */
export async function receiveEdit(
  scope: Scope,
  channelId: string,
  event: InboundEdit,
): Promise<string | null> {
  const found = await findTheirs(scope, channelId, event);
  if (typeof found === 'string') return found;
  const text = clean(event.text);
  const { row } = await holdMessage(scope, found.id);
  if (row.deletedAt || text === row.text) return null;
  if (row.identityId && (await isBlocked(scope, row.identityId))) return `edit: ${FROM_BLOCKED}`;
  // What it looked like is no longer what it says.
  const patch = { text, html: null, quoted: null, editedAt: event.at ?? new Date() };
  await revise(scope, row, { kind: 'message-edited', patch });
  return null;
}

/** Nothing of it is given out any more, here neither; whoever is blocked may still take back what they said. @returns why nothing came of it, or null */
export async function receiveDelete(
  scope: Scope,
  channelId: string,
  event: InboundDelete,
): Promise<string | null> {
  const found = await findTheirs(scope, channelId, event);
  if (typeof found === 'string') return found;
  const { row } = await holdMessage(scope, found.id);
  if (!row.deletedAt) await remove(scope, row, { deletedAt: event.at ?? new Date() });
  return null;
}

/** A note that its writer takes back at once. @param before what the list showed, if nothing was said since */
export async function takeBackNote(scope: Scope, id: string, before: Patch): Promise<void> {
  const [found] = await scope.tx.select().from(messages).where(ofMessage(scope, id));
  if (!found || found.deletedAt) return;
  const patch = { ...NOTHING, deletedAt: new Date() };
  await revise(scope, found, { kind: 'message-deleted', patch, before });
}

/** A message of ours that the platform has taken, and what it calls it. */
export type Named = { messageId: string; channelId: string; externalId: string };

/**
 * An echo that was taken for somebody else's word turns out to be a message of ours: it gives its name up, and goes. It
 * happens only where sending took longer than an echo waits.
 */
export async function giveWay(scope: Scope, ours: readonly Named[]): Promise<void> {
  if (ours.length === 0) return;
  const names = ours.map(({ channelId, externalId }) => {
    return { channelId, direction: 'out' as const, externalId };
  });
  const found = await scope.tx
    .select()
    .from(messages)
    .where(
      and(
        eq(messages.workspaceId, scope.workspaceId),
        oneOf(messages, ['channelId', 'direction', 'externalId'], names),
      ),
    );
  const own = new Set(ours.map(({ messageId }) => messageId));
  for (const echo of found.filter(({ id }) => !own.has(id))) {
    await remove(scope, echo, { deletedAt: new Date(), externalId: null });
  }
}

export type Revision = NonNullable<MessageRow['revision']>;

/**
 * A change of a message of ours is on its way, was not taken, or is forgotten (null). Of a change that another one has
 * taken the place of, nothing more is noted.
 */
export async function noteRevision(
  scope: Scope,
  id: string,
  revision: Revision | null,
  actor: StepActor = SYSTEM,
): Promise<Message> {
  const { held, row } = await holdMessage(scope, id);
  const overtaken = revision?.problem && row.revision?.id !== revision.id;
  if (overtaken || row.deletedAt) return load(scope, id);
  await scope.tx.update(messages).set({ revision }).where(ofMessage(scope, id));
  const message = await load(scope, id);
  await change(scope, held, {}, [{ kind: 'revision', actor, data: { message } }]);
  return message;
}

/** The platform has done it: what we said reads so from now on. */
export async function reviseOurs(scope: Scope, id: string, done: Revision): Promise<void> {
  const { row } = await holdMessage(scope, id);
  if (row.deletedAt) return;
  const { text } = done;
  if (text === null) return remove(scope, row, { deletedAt: new Date() });
  const revision = row.revision?.id === done.id ? null : row.revision;
  const patch = { text, html: null, quoted: null, editedAt: new Date(), revision };
  await revise(scope, row, { kind: 'message-edited', patch });
}

async function holdMessage(scope: Scope, id: string) {
  const [found] = await scope.tx.select().from(messages).where(ofMessage(scope, id));
  if (!found) throw new Error('the message vanished');
  const held = await hold(scope, found.conversationId);
  // Read again under the lock: somebody may have changed it while it was waited for.
  const [row] = await scope.tx.select().from(messages).where(ofMessage(scope, id));
  if (!row) throw new Error('the message vanished');
  return { held, row };
}

/** Theirs: what came in, or was said in our name where only the platform saw it. */
async function findTheirs(
  scope: Scope,
  channelId: string,
  event: InboundEdit | InboundDelete,
): Promise<MessageRow | string> {
  if (!(await isFirst(scope, channelId, event))) return `${event.type}: it came before`;
  const found = await findNamed(scope, channelId, event);
  if (!found) return `${event.type}: about a message that is not here`;
  const ours = found.direction === 'out' && (found.agentId ?? found.automatic) !== null;
  if (ours) return `${event.type}: about a message of ours`;
  return found.deletedAt ? `${event.type}: about a message that was taken back` : found;
}

async function remove(scope: Scope, found: MessageRow, patch: Partial<MessageRow>): Promise<void> {
  await revise(scope, found, { kind: 'message-deleted', patch: { ...NOTHING, ...patch } });
}

function dropBelongings(scope: Scope, id: string) {
  const here = scope.workspaceId;
  const own = and(eq(attachments.workspaceId, here), eq(attachments.messageId, id));
  const under = and(eq(reactions.workspaceId, here), eq(reactions.messageId, id));
  return together(scope.tx.delete(attachments).where(own), scope.tx.delete(reactions).where(under));
}

const NOTHING: Partial<MessageRow> = {
  text: '',
  html: null,
  quoted: null,
  subject: null,
  unsupported: null,
  context: null,
  content: null,
  quotesId: null,
  revision: null,
};

type Restating = {
  kind: 'message-edited' | 'message-deleted';
  patch: Partial<MessageRow>;
  /** What the list is to show instead. */
  before?: Patch;
};

async function revise(
  scope: Scope,
  { id, conversationId }: MessageRow,
  { kind, patch, before }: Restating,
): Promise<void> {
  const held = await hold(scope, conversationId);
  const earlier = await load(scope, id);
  if (kind === 'message-deleted') await dropBelongings(scope, id);
  await scope.tx.update(messages).set(patch).where(ofMessage(scope, id));
  const message = await load(scope, id);
  const shown = (await isShown(scope, held, earlier)) ? (before ?? previewOf(message)) : {};
  await change(scope, held, shown, [{ kind, actor: actorOf(message), data: { message } }]);
  await tellLine(scope, message);
}

async function load(scope: Scope, id: string): Promise<Message> {
  const [message] = await loadMessages(scope, eq(messages.id, id));
  if (!message) throw new Error('the message vanished');
  return message;
}

/** The list shows the last thing said, as it is now. */
async function isShown(scope: Scope, held: HeldConversation, message: Message): Promise<boolean> {
  if (held.preview !== previewOf(message).preview) return false;
  const [last] = await scope.tx
    .select({ id: messages.id })
    .from(messages)
    .where(and(eq(messages.workspaceId, scope.workspaceId), eq(messages.conversationId, held.id)))
    .orderBy(desc(messages.seq))
    .limit(1);
  return last?.id === message.id;
}

function actorOf({ direction, author }: Message): StepActor {
  return direction === 'in' && author ? { kind: 'contact', ...author } : SYSTEM;
}

const ofMessage = (scope: Scope, id: string) =>
  and(eq(messages.workspaceId, scope.workspaceId), eq(messages.id, id));
