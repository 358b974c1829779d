/** Our own reaction: shown at once, told to the platform by a job, and taken back with a reason when it says no. */
import { and, eq } from 'drizzle-orm';
import type { Adapter, Said, Settings } from '../../adapters/adapter.ts';
import { ChannelError } from '../../adapters/errors.ts';
import { accessChannel, accessOpenChannel, markFailing } from '../channels/access.ts';
import { adapterOf } from '../channels/channels.ts';
import { openSettings } from '../channels/settings.ts';
import { accessConversation } from '../conversations/access.ts';
import { SYSTEM } from '../conversations/change.ts';
import { ownReaction, placeReaction } from '../conversations/reactions.ts';
import { identities } from '../database/schema/contacts.ts';
import { threads } from '../database/schema/conversations.ts';
import { messages } from '../database/schema/messages.ts';
import { jobs } from '../database/schema/workspaces.ts';
import type { Actor } from '../events/actor.ts';
import type { Scope } from '../events/scope.ts';
import type { Message } from '../wire/messages.ts';
import { Refusal } from '../wire/problems.ts';
import type { Outcome } from './jobs.ts';
import { backoff, type Sender } from './sender.ts';

const MOST_ATTEMPTS = 5;

/**
 * Puts our reaction under a message, or takes it back (null).
 * @throws Refusal not_found, or conflict where the channel knows no reactions or not yet this message
 */
export async function react(
  scope: Scope,
  actor: Actor,
  conversationId: string,
  { messageId, emoji }: { messageId: string; emoji: string | null },
): Promise<Message> {
  const { id } = await accessConversation(scope, actor, conversationId, 'write');
  const found = await findSaid(scope, messageId);
  if (found?.message.conversationId !== id || found.message.deletedAt) {
    throw new Refusal('not_found', 'The conversation has no such message.');
  }
  const channel = await accessOpenChannel(scope, found.thread.channelId).catch(whyRemoved);
  if (!adapterOf(scope, channel).react) {
    throw new Refusal('conflict', 'This channel knows no reactions.');
  }
  if (!found.message.externalId) {
    throw new Refusal('conflict', 'The platform does not have the message yet.');
  }
  const { agentId, name } = actor;
  const by = { kind: 'agent', id: agentId, name } as const;
  const message = await placeReaction(scope, found.message, { by: 'us', emoji, actor: by });
  await scope.tx.insert(jobs).values({
    workspaceId: scope.workspaceId,
    kind: 'react',
    subjectId: messageId,
    // One after the other: the last one is what stays.
    lane: messageId,
  });
  scope.effects.push({ type: 'due', at: new Date() });
  return message;
}

function whyRemoved(error: unknown): never {
  if (error instanceof Refusal) throw new Refusal('conflict', 'The channel was removed.');
  throw error;
}

/** Tells the platform what stands under the message now, or decides when to try again. */
export async function tellReaction(
  sender: Sender,
  workspaceId: string,
  messageId: string,
  attempt: number,
): Promise<Outcome> {
  const { store } = sender;
  const telling = await store.in(workspaceId, (scope) => pick(scope, sender, messageId));
  if (!telling) return { done: true };
  const { said, emoji, adapter, settings, message } = telling;
  const tools = sender.tools({ id: settings.channelId, adapter: adapter.id });
  try {
    await adapter.react?.(said, emoji, settings, tools);
    return { done: true };
  } catch (error) {
    const told = error instanceof ChannelError ? error : BROKEN;
    if (told.kind === 'retry' && attempt < MOST_ATTEMPTS) {
      return { done: false, againInMs: told.retryAfterMs ?? backoff(attempt) };
    }
    await store.in(workspaceId, async (scope) => {
      if (told.kind === 'unauthorized') await markFailing(scope, settings.channelId, told.reason);
      // Chosen anew meanwhile: the next job tells that one.
      if ((await ownReaction(scope, messageId)) !== emoji) return;
      const taken = { by: 'us', emoji: null, actor: SYSTEM, problem: told.reason } as const;
      await placeReaction(scope, message, taken);
    });
    return { done: true };
  }
}

const BROKEN = new ChannelError('rejected', 'Something failed while telling the platform.');

type Telling = {
  said: Said;
  emoji: string | null;
  adapter: Adapter;
  settings: Settings;
  message: typeof messages.$inferSelect;
};

async function pick(scope: Scope, { vault }: Sender, id: string): Promise<Telling | null> {
  const found = await findSaid(scope, id);
  if (!found?.message.externalId || found.message.deletedAt) return null;
  const { message, thread, identity } = found;
  const channel = await accessChannel(scope, thread.channelId);
  const adapter = scope.catalogue.get(channel.adapter);
  if (!adapter || channel.removedAt) return null;
  const { kind, scope: within, value } = identity;
  const to = { kind, scope: within, value };
  return {
    said: { externalId: found.message.externalId, thread: thread.key, to },
    emoji: await ownReaction(scope, id),
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
