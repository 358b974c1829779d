/** A message as it arrived, for people who want to see for themselves. */
import { and, eq } from 'drizzle-orm';
import { accessChannel } from '../channels/access.ts';
import { adapterOf } from '../channels/channels.ts';
import { messages } from '../database/schema/messages.ts';
import type { Actor } from '../events/actor.ts';
import type { Scope } from '../events/scope.ts';
import { readRaw } from '../ingress/raw.ts';
import { Refusal } from '../wire/problems.ts';
import { accessConversation } from './access.ts';

/** @throws Refusal not_found when the message has none, or it is no longer kept */
export async function readOriginal(
  scope: Scope,
  actor: Actor,
  conversationId: string,
  messageId: string,
): Promise<{ content: Uint8Array; extension: string }> {
  const { id } = await accessConversation(scope, actor, conversationId, 'read');
  const [message] = await scope.tx
    .select({ ingressId: messages.ingressId })
    .from(messages)
    .where(
      and(
        eq(messages.workspaceId, scope.workspaceId),
        eq(messages.conversationId, id),
        eq(messages.id, messageId),
      ),
    );
  const missing = new Refusal('not_found', 'The message has no raw form.');
  if (!message?.ingressId) throw missing;
  const { channelId, request } = await readRaw(scope, message.ingressId);
  const adapter = adapterOf(scope, await accessChannel(scope, channelId));
  const original = adapter.original?.(request);
  if (!original) throw missing;
  return original;
}
