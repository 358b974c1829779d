/** What agents write: a reply that goes out on a thread, or a note that never leaves. */
import { and, eq } from 'drizzle-orm';
import { whyUnsendable } from '../../adapters/limits.ts';
import { attachUploads } from '../attachments/uploads.ts';
import { accessChannel, type ChannelRow } from '../channels/access.ts';
import { adapterOf } from '../channels/channels.ts';
import { messages } from '../database/schema/messages.ts';
import { queueDelivery } from '../deliveries/queue-delivery.ts';
import type { Actor } from '../events/actor.ts';
import { newId } from '../events/ids.ts';
import type { Scope } from '../events/scope.ts';
import { clean } from '../events/text.ts';
import type { Message, NewMessage } from '../wire/messages.ts';
import { Refusal } from '../wire/problems.ts';
import { accessConversation } from './access.ts';
import { change, hold } from './change.ts';
import { saveDraft } from './drafts.ts';
import { presentLineMessage } from './line.ts';
import { loadMessages } from './present.ts';
import { previewOf } from './preview.ts';
import { markRead } from './reading.ts';
import { advanceThread, lockAnswerThread, type ThreadRow } from './threads.ts';

/**
 * Writes a reply (stored as queued, with its delivery) or a note. The same key again answers the first message.
 * @throws Refusal not_found, invalid, or key_reused when the key stood for another text
 */
export async function write(
  scope: Scope,
  actor: Actor,
  conversationId: string,
  input: NewMessage,
): Promise<Message> {
  const { id } = await accessConversation(scope, actor, conversationId, 'write');
  const asked = { ...input, text: clean(input.text) };
  // Threads are locked before conversations, here as in `receive`: no two transactions wait crosswise.
  const thread = asked.kind === 'reply' ? await answerThread(scope, id, asked.threadId) : null;
  const held = await hold(scope, id);
  const earlier = await findWritten(scope, actor, id, asked);
  if (earlier) return earlier;
  const channel = thread ? await accessChannel(scope, thread.channelId) : null;
  const seq = held.seq + 1;
  const threadSeq = thread ? await advanceThread(scope, thread) : null;
  const messageId = newId();
  await insertWritten(scope, actor, asked, {
    id: messageId,
    conversationId: id,
    seq,
    thread,
    threadSeq,
  });
  await attachUploads(scope, messageId, `agent:${actor.agentId}`, asked.attachments ?? []);
  const message = await loadWritten(scope, messageId);
  refuseImpossible(scope, channel, message);
  await change(
    scope,
    held,
    {
      lastMessageAt: new Date(),
      ...previewOf(message),
      ...(thread && { waitingSince: null }),
    },
    [
      {
        kind: 'message',
        actor: { kind: 'agent', id: actor.agentId, name: actor.name },
        data: { message },
      },
    ],
  );
  await markRead(scope, actor, id, seq);
  await saveDraft(scope, actor, id, { kind: asked.kind, text: '' });
  if (thread && threadSeq !== null) await sendOut(scope, message, thread, threadSeq);
  return message;
}

async function answerThread(scope: Scope, id: string, threadId: string | undefined) {
  const thread = await lockAnswerThread(scope, id, threadId);
  if (!thread) throw new Refusal('not_found', 'The conversation has no such thread.');
  return thread;
}

async function findWritten(
  scope: Scope,
  actor: Actor,
  conversationId: string,
  input: NewMessage,
): Promise<Message | undefined> {
  const [message] = await loadMessages(
    scope,
    and(
      eq(messages.conversationId, conversationId),
      eq(messages.agentId, actor.agentId),
      eq(messages.key, input.key),
    ),
  );
  const same =
    message && message.text === input.text && isNote(message) === (input.kind === 'note');
  if (message && !same) {
    throw new Refusal('key_reused', 'This key was used for a message with another content.');
  }
  return message;
}

const isNote = (message: Message) => message.direction === 'note';

/** What the channel could never deliver is refused with words that help; nothing of it is kept. */
function refuseImpossible(scope: Scope, channel: ChannelRow | null, message: Message): void {
  if (!message.text.trim() && message.attachments.length === 0) {
    throw new Refusal('invalid', 'text: write something or attach a file.');
  }
  if (!channel) return;
  if (channel.removedAt) throw new Refusal('conflict', 'The channel was removed.');
  const { capabilities } = adapterOf(scope, channel);
  const reason = whyUnsendable(message, capabilities);
  if (reason) throw new Refusal('invalid', reason);
}

type Place = {
  id: string;
  conversationId: string;
  seq: number;
  thread: ThreadRow | null;
  threadSeq: number | null;
};

async function insertWritten(scope: Scope, actor: Actor, input: NewMessage, place: Place) {
  await scope.tx.insert(messages).values({
    workspaceId: scope.workspaceId,
    id: place.id,
    conversationId: place.conversationId,
    seq: place.seq,
    threadId: place.thread?.id ?? null,
    threadSeq: place.threadSeq,
    channelId: place.thread?.channelId ?? null,
    direction: place.thread ? 'out' : 'note',
    key: input.key,
    agentId: actor.agentId,
    text: input.text,
    state: place.thread ? 'queued' : 'saved',
  });
}

async function loadWritten(scope: Scope, messageId: string): Promise<Message> {
  const [message] = await loadMessages(scope, eq(messages.id, messageId));
  if (!message) throw new Error('the message was not stored');
  return message;
}

async function sendOut(scope: Scope, message: Message, thread: ThreadRow, threadSeq: number) {
  await queueDelivery(scope, message.id, thread.id);
  scope.effects.push({
    type: 'line-message',
    line: { channelId: thread.channelId, threadKey: thread.key },
    message: presentLineMessage(message, threadSeq, null),
  });
}
