/** Our own reaction: shown at once, told to the platform by a job, and taken back with a reason when it says no. */
import { adapterOf } from '../channels/channels.ts';
import { SYSTEM } from '../conversations/change.ts';
import { ownReaction, placeReaction } from '../conversations/reactions.ts';
import type { Actor } from '../events/actor.ts';
import type { Scope } from '../events/scope.ts';
import type { Message } from '../wire/messages.ts';
import { Refusal } from '../wire/problems.ts';
import type { Outcome } from './jobs.ts';
import { accessSaid, reachSaid } from './said.ts';
import type { Sender } from './sender.ts';
import { putOnItsWay, tell } from './telling.ts';

const MOST_ATTEMPTS = 5;

/**
 * Puts our reaction under a message, or takes it back (null).
 * @throws Refusal not_found, invalid of what is no emoji, or conflict where the channel knows no reactions or not yet this message
 */
export async function react(
  scope: Scope,
  actor: Actor,
  conversationId: string,
  { messageId, emoji }: { messageId: string; emoji: string | null },
): Promise<Message> {
  const { message: said, channel } = await accessSaid(scope, actor, conversationId, messageId);
  if (emoji !== null && !isEmoji(emoji)) throw new Refusal('invalid', 'emoji: it is none.');
  if (!adapterOf(scope, channel).react) {
    throw new Refusal('conflict', 'This channel knows no reactions.');
  }
  if (!said.externalId) {
    throw new Refusal('conflict', 'The platform does not have the message yet.');
  }
  const { agentId, name } = actor;
  const by = { kind: 'agent', id: agentId, name } as const;
  const message = await placeReaction(scope, said, { by: 'us', emoji, actor: by });
  await putOnItsWay(scope, 'react', messageId);
  return message;
}

/** As Unicode puts them together (UTS #51): something to look at, with tones, joiners and selectors. */
const isEmoji = (text: string): boolean =>
  /^[\p{Extended_Pictographic}\p{Emoji_Component}]+$/u.test(text) &&
  /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u.test(text);

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
  return tell(sender, {
    ...{ workspaceId, channelId: settings.channelId, attempt, mostAttempts: MOST_ATTEMPTS },
    tell: async () => adapter.react?.(said, emoji, settings, tools),
    refused: async (scope, problem) => {
      // Chosen anew meanwhile: the next job tells that one.
      if ((await ownReaction(scope, messageId)) !== emoji) return;
      await placeReaction(scope, message, { by: 'us', emoji: null, actor: SYSTEM, problem });
    },
  });
}

async function pick(scope: Scope, sender: Sender, id: string) {
  const reached = await reachSaid(scope, sender, id);
  return reached && { ...reached, emoji: await ownReaction(scope, id) };
}
