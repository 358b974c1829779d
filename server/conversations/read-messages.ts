/** The messages of a conversation, page by page. */
import { and, asc, desc, eq, gt, inArray, lt } from 'drizzle-orm';
import { messages } from '../database/schema/messages.ts';
import type { Actor } from '../events/actor.ts';
import type { Scope } from '../events/scope.ts';
import type { Message } from '../wire/messages.ts';
import { accessConversation } from './access.ts';
import { loadMessages } from './present.ts';

type MessagePage = { after?: number | undefined; before?: number | undefined; limit: number };

/** Oldest first: those after a number, those before one, or the newest. */
export async function readMessages(
  scope: Scope,
  actor: Actor,
  conversationId: string,
  page: MessagePage,
): Promise<Message[]> {
  const { id } = await accessConversation(scope, actor, conversationId, 'read');
  const chosen = await scope.tx
    .select({ id: messages.id })
    .from(messages)
    .where(
      and(
        eq(messages.workspaceId, scope.workspaceId),
        eq(messages.conversationId, id),
        page.after === undefined ? undefined : gt(messages.seq, page.after),
        page.before === undefined ? undefined : lt(messages.seq, page.before),
      ),
    )
    .orderBy(page.after === undefined ? desc(messages.seq) : asc(messages.seq))
    .limit(page.limit);
  if (chosen.length === 0) return [];
  return loadMessages(
    scope,
    inArray(
      messages.id,
      chosen.map((row) => row.id),
    ),
  );
}
