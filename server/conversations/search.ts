/** Finding a conversation again: by number, by the person's name, or by words that were said. */
import { and, desc, eq, ilike, sql } from 'drizzle-orm';
import { contacts } from '../database/schema/contacts.ts';
import { conversations } from '../database/schema/conversations.ts';
import { messages } from '../database/schema/messages.ts';
import type { Actor } from '../events/actor.ts';
import type { Scope } from '../events/scope.ts';
import { clean } from '../events/text.ts';
import type { SearchResult } from '../wire/contacts.ts';
import { presentConversation, selectConversations } from './present.ts';

const AROUND = 60;

/** Conversations that match `query`, the most recent first. */
export async function search(
  scope: Scope,
  actor: Actor,
  query: string,
  limit: number,
): Promise<SearchResult[]> {
  const words = clean(query).trim();
  if (words === '' || actor.workspaceId !== scope.workspaceId) return [];
  const pattern = `%${words.replace(/[\\%_]/g, '\\$&')}%`;
  const hits = await latestHits(scope, pattern, limit);
  const number = /^#?(\d{1,9})$/.exec(words)?.[1];
  const found = sql.join(
    [sql`null::uuid`, ...[...hits.keys()].map((id) => sql`${id}::uuid`)],
    sql`, `,
  );
  const rows = await selectConversations(scope)
    .where(
      and(
        eq(conversations.workspaceId, scope.workspaceId),
        sql`(${conversations.id} in (${found})
          or ${ilike(contacts.name, pattern)}
          or ${number ? eq(conversations.number, Number(number)) : sql`false`})`,
      ),
    )
    .orderBy(desc(conversations.lastMessageAt))
    .limit(limit);
  return rows.map((row) => ({
    conversation: presentConversation(scope, row),
    excerpt: excerptOf(hits.get(row.conversation.id) ?? '', words),
  }));
}

async function latestHits(scope: Scope, pattern: string, limit: number) {
  const rows = await scope.tx
    .select({ conversationId: messages.conversationId, text: messages.text })
    .from(messages)
    .where(and(eq(messages.workspaceId, scope.workspaceId), ilike(messages.text, pattern)))
    .orderBy(desc(messages.createdAt))
    .limit(limit * 4);
  const hits = new Map<string, string>();
  for (const { conversationId, text } of rows) {
    if (!hits.has(conversationId)) hits.set(conversationId, text);
  }
  return hits;
}

function excerptOf(text: string, words: string): string {
  const at = Math.max(0, text.toLowerCase().indexOf(words.toLowerCase()));
  const from = Math.max(0, at - AROUND);
  const cut = text
    .slice(from, at + words.length + AROUND)
    .replace(/\s+/g, ' ')
    .toWellFormed();
  return `${from > 0 ? '…' : ''}${cut}${at + words.length + AROUND < text.length ? '…' : ''}`;
}
