/** Drafts: per agent, conversation and kind, kept on the server so that no device and no crash loses one. */
import { and, eq, sql } from 'drizzle-orm';
import { drafts } from '../database/schema/events.ts';
import type { Actor } from '../events/actor.ts';
import type { Scope } from '../events/scope.ts';
import { clean } from '../events/text.ts';
import type { Draft } from '../wire/conversations.ts';
import { accessConversation, refuseMerged } from './access.ts';

type DraftInput = { kind: 'reply' | 'note'; text: string };

export async function listDrafts(
  scope: Scope,
  actor: Actor,
  conversationId: string,
): Promise<Draft[]> {
  const { id } = await accessConversation(scope, actor, conversationId, 'read');
  const rows = await scope.tx
    .select()
    .from(drafts)
    .where(ownDrafts(scope, actor, id));
  return rows.map(({ kind, text, updatedAt }) => ({
    kind,
    text,
    updatedAt: updatedAt.toISOString(),
  }));
}

/** Keeps a draft; an empty text throws it away. */
export async function keepDraft(
  scope: Scope,
  actor: Actor,
  conversationId: string,
  input: DraftInput,
): Promise<void> {
  const conversation = await accessConversation(scope, actor, conversationId, 'write');
  // Emptied as its words went along, it may still be told so by a screen that has not heard yet.
  if (input.text !== '') refuseMerged(conversation);
  const { id } = conversation;
  await saveDraft(scope, actor, id, input);
}

/** For callers that have been through `accessConversation`. */
export async function saveDraft(
  scope: Scope,
  actor: Actor,
  conversationId: string,
  input: DraftInput,
): Promise<void> {
  const text = clean(input.text);
  const { kind } = input;
  if (text === '') {
    const gone = await scope.tx
      .delete(drafts)
      .where(and(ownDrafts(scope, actor, conversationId), eq(drafts.kind, kind)))
      .returning({ kind: drafts.kind });
    if (gone.length === 0) return;
  } else {
    await scope.tx
      .insert(drafts)
      .values({
        workspaceId: scope.workspaceId,
        agentId: actor.agentId,
        conversationId,
        kind,
        text,
      })
      .onConflictDoUpdate({
        target: [drafts.workspaceId, drafts.agentId, drafts.conversationId, drafts.kind],
        set: { text, updatedAt: sql`now()` },
      });
  }
  scope.effects.push({ type: 'own-draft', agentId: actor.agentId, conversationId, kind, text });
}

const ownDrafts = (scope: Scope, actor: Actor, conversationId: string) =>
  and(
    eq(drafts.workspaceId, scope.workspaceId),
    eq(drafts.agentId, actor.agentId),
    eq(drafts.conversationId, conversationId),
  );
