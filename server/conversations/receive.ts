/** A message from outside becomes part of a conversation, exactly once. */
import { and, eq } from 'drizzle-orm';
import type { InboundMessage } from '../../adapters/message.ts';
import { attachUploads } from '../attachments/uploads.ts';
import type { ChannelRow } from '../channels/access.ts';
import { contactOf } from '../contacts/contacts.ts';
import type { IdentityRow } from '../contacts/identities.ts';
import { messages } from '../database/schema/messages.ts';
import { newId } from '../events/ids.ts';
import type { Scope } from '../events/scope.ts';
import type { Message } from '../wire/messages.ts';
import type { VisitorMessage } from '../wire/visitor.ts';
import { change, type HeldConversation, hold, type Step, SYSTEM } from './change.ts';
import { presentLineMessage } from './line.ts';
import { loadMessages } from './present.ts';
import { previewOf } from './preview.ts';
import { advanceThread, arriveAtThread, type ThreadRow } from './threads.ts';

/** What became of a received message: how its writer sees it, or, of a repeat, the message of the first time. */
export type Received = { messageId: string; shown: VisitorMessage | null };

/**
 * Stores one inbound message: identity, contact, thread and conversation are found, made or reopened with it.
 * Once: the thread's row lock makes repeats wait for each other and the unique external id backs it.
 */
export async function receiveMessage(
  scope: Scope,
  channel: ChannelRow,
  event: InboundMessage,
): Promise<Received> {
  const { thread, identity } = await arriveAtThread(scope, channel.id, event);
  const earlier = await findReceived(scope, channel.id, event.externalId);
  if (earlier) return { messageId: earlier, shown: null };
  const held = await hold(scope, thread.conversationId);
  const woken = reopening(held);
  const seq = held.seq + woken.length + 1;
  const threadSeq = await advanceThread(scope, thread);
  const messageId = newId();
  await insertReceived(scope, { event, channel, thread, identity, messageId, seq, threadSeq });
  await attachUploads(scope, messageId, `thread:${channel.id}:${thread.key}`, uploadsOf(event));
  const message = await loadOne(scope, messageId);
  const contact = await contactOf(scope, identity.contactId);
  await change(
    scope,
    held,
    {
      status: 'open',
      snoozedUntil: null,
      waitingSince: held.waitingSince ?? new Date(),
      inboundSeq: seq,
      lastMessageAt: new Date(),
      ...previewOf(message),
    },
    [
      ...woken,
      {
        kind: 'message',
        actor: { kind: 'contact', id: contact.id, name: contact.name },
        data: { message },
      },
    ],
  );
  const shown = presentLineMessage(message, threadSeq, event.externalId);
  const line = { channelId: channel.id, threadKey: thread.key };
  scope.effects.push({ type: 'line-message', line, message: shown });
  return { messageId, shown };
}

async function findReceived(
  scope: Scope,
  channelId: string,
  externalId: string,
): Promise<string | undefined> {
  const [row] = await scope.tx
    .select({ id: messages.id })
    .from(messages)
    .where(
      and(
        eq(messages.workspaceId, scope.workspaceId),
        eq(messages.channelId, channelId),
        eq(messages.direction, 'in'),
        eq(messages.externalId, externalId),
      ),
    );
  return row?.id;
}

/** The customer's word wakes a conversation that was done or asleep; the log says so. */
function reopening(held: HeldConversation): Step[] {
  if (held.status === 'open') return [];
  return [
    {
      kind: 'status',
      actor: SYSTEM,
      data: { status: 'open', snoozedUntil: null, cause: 'reply' },
    },
  ];
}

type Arrival = {
  event: InboundMessage;
  channel: ChannelRow;
  thread: ThreadRow;
  identity: IdentityRow;
  messageId: string;
  seq: number;
  threadSeq: number;
};

async function insertReceived(scope: Scope, arrival: Arrival): Promise<void> {
  const { event, thread } = arrival;
  await scope.tx.insert(messages).values({
    workspaceId: scope.workspaceId,
    id: arrival.messageId,
    conversationId: thread.conversationId,
    seq: arrival.seq,
    threadId: thread.id,
    threadSeq: arrival.threadSeq,
    channelId: arrival.channel.id,
    direction: 'in',
    externalId: event.externalId,
    identityId: arrival.identity.id,
    text: event.text,
    unsupported: event.unsupported ?? unfetched(event),
    state: 'received',
  });
}

function uploadsOf(event: InboundMessage): string[] {
  return (event.attachments ?? []).flatMap(({ source }) =>
    'upload' in source ? [source.upload] : [],
  );
}

/** Files that still lie with the platform are named, so that nobody believes there were none. */
function unfetched(event: InboundMessage): string | null {
  const names = (event.attachments ?? []).flatMap(({ name, source }) =>
    'remote' in source ? [name] : [],
  );
  return names.length > 0 ? names.join(', ') : null;
}

async function loadOne(scope: Scope, messageId: string): Promise<Message> {
  const [message] = await loadMessages(scope, eq(messages.id, messageId));
  if (!message) throw new Error('the message was not stored');
  return message;
}
