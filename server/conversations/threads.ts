/** Threads: where a message came in, and where an answer goes out. */
import { and, desc, eq, inArray, isNotNull, type SQL, sql } from 'drizzle-orm';
import type { IdentityClaim, InboundMessage } from '../../adapters/message.ts';
import { identities } from '../database/schema/contacts.ts';
import { conversations, threads } from '../database/schema/conversations.ts';
import { messages } from '../database/schema/messages.ts';
import { workspaces } from '../database/schema/workspaces.ts';
import { newId } from '../events/ids.ts';
import type { Scope } from '../events/scope.ts';
import { rankOf } from './change.ts';

export type ThreadRow = typeof threads.$inferSelect;

/** A thread by its external key, locked for the rest of the transaction. */
export async function lockThread(
  scope: Scope,
  channelId: string,
  key: string,
): Promise<ThreadRow | undefined> {
  const [row] = await selectThread(scope, channelId, key);
  return row;
}

/** The same, by its own id. */
export async function lockThreadById(scope: Scope, id: string): Promise<ThreadRow | undefined> {
  const [row] = await scope.tx
    .select()
    .from(threads)
    .where(and(eq(threads.workspaceId, scope.workspaceId), eq(threads.id, id)))
    .for('update');
  return row;
}

/** By the key, to be run together with others. */
export function selectThread(scope: Scope, channelId: string, key: string) {
  return scope.tx
    .select()
    .from(threads)
    .where(and(onChannel(scope, channelId), eq(threads.key, key)))
    .for('update');
}

/** All that somebody has on a channel, locked in one order. */
export function lockThreadsOf(
  scope: Scope,
  channelId: string,
  identityId: string,
): Promise<ThreadRow[]> {
  return scope.tx
    .select()
    .from(threads)
    .where(and(onChannel(scope, channelId), eq(threads.identityId, identityId)))
    .orderBy(threads.id)
    .for('update');
}

/** For a join: of a thread, what it is part of. */
export const itsConversation = and(
  eq(conversations.workspaceId, threads.workspaceId),
  eq(conversations.id, threads.conversationId),
);

/** For a where: threads of one channel. */
export const onChannel = ({ workspaceId }: Scope, channelId: string) =>
  and(eq(threads.workspaceId, workspaceId), eq(threads.channelId, channelId));

/**
 * The thread an answer goes to: the one asked for, else where they spoke last. Locked.
 * A line that went on in another conversation when its person logged in is answered from the old one, too. Another
 * line of the same person, chosen on purpose, goes on here from now on.
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
    (await lockLatest(scope, and(eq(threads.id, lastSpokenOn(scope, conversationId)), asked))) ??
    (threadId ? bringHere(scope, conversationId, threadId) : undefined)
  );
}

async function bringHere(
  scope: Scope,
  conversationId: string,
  threadId: string,
): Promise<ThreadRow | undefined> {
  const [thread] = await scope.tx
    .update(threads)
    .set({ conversationId })
    .where(
      and(
        eq(threads.workspaceId, scope.workspaceId),
        eq(threads.id, threadId),
        eq(threads.side, false),
        ofCustomer(scope, conversationId),
      ),
    )
    .returning();
  return thread;
}

/** A line of the customer themselves, wherever it goes on. */
export function ofCustomer({ tx, workspaceId }: Scope, conversationId: string): SQL {
  const owner = tx
    .select({ id: conversations.contactId })
    .from(conversations)
    .where(and(eq(conversations.workspaceId, workspaceId), eq(conversations.id, conversationId)));
  const theirs = tx
    .select({ id: identities.id })
    .from(identities)
    .where(and(eq(identities.workspaceId, workspaceId), eq(identities.contactId, sql`(${owner})`)));
  return inArray(threads.identityId, theirs);
}

/** When the other end spoke there last, or when it began. */
export const lastHeard = sql`coalesce(${threads.heardAt}, ${threads.createdAt})`;

async function lockLatest(scope: Scope, which: SQL | undefined): Promise<ThreadRow | undefined> {
  const [row] = await scope.tx
    .select()
    .from(threads)
    .where(and(eq(threads.workspaceId, scope.workspaceId), which))
    .orderBy(desc(lastHeard))
    .limit(1)
    .for('update');
  return row;
}

