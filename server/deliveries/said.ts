/** One message as its platform knows it: for what is done with it after it was said. */
import { and, eq } from 'drizzle-orm';
import type { Adapter, Said, Settings } from '../../adapters/adapter.ts';
import { accessChannel, accessOpenChannel, type ChannelRow } from '../channels/access.ts';
import { openSettings } from '../channels/settings.ts';
import { accessConversation } from '../conversations/access.ts';
import { identities } from '../database/schema/contacts.ts';
import { threads } from '../database/schema/conversations.ts';
import { messages } from '../database/schema/messages.ts';
import type { Actor } from '../events/actor.ts';
import type { Scope } from '../events/scope.ts';
import { Refusal } from '../wire/problems.ts';
import type { Sender } from './sender.ts';

export type SaidRow = typeof messages.$inferSelect;

/**
 * A message of a conversation that an agent wants to do something with, and its channel.
 * @throws Refusal not_found, or conflict where the channel was removed
 */
export async function accessSaid(
  scope: Scope,
  actor: Actor,
  conversationId: string,
  messageId: string,
): Promise<{ message: SaidRow; channel: ChannelRow }> {
  const { id } = await accessConversation(scope, actor, conversationId, 'write');
  const found = await findSaid(scope, messageId);
  if (found?.message.conversationId !== id || found.message.deletedAt) {
    throw new Refusal('not_found', 'The conversation has no such message.');
  }
  const channel = await accessOpenChannel(scope, found.thread.channelId).catch(whyRemoved);
  return { message: found.message, channel };
}

function whyRemoved(error: unknown): never {
  if (error instanceof Refusal) throw new Refusal('conflict', 'The channel was removed.');
  throw error;
}

export type Reached = { said: Said; adapter: Adapter; settings: Settings; message: SaidRow };

/** The same for a job; null where there is nothing to be done with it any more. */
export async function reachSaid(
  scope: Scope,
  { vault }: Pick<Sender, 'vault'>,
  messageId: string,
): Promise<Reached | null> {
  const found = await findSaid(scope, messageId);
  if (!found?.message.externalId || found.message.deletedAt) return null;
  const { message, thread, identity } = found;
  const channel = await accessChannel(scope, thread.channelId);
  const adapter = scope.catalogue.get(channel.adapter);
  if (!adapter || channel.removedAt) return null;
  const { kind, scope: within, value } = identity;
  const to = { kind, scope: within, value };
  return {
    said: { externalId: found.message.externalId, thread: thread.key, to },
    adapter,
    settings: openSettings(vault, channel),
    message,
  };
}

async function findSaid(scope: Scope, messageId: string) {
  const here = scope.workspaceId;
  const [row] = await scope.tx
    .select({ message: messages, thread: threads, identity: identities })
    .from(messages)
    .innerJoin(threads, and(eq(threads.workspaceId, here), eq(threads.id, messages.threadId)))
    .innerJoin(
      identities,
      and(eq(identities.workspaceId, here), eq(identities.id, threads.identityId)),
    )
    .where(and(eq(messages.workspaceId, here), eq(messages.id, messageId)));
  return row;
}
