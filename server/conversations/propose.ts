/** Whom an answer would go to, for the chips above the composer: the same function that sending uses. */
import { accessChannel } from '../channels/access.ts';
import { adapterOf } from '../channels/channels.ts';
import type { Actor } from '../events/actor.ts';
import type { Scope } from '../events/scope.ts';
import type { Recipients } from '../wire/addressing.ts';
import { accessConversation } from './access.ts';
import { aim, otherEnd, proposedRecipients } from './outgoing.ts';

type Wish = { mode: 'reply' | 'all'; answersId?: string | undefined };

/** null where messages have no recipients to choose. @throws Refusal not_found */
export async function proposeRecipients(
  scope: Scope,
  actor: Actor,
  conversationId: string,
  { mode, answersId }: Wish,
): Promise<Recipients | null> {
  const { id } = await accessConversation(scope, actor, conversationId, 'read');
  const { thread, answered } = await aim(scope, id, { ...(answersId && { answersId }) });
  const channel = await accessChannel(scope, thread.channelId);
  const { addressing } = adapterOf(scope, channel).capabilities;
  if (!addressing) return null;
  const proposed = proposedRecipients(scope, channel, answered, mode);
  return proposed ?? otherEnd(scope, thread, addressing.kind);
}
