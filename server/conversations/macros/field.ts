/** What a macro lays into the field for the reply, below what the agent has written there. */
import type { MacroDone } from '../../database/schema/macros.ts';
import type { Actor } from '../../events/actor.ts';
import type { Scope } from '../../events/scope.ts';
import { listDrafts, saveDraft } from '../drafts.ts';

/** @returns what stood there, and what stands there now; null when nothing was added */
export async function addToDraft(
  scope: Scope,
  actor: Actor,
  conversationId: string,
  texts: readonly string[],
): Promise<MacroDone['draft']> {
  if (texts.length === 0) return null;
  const before = await replyDraft(scope, actor, conversationId);
  const after = [before, ...texts].filter(Boolean).join('\n\n');
  await saveDraft(scope, actor, conversationId, { kind: 'reply', text: after });
  return { before, after };
}

/** Unless the agent has gone on writing there. @returns whether it was put back */
export async function putDraftBack(
  scope: Scope,
  actor: Actor,
  { conversationId, draft }: MacroDone,
): Promise<boolean> {
  if (!draft || (await replyDraft(scope, actor, conversationId)) !== draft.after) return false;
  await saveDraft(scope, actor, conversationId, { kind: 'reply', text: draft.before });
  return true;
}

async function replyDraft(scope: Scope, actor: Actor, conversationId: string): Promise<string> {
  const drafts = await listDrafts(scope, actor, conversationId);
  return drafts.find(({ kind }) => kind === 'reply')?.text ?? '';
}
