/** A message that was passed on to us: whoever wrote it first becomes the customer, if an agent says so. */
import { and, eq } from 'drizzle-orm';
import { accessChannel } from '../channels/access.ts';
import { adapterOf } from '../channels/channels.ts';
import { recognise } from '../contacts/identities.ts';
import { threads } from '../database/schema/conversations.ts';
import { messages } from '../database/schema/messages.ts';
import type { Actor } from '../events/actor.ts';
import { newId } from '../events/ids.ts';
import type { Scope } from '../events/scope.ts';
import type { Conversation } from '../wire/conversations.ts';
import { Refusal } from '../wire/problems.ts';
import { accessConversation, refuseMerged } from './access.ts';
import { addParticipants } from './answered.ts';
import { change, hold } from './change.ts';
import { canonical } from './recipients.ts';
import { beginThread } from './threads.ts';

/**
 * From now on answers go to the first writer; who passed it on stays beside. Only a person decides this: the words
 * "forwarded from" are anybody's to write.
 * @throws Refusal not_found, or invalid when the message passes nothing on
 */
export async function makeRequester(
  scope: Scope,
  actor: Actor,
  conversationId: string,
  messageId: string,
): Promise<Conversation> {
  const conversation = await accessConversation(scope, actor, conversationId, 'write');
  refuseMerged(conversation);
  const { id } = conversation;
  const { channelId, first } = await passedOn(scope, id, messageId);
  const channel = await accessChannel(scope, channelId);
  const { addressing } = adapterOf(scope, channel).capabilities;
  if (!addressing) throw new Refusal('invalid', 'This channel has no recipients to choose.');
  await scope.tx
    .update(threads)
    .set({ side: true })
    .where(and(eq(threads.workspaceId, scope.workspaceId), eq(threads.conversationId, id)));
  const value = canonical(first.address);
  const { address: raw, name } = first;
  const claim = { kind: addressing.kind, scope: '', value, raw, verified: false, name };
  const { identity, contact } = await recognise(scope, claim);
  const key = newId().replaceAll('-', '');
  const thread = await beginThread(scope, {
    channelId,
    identityId: identity.id,
    key,
    conversationId: id,
  });
  await addParticipants(scope, thread.id, [value]);
  const held = await hold(scope, id);
  const by = { kind: 'agent', id: actor.agentId, name: actor.name } as const;
  const known = { id: contact.id, name: contact.name, verified: contact.verified };
  return change(scope, held, { contactId: contact.id }, [
    { kind: 'contact', actor: by, data: { contact: known } },
  ]);
}

async function passedOn(scope: Scope, conversationId: string, messageId: string) {
  const [row] = await scope.tx
    .select({ channelId: messages.channelId, first: messages.forwardedFrom })
    .from(messages)
    .where(
      and(
        eq(messages.workspaceId, scope.workspaceId),
        eq(messages.conversationId, conversationId),
        eq(messages.id, messageId),
      ),
    );
  if (!row) throw new Refusal('not_found', 'The conversation has no such message.');
  const { channelId, first } = row;
  if (!channelId || !first) throw new Refusal('invalid', 'This message passes nothing on.');
  return { channelId, first };
}
