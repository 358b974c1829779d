/** The only way to a conversation: who asks, which one, what for. */
import { and, eq, inArray } from 'drizzle-orm';
import { conversations } from '../database/schema/conversations.ts';
import type { Actor } from '../events/actor.ts';
import type { Scope } from '../events/scope.ts';
import { Refusal } from '../wire/problems.ts';
import type { ConversationRow } from './present.ts';

/**
 * @param id the conversation's id, or its number in the workspace
 * @param need what the caller is about to do; a token must carry that scope
 * @throws Refusal not_found when it is not there or not the actor's to see: the two look the same
 */
export async function accessConversation(
  scope: Scope,
  actor: Actor,
  id: string,
  need: 'read' | 'write',
): Promise<ConversationRow> {
  const missing = new Refusal('not_found', 'There is no such conversation.');
  if (!mayAsk(scope, actor, need)) throw missing;
  const [row] = await scope.tx
    .select()
    .from(conversations)
    .where(and(eq(conversations.workspaceId, scope.workspaceId), matches(id)));
  if (!row) throw missing;
  return row;
}

/** Nothing is done any more in what goes on elsewhere. Asked of a row that is held. @throws Refusal conflict */
export function refuseMerged({ status, number }: Pick<ConversationRow, 'status' | 'number'>): void {
  if (status !== 'merged') return;
  throw new Refusal('conflict', `#${number} was merged: it goes on in another conversation.`);
}

/**
 * The same for many at once.
 * @returns those of `ids` that are there and the actor's to see
 */
export async function accessConversations(
  scope: Scope,
  actor: Actor,
  ids: readonly string[],
  need: 'read' | 'write',
): Promise<string[]> {
  if (!mayAsk(scope, actor, need)) return [];
  const rows = await scope.tx
    .select({ id: conversations.id })
    .from(conversations)
    .where(
      and(eq(conversations.workspaceId, scope.workspaceId), inArray(conversations.id, [...ids])),
    );
  return rows.map(({ id }) => id);
}

function mayAsk(scope: Scope, actor: Actor, need: 'read' | 'write'): boolean {
  return actor.workspaceId === scope.workspaceId && actor.scopes.includes(need);
}

function matches(id: string) {
  return /^\d{1,9}$/.test(id) ? eq(conversations.number, Number(id)) : eq(conversations.id, id);
}
