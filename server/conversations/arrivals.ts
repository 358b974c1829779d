/** The ledger of what came in, and what it is about. */
import { and, asc, eq } from 'drizzle-orm';
import { arrivals } from '../database/schema/channels.ts';
import { threads } from '../database/schema/conversations.ts';
import { messages } from '../database/schema/messages.ts';
import type { Scope } from '../events/scope.ts';

/**
 * Written down for ever: what is deleted here does not come back because a mailbox is read again. No row: it came
 * before. One that comes in this very moment is waited for.
 */
export function insertArrival(scope: Scope, channelId: string, externalId: string) {
  return scope.tx
    .insert(arrivals)
    .values({ workspaceId: scope.workspaceId, channelId, externalId })
    .onConflictDoNothing()
    .returning({ externalId: arrivals.externalId });
}

/** Is this the first time? What is no message has a ledger of its own: its ids may be those of messages. */
export async function isFirst(
  scope: Scope,
  channelId: string,
  { type, externalId }: { type: string; externalId: string },
): Promise<boolean> {
  const fresh = await insertArrival(scope, channelId, `${type}\n${externalId}`);
  return fresh.length > 0;
}

export type Named = { thread: string; messageExternalId: string };

/** A message by the platform's id, in or out, on this very line: nobody speaks about what stands elsewhere. */
export async function findNamed(
  scope: Scope,
  channelId: string,
  named: Named,
): Promise<typeof messages.$inferSelect | undefined> {
  const [row] = await scope.tx
    .select({ message: messages })
    .from(messages)
    .innerJoin(
      threads,
      and(eq(threads.workspaceId, messages.workspaceId), eq(threads.id, messages.threadId)),
    )
    .where(
      and(
        eq(messages.workspaceId, scope.workspaceId),
        eq(messages.channelId, channelId),
        eq(messages.externalId, named.messageExternalId),
        eq(threads.key, named.thread),
      ),
    )
    .orderBy(asc(messages.direction))
    .limit(1);
  return row?.message;
}
