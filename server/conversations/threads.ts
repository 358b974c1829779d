/** Threads: where a message came in, and where an answer goes out. */
import { and, desc, eq, isNotNull, type SQL, sql } from 'drizzle-orm';
import type { IdentityClaim, InboundMessage } from '../../adapters/message.ts';
import { type IdentityRow, recogniseIdentity } from '../contacts/identities.ts';
import { conversations, threads } from '../database/schema/conversations.ts';
import { messages } from '../database/schema/messages.ts';
import { workspaces } from '../database/schema/workspaces.ts';
import { newId } from '../events/ids.ts';
import type { Scope } from '../events/scope.ts';
import { rankOf } from './change.ts';

export type ThreadRow = typeof threads.$inferSelect;

/**
 * The thread an inbound message belongs to, its row locked; made with identity, contact and conversation when new.
 * Parallel first messages queue behind one advisory lock, so they end in one thread and one conversation.
 */
export async function arriveAtThread(
  scope: Scope,
  channelId: string,
  event: Pick<InboundMessage, 'from' | 'thread' | 'subject' | 'automatic'>,
): Promise<{ thread: ThreadRow; identity: IdentityRow }> {
  const known = await lockThread(scope, channelId, event.thread);
  if (known) return { thread: known, identity: await recogniseIdentity(scope, event.from) };
  await lockArrival(scope, event.from);
  const made = await lockThread(scope, channelId, event.thread);
  const identity = await recogniseIdentity(scope, event.from);
  if (made) return { thread: made, identity };
  const conversationId = await startConversation(scope, channelId, identity, event);
  const { thread: key } = event;
  const thread = await insertThread(scope, { channelId, identity, key, conversationId });
  return { thread, identity };
}

/** A thread by its external key, locked for the rest of the transaction. */
export async function lockThread(
  scope: Scope,
  channelId: string,
  key: string,
): Promise<ThreadRow | undefined> {
  const [row] = await scope.tx
    .select()
    .from(threads)
    .where(
      and(
        eq(threads.workspaceId, scope.workspaceId),
        eq(threads.channelId, channelId),
        eq(threads.key, key),
      ),
    )
    .for('update');
  return row;
}

/**
 * The thread an answer goes to: the one asked for, else the latest of the conversation. Locked.
 * A line that went on in another conversation when its person logged in is answered from the old one, too.
 */
export async function lockAnswerThread(
  scope: Scope,
  conversationId: string,
  threadId: string | undefined,
): Promise<ThreadRow | undefined> {
  // Without being asked nobody is answered but the customer.
  const asked = threadId ? eq(threads.id, threadId) : eq(threads.side, false);
  const going = and(eq(threads.conversationId, conversationId), asked);
  return (
    (await lockLatest(scope, going)) ??
    (await lockLatest(scope, and(eq(threads.id, lastSpokenOn(scope, conversationId)), asked)))
  );
}

async function lockLatest(scope: Scope, which: SQL | undefined): Promise<ThreadRow | undefined> {
  const [row] = await scope.tx
    .select()
    .from(threads)
    .where(and(eq(threads.workspaceId, scope.workspaceId), which))
    .orderBy(desc(threads.createdAt))
    .limit(1)
    .for('update');
  return row;
}

function lastSpokenOn(scope: Scope, conversationId: string): SQL {
  const last = scope.tx
    .select({ id: messages.threadId })
    .from(messages)
    .where(
      and(
        eq(messages.workspaceId, scope.workspaceId),
        eq(messages.conversationId, conversationId),
        isNotNull(messages.threadId),
      ),
    )
    .orderBy(desc(messages.seq))
    .limit(1);
  return sql`(${last})`;
}

/** Takes the thread's next number: what the other side sees moved by one. */
export async function advanceThread(scope: Scope, thread: ThreadRow): Promise<number> {
  const seq = thread.seq + 1;
  await scope.tx
    .update(threads)
    .set({ seq })
    .where(and(eq(threads.workspaceId, scope.workspaceId), eq(threads.id, thread.id)));
  return seq;
}

/** Whoever makes a thread of this identity waits until the transaction ends. */
export async function lockArrival(
  scope: Scope,
  from: Pick<IdentityClaim, 'kind' | 'scope' | 'value'>,
): Promise<void> {
  const key = [scope.workspaceId, from.kind, from.scope, from.value].join('\n');
  await scope.tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${key}, 1))`);
}

/** @returns the id of the new conversation; one that a machine's answer begins is done from the start. */
async function startConversation(
  scope: Scope,
  channelId: string,
  identity: IdentityRow,
  event: Pick<InboundMessage, 'subject' | 'automatic'>,
): Promise<string> {
  const id = newId();
  const now = new Date();
  await scope.tx.insert(conversations).values({
    workspaceId: scope.workspaceId,
    id,
    number: await nextNumber(scope),
    contactId: identity.contactId,
    channelId,
    status: event.automatic === 'reply' ? 'done' : 'open',
    subject: event.subject ?? '',
    lastMessageAt: now,
    rank: rankOf({ waitingSince: null, lastMessageAt: now }),
  });
  return id;
}

type NewThread = {
  channelId: string;
  identity: IdentityRow;
  key: string;
  conversationId: string;
  side?: boolean;
};

/** Begins a thread. `side`: talk with somebody else beside the customer's. */
export async function insertThread(scope: Scope, started: NewThread): Promise<ThreadRow> {
  const { channelId, identity, key, conversationId, side = false } = started;
  const { workspaceId } = scope;
  const identityId = identity.id;
  const [thread] = await scope.tx
    .insert(threads)
    .values({ workspaceId, id: newId(), channelId, identityId, key, conversationId, side })
    .returning();
  if (!thread) throw new Error('the thread was not stored');
  return thread;
}

async function nextNumber(scope: Scope): Promise<number> {
  const [row] = await scope.tx
    .update(workspaces)
    .set({ lastNumber: sql`${workspaces.lastNumber} + 1` })
    .where(eq(workspaces.id, scope.workspaceId))
    .returning({ number: workspaces.lastNumber });
  if (!row) throw new Error('the workspace vanished');
  return row.number;
}
