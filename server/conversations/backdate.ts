/**
 * A past that was told today: what was received and answered a moment ago, as if it had been said when its teller says.
 *
 * Everything is stored with the moment of its storing, and rightly so; this is the one place that moves such moments. Of a
 * conversation all of them move together, those of its messages, files, deliveries and threads, and with them what is
 * reckoned from them: since when somebody waits, the rank in the list, how long a platform still takes an answer. The log
 * is not for us to change: its new moments are answered, and the database's owner writes them (`database/date-log.ts`).
 * The order stays as it is, as it hangs on the numbers; whoever tells several pasts therefore tells them side by side,
 * oldest first, so that ids grow with the time. No screen is told: nobody may be looking yet.
 */
import { and, asc, eq, sql } from 'drizzle-orm';
import type { Dated } from '../database/date-log.ts';
import { updateMany } from '../database/many.ts';
import { contacts, identities } from '../database/schema/contacts.ts';
import { conversations } from '../database/schema/conversations.ts';
import { events } from '../database/schema/events.ts';
import { messages } from '../database/schema/messages.ts';
import type { Scope } from '../events/scope.ts';
import { ofConversation, rankOf } from './change.ts';
import { unansweredSince } from './waiting.ts';

/** When the change with this number was really made. */
export type Told = { seq: number; at: Date };

/** Where something received stands. */
export async function placeOf(
  { tx, workspaceId }: Scope,
  messageId: string,
): Promise<{ conversationId: string; seq: number } | undefined> {
  const [row] = await tx
    .select({ conversationId: messages.conversationId, seq: messages.seq })
    .from(messages)
    .where(and(eq(messages.workspaceId, workspaceId), eq(messages.id, messageId)));
  return row;
}

/**
 * @param told some of the conversation's changes; what lies between them is dated by its neighbours
 * @returns when the log has to say that each of them was made
 */
export async function backdate(
  scope: Scope,
  conversationId: string,
  told: readonly Told[],
): Promise<Dated[]> {
  const log = await dateAll(scope, conversationId, told);
  const said = log.map(({ at, ...entry }) => ({ ...entry, createdAt: at }));
  await updateMany(scope, MESSAGE, said).execute();
  await moveFollowers(scope, conversationId);
  await moveConversation(scope, conversationId, log.at(-1)?.at);
  return log;
}

const MESSAGE = {
  table: messages,
  keys: ['conversationId', 'seq'],
  columns: ['createdAt'],
} as const;

/** What became of a message comes right after it; anything else goes along with what comes next. */
async function dateAll(
  { tx, workspaceId }: Scope,
  conversationId: string,
  told: readonly Told[],
): Promise<Dated[]> {
  const rows = await tx
    .select({ seq: events.seq, kind: events.kind })
    .from(events)
    .where(and(eq(events.workspaceId, workspaceId), eq(events.conversationId, conversationId)))
    .orderBy(asc(events.seq));
  const sorted = told.toSorted((one, other) => one.seq - other.seq);
  return rows.flatMap(({ seq, kind }) => {
    const before = sorted.findLast((one) => one.seq <= seq);
    const after = sorted.find((one) => one.seq >= seq);
    const nearest = kind === 'message-state' ? (before ?? after) : (after ?? before);
    return nearest ? [{ conversationId, seq, at: nearest.at }] : [];
  });
}

/** What hangs on messages has their moments. */
async function moveFollowers({ tx, workspaceId }: Scope, conversationId: string): Promise<void> {
  const said = sql`messages.workspace_id = ${workspaceId} and messages.conversation_id = ${conversationId}`;
  await tx.execute(sql`
    update attachments set created_at = messages.created_at from messages
    where ${said} and attachments.workspace_id = messages.workspace_id and attachments.message_id = messages.id`);
  await tx.execute(sql`
    update deliveries set created_at = messages.created_at, updated_at = messages.created_at from messages
    where ${said} and deliveries.workspace_id = messages.workspace_id and deliveries.message_id = messages.id`);
  await tx.execute(sql`
    update threads set created_at = spoken.first, heard_at = spoken.heard from (
      select thread_id, min(created_at) as first, max(created_at) filter (where direction = 'in') as heard
      from messages where ${said} and thread_id is not null group by thread_id) as spoken
    where threads.workspace_id = ${workspaceId} and threads.id = spoken.thread_id`);
}

async function moveConversation(
  scope: Scope,
  id: string,
  updatedAt: Date | undefined,
): Promise<void> {
  const { tx, workspaceId } = scope;
  const [said] = await tx
    .select({
      first: sql<string>`min(${messages.createdAt})`,
      last: sql<string>`max(${messages.createdAt})`,
    })
    .from(messages)
    .where(and(eq(messages.workspaceId, workspaceId), eq(messages.conversationId, id)));
  const [held] = await tx.select().from(conversations).where(ofConversation(scope, id));
  if (!said || !held) return;
  const lastMessageAt = new Date(said.last);
  const createdAt = new Date(said.first);
  // Closing answers everybody; else they wait since their first word that has no answer.
  const waitingSince = held.waitingSince && (await unansweredSince(scope, held));
  const rank = rankOf({ ...held, waitingSince, lastMessageAt });
  await tx
    .update(conversations)
    .set({ createdAt, lastMessageAt, waitingSince, rank, ...(updatedAt && { updatedAt }) })
    .where(ofConversation(scope, id));
  await moveContact(scope, held.contactId, createdAt);
}

/** They are known since the first of their conversations began. */
async function moveContact({ tx, workspaceId }: Scope, id: string, at: Date): Promise<void> {
  const createdAt = sql`least(created_at, ${at.toISOString()}::timestamptz)`;
  await tx
    .update(contacts)
    .set({ createdAt })
    .where(and(eq(contacts.workspaceId, workspaceId), eq(contacts.id, id)));
  await tx
    .update(identities)
    .set({ createdAt })
    .where(and(eq(identities.workspaceId, workspaceId), eq(identities.contactId, id)));
}
