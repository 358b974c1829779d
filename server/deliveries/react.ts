/** Our own reaction: shown at once, told to the platform by a job, and taken back with a reason when it says no. */
import { ChannelError } from '../../adapters/errors.ts';
import { markFailing } from '../channels/access.ts';
import { adapterOf } from '../channels/channels.ts';
import { SYSTEM } from '../conversations/change.ts';
import { ownReaction, placeReaction } from '../conversations/reactions.ts';
import { jobs } from '../database/schema/workspaces.ts';
import type { Actor } from '../events/actor.ts';
import type { Scope } from '../events/scope.ts';
import type { Message } from '../wire/messages.ts';
import { Refusal } from '../wire/problems.ts';
import type { Outcome } from './jobs.ts';
import { accessSaid, reachSaid } from './said.ts';
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
  const { message: said, channel } = await accessSaid(scope, actor, conversationId, messageId);
  if (!adapterOf(scope, channel).react) {
    throw new Refusal('conflict', 'This channel knows no reactions.');
  }
  if (!said.externalId) {
    throw new Refusal('conflict', 'The platform does not have the message yet.');
  }
  const { agentId, name } = actor;
  const by = { kind: 'agent', id: agentId, name } as const;
  const message = await placeReaction(scope, said, { by: 'us', emoji, actor: by });
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

async function pick(scope: Scope, sender: Sender, id: string) {
  const reached = await reachSaid(scope, sender, id);
  return reached && { ...reached, emoji: await ownReaction(scope, id) };
}
