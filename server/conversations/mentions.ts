/** Colleagues who are called to a conversation. */
import { and, eq, isNull, sql } from 'drizzle-orm';
import { agents } from '../database/schema/agents.ts';
import { mentions } from '../database/schema/mentions.ts';
import type { Scope } from '../events/scope.ts';
import { mentionsIn } from '../wire/mentions.ts';
import type { HeldConversation } from './change.ts';

/** Whom a note calls. */
export async function calledBy({ tx, workspaceId }: Scope, text: string): Promise<string[]> {
  if (!text.includes('@')) return [];
  const colleagues = await tx
    .select({ id: agents.id, name: agents.name })
    .from(agents)
    .where(and(eq(agents.workspaceId, workspaceId), isNull(agents.removedAt)));
  return [...new Set(mentionsIn(text, colleagues).flatMap(({ ids }) => ids))];
}

/** Keeps whom the note with this number calls, and tells their screens. */
export async function callColleagues(
  scope: Scope,
  { id: conversationId, status }: HeldConversation,
  { seq, called }: { seq: number; called: readonly string[] },
): Promise<void> {
  if (called.length === 0) return;
  const { tx, workspaceId } = scope;
  const open = status === 'open';
  await tx
    .insert(mentions)
    .values(called.map((agentId) => ({ workspaceId, agentId, conversationId, seq, open })))
    .onConflictDoUpdate({
      target: [mentions.workspaceId, mentions.conversationId, mentions.agentId],
      set: { seq: sql`excluded.seq` },
    });
  for (const agentId of called) {
    scope.effects.push({ type: 'own-mention', agentId, conversationId, seq });
  }
}
