/** How far each agent has read, and how far the other side may know it. */
import { and, eq, lte, sql } from 'drizzle-orm';
import { conversations, threads } from '../database/schema/conversations.ts';
import { readMarkers } from '../database/schema/events.ts';
import { messages } from '../database/schema/messages.ts';
import { together } from '../database/together.ts';
import { queueReadMarks } from '../deliveries/read-marks.ts';
import type { Actor } from '../events/actor.ts';
import type { Scope } from '../events/scope.ts';
import { accessConversation } from './access.ts';
import { ofConversation } from './change.ts';

/** Moves the agent's marker to `seq`, never past the end. Back is allowed: "mark unread from here". */
export async function read(
  scope: Scope,
  actor: Actor,
  conversationId: string,
  seq: number,
): Promise<void> {
  const conversation = await accessConversation(scope, actor, conversationId, 'read');
  const reached = Math.min(seq, conversation.seq);
  // Threads are locked before conversations, here as everywhere.
  await showSeen(scope, conversation.id, reached);
  await markRead(scope, actor, conversation.id, reached);
}

/** The marker alone, for what an agent writes in passing. */
export async function markRead(
  scope: Scope,
  actor: Actor,
  conversationId: string,
  seq: number,
): Promise<void> {
  await together(
    // First of all: counting asks for it, and by then another answer of this agent may wait for the marker.
    scope.tx
      .select({ id: conversations.id })
      .from(conversations)
      .where(ofConversation(scope, conversationId))
      .for('share'),
    scope.tx
      .insert(readMarkers)
      .values({ workspaceId: scope.workspaceId, agentId: actor.agentId, conversationId, seq })
      .onConflictDoUpdate({
        target: [readMarkers.workspaceId, readMarkers.agentId, readMarkers.conversationId],
        set: { seq },
      }),
  );
  scope.effects.push({ type: 'own-read', agentId: actor.agentId, conversationId, seq });
}

/** "Seen" on the other side: the last of their messages that an agent has read, in the thread's own numbers. */
async function showSeen(scope: Scope, conversationId: string, seq: number): Promise<void> {
  const seen = scope.tx
    .select({ reached: sql<number>`coalesce(max(${messages.threadSeq}), 0)` })
    .from(messages)
    .where(
      and(
        eq(messages.workspaceId, scope.workspaceId),
        eq(messages.conversationId, conversationId),
        eq(messages.threadId, threads.id),
        eq(messages.direction, 'in'),
        lte(messages.seq, seq),
      ),
    );
  const moved = await scope.tx
    .update(threads)
    .set({ readSeq: sql`(${seen})` })
    .where(
      and(
        eq(threads.workspaceId, scope.workspaceId),
        eq(threads.conversationId, conversationId),
        sql`${threads.readSeq} < (${seen})`,
      ),
    )
    .returning({
      id: threads.id,
      channelId: threads.channelId,
      threadKey: threads.key,
      seq: threads.readSeq,
    });
  for (const { channelId, threadKey, seq: reached } of moved) {
    scope.effects.push({ type: 'line-seen', line: { channelId, threadKey }, seq: reached });
  }
  await queueReadMarks(
    scope,
    moved.map(({ id }) => id),
  );
}
