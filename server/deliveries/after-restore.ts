/** What a restored store must know before anything is done in it: time has gone by since, and much may have been sent. */
import { and, eq, inArray } from 'drizzle-orm';
import { listWorkspaces } from '../agents/directory.ts';
import { conversations } from '../database/schema/conversations.ts';
import { attachments, deliveries, messages } from '../database/schema/messages.ts';
import { jobs } from '../database/schema/workspaces.ts';
import type { Scope, Store } from '../events/scope.ts';
import { moveMessage } from './state.ts';

/** Nothing is sent again by itself: what was to go out may have gone. Timers and files still to come go on. */
export async function settleRestored(store: Store): Promise<void> {
  for (const id of await listWorkspaces(store)) await store.in(id, settle);
}

const MAY_HAVE_GONE = 'Restored from a backup; it may have been sent since.';

async function settle(scope: Scope): Promise<void> {
  const open = await scope.tx
    .select({ id: messages.id, conversationId: messages.conversationId })
    .from(deliveries)
    .innerJoin(
      messages,
      and(eq(messages.workspaceId, deliveries.workspaceId), eq(messages.id, deliveries.messageId)),
    )
    .where(
      and(
        eq(deliveries.workspaceId, scope.workspaceId),
        inArray(deliveries.state, ['queued', 'sending']),
      ),
    );
  for (const message of open) {
    await moveMessage(scope, message, () => ({ state: 'unknown', reason: MAY_HAVE_GONE }));
  }
  await wakeLater(scope);
  await fetchLater(scope);
}

async function wakeLater({ tx, workspaceId }: Scope): Promise<void> {
  const asleep = await tx
    .select({ id: conversations.id, dueAt: conversations.snoozedUntil })
    .from(conversations)
    .where(and(eq(conversations.workspaceId, workspaceId), eq(conversations.status, 'snoozed')));
  for (const { id, dueAt } of asleep) {
    if (!dueAt) continue;
    await tx.insert(jobs).values({ workspaceId, kind: 'wake', subjectId: id, lane: id, dueAt });
  }
}

async function fetchLater({ tx, workspaceId }: Scope): Promise<void> {
  const coming = await tx
    .select({ id: attachments.id })
    .from(attachments)
    .where(and(eq(attachments.workspaceId, workspaceId), eq(attachments.state, 'pending')));
  for (const { id } of coming) {
    await tx.insert(jobs).values({ workspaceId, kind: 'fetch', subjectId: id, lane: id });
  }
}