/** The thread of the last message that had one. */
export function lastSpokenOn(scope: Scope, conversationId: string): SQL {
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

/** A message of a conversation, of one that was merged into it, or of the one it was split from. */
export function saidIn({ workspaceId }: Scope, conversationId: string): SQL {
  return sql`${messages.conversationId} in (select ${conversationId}::uuid union all
    select unnest(merged_ids) from conversations where workspace_id = ${workspaceId} and id = ${conversationId}::uuid
    union all select from_id from conversation_splits
    where workspace_id = ${workspaceId} and into_id = ${conversationId}::uuid and undone_at is null)`;
}

/** Takes the thread's next number for something we say: what the other side sees moved by one. */
export async function advanceThread(scope: Scope, thread: ThreadRow): Promise<number> {
  const seq = thread.seq + 1;
  await scope.tx
    .update(threads)
    .set({ seq, answers: sql`${threads.answers} + 1` })
    .where(ofThread(scope, thread));
  return seq;
}

/** The same for what they say, to be run together with others: the time to answer begins anew. */
export function moveThread(scope: Scope, thread: ThreadRow, seq: number) {
  return scope.tx
    .update(threads)
    .set({ seq, heardAt: sql`now()`, answers: 0 })
    .where(ofThread(scope, thread));
}

const ofThread = (scope: Scope, { id }: ThreadRow) =>
  and(eq(threads.workspaceId, scope.workspaceId), eq(threads.id, id));

type Address = Pick<IdentityClaim, 'kind' | 'scope' | 'value' | 'aliases'>;

/** Whoever makes a thread of this identity, or of one it also goes by, waits until the transaction ends. */
export const lockArrival = (scope: Scope, { aliases = [], ...from }: Address) =>
  lockArrivals(scope, [from, ...aliases]);

/** The same for several. */
export function lockArrivals(scope: Scope, addresses: readonly Omit<Address, 'aliases'>[]) {
  const keys = addresses.map(({ kind, scope: within, value }) =>
    [scope.workspaceId, kind, within, value].join('\n'),
  );
  // In one order, so that no two wait crosswise.
  const list = JSON.stringify([...new Set(keys)].sort());
  return scope.tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(key, 1))
      from json_array_elements_text(${list}::json) as keys (key)`,
  );
}

type NewConversation = { id: string; channelId: string; contactId: string };

/** A conversation with the workspace's next number; one that a machine's answer begins is done from the start. */
export function insertConversation(
  scope: Scope,
  ids: NewConversation,
  event: Pick<InboundMessage, 'subject' | 'automatic'>,
) {
  const now = new Date();
  const next = scope.tx.$with('next').as(
    scope.tx
      .update(workspaces)
      .set({ lastNumber: sql`${workspaces.lastNumber} + 1` })
      .where(eq(workspaces.id, scope.workspaceId))
      .returning({ number: workspaces.lastNumber }),
  );
  return scope.tx
    .with(next)
    .insert(conversations)
    .values({
      workspaceId: scope.workspaceId,
      ...ids,
      number: sql`(select ${next.number} from ${next})`,
      status: event.automatic === 'reply' ? 'done' : 'open',
      subject: event.subject ?? '',
      lastMessageAt: now,
      rank: rankOf({ waitingSince: null, lastMessageAt: now, priority: 'normal' }),
    })
    .returning();
}

type NewThread = {
  channelId: string;
  identityId: string;
  key: string;
  conversationId: string;
  side?: boolean;
};

/** Begins a thread in a conversation that exists. `side`: talk with somebody else beside the customer's. */
export async function beginThread(scope: Scope, started: NewThread): Promise<ThreadRow> {
  const [thread] = await insertThread(scope, started);
  if (!thread) throw new Error('the thread was not stored');
  return thread;
}

/** The same, to be run together with others. */
export function insertThread(scope: Scope, started: NewThread) {
  return scope.tx
    .insert(threads)
    .values({ workspaceId: scope.workspaceId, id: newId(), ...started })
    .returning();
}
