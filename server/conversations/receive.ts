/** A message from outside becomes part of a conversation, exactly once. */
import { and, eq } from 'drizzle-orm';
import type { InboundMessage } from '../../adapters/message.ts';
import { attachStored, attachUploads, type Delivered } from '../attachments/uploads.ts';
import type { ChannelRow } from '../channels/access.ts';
import { contactOf } from '../contacts/contacts.ts';
import { type IdentityRow, recogniseIdentity } from '../contacts/identities.ts';
import { arrivals } from '../database/schema/channels.ts';
import { messages } from '../database/schema/messages.ts';
import { newId } from '../events/ids.ts';
import type { Scope } from '../events/scope.ts';
import type { Message } from '../wire/messages.ts';
import type { VisitorMessage } from '../wire/visitor.ts';
import { addParticipants, answeredThread, nameMessage, sameElsewhere } from './answered.ts';
import { answerAutomatically } from './auto-reply.ts';
import { change, type HeldConversation, hold, type Step, SYSTEM } from './change.ts';
import { cancelUnlessAnswered } from './held-back.ts';
import { presentLineMessage } from './line.ts';
import { loadMessages } from './present.ts';
import { previewOf } from './preview.ts';
import { relate } from './related.ts';
import { advanceThread, arriveAtThread, type ThreadRow } from './threads.ts';

/** What became of a received message: how its writer sees it, or, of a repeat, the message of the first time. */
export type Received = { messageId: string; shown: VisitorMessage | null };

export type Arrival = {
  channel: ChannelRow;
  event: InboundMessage;
  /** The raw request it came with. */
  ingressId: string;
  /** Files that came along, saved already. */
  files: Delivered[];
};

/**
 * Stores one inbound message: identity, contact, thread and conversation are found, made or reopened with it.
 * Once: the thread's row lock makes repeats wait for each other and the ledger of arrivals backs it.
 * @returns null for a repeat of something that is no longer here
 */
export async function receiveMessage(scope: Scope, arrival: Arrival): Promise<Received | null> {
  const { channel, event } = arrival;
  // What was deleted here must not even find, let alone begin, a line.
  if (await hasArrived(scope, channel.id, event.externalId)) {
    const repeated = await findReceived(scope, channel.id, event.externalId);
    return repeated ? { messageId: repeated, shown: null } : null;
  }
  const { thread, identity, mentioned, begun } = await place(scope, channel, event);
  // On a line that begins this very moment nothing can have been said before.
  const earlier = begun ? undefined : await findReceived(scope, channel.id, event.externalId);
  if (earlier) return { messageId: earlier, shown: null };
  await noteArrival(scope, channel.id, event.externalId);
  const held = await hold(scope, thread.conversationId);
  const woken = reopening(held, event);
  const seq = held.seq + woken.length + 1;
  const threadSeq = await advanceThread(scope, thread);
  const messageId = newId();
  await insertReceived(scope, arrival, { thread, identity, messageId, seq, threadSeq });
  await attachUploads(scope, messageId, `thread:${channel.id}:${thread.key}`, uploadsOf(event));
  await attachStored(scope, messageId, arrival.files);
  await remember(scope, { channel, event, thread, messageId });
  const message = await loadOne(scope, messageId);
  const contact = await contactOf(scope, identity.contactId);
  const actor = { kind: 'contact', id: contact.id, name: contact.name } as const;
  const said: Step = { kind: 'message', actor, data: { message } };
  await change(scope, held, patchOf(held, event, message), [...woken, said]);
  await follow(scope, { arrival, thread, begun, mentioned, message });
  const shown = presentLineMessage(message, threadSeq, event.externalId);
  const line = { channelId: channel.id, threadKey: thread.key };
  scope.effects.push({ type: 'line-message', line, message: shown });
  return { messageId, shown };
}

type Place = { thread: ThreadRow; identity: IdentityRow; mentioned: string[]; begun: boolean };

async function place(scope: Scope, channel: ChannelRow, event: InboundMessage): Promise<Place> {
  const { thread, mentioned } = await answeredThread(scope, channel.id, event);
  if (thread) {
    const identity = await recogniseIdentity(scope, event.from);
    return { thread, identity, mentioned, begun: false };
  }
  const arrived = await arriveAtThread(scope, channel.id, event);
  return { ...arrived, mentioned, begun: arrived.thread.seq === 0 };
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

async function hasArrived(scope: Scope, channelId: string, externalId: string): Promise<boolean> {
  const [row] = await scope.tx
    .select({ externalId: arrivals.externalId })
    .from(arrivals)
    .where(
      and(
        eq(arrivals.workspaceId, scope.workspaceId),
        eq(arrivals.channelId, channelId),
        eq(arrivals.externalId, externalId),
      ),
    );
  return row !== undefined;
}

/**
 * Written down for ever: what is deleted here does not come back because a mailbox is read again. Whoever loses the
 * race for it by another line fails as a whole, comes again, and finds it.
 */
async function noteArrival(scope: Scope, channelId: string, externalId: string): Promise<void> {
  await scope.tx.insert(arrivals).values({ workspaceId: scope.workspaceId, channelId, externalId });
}

/** The customer's word wakes a conversation that was done or asleep; the log says so. A machine's word does not. */
function reopening(held: HeldConversation, event: InboundMessage): Step[] {
  if (held.status === 'open' || event.automatic === 'reply') return [];
  return [
    {
      kind: 'status',
      actor: SYSTEM,
      data: { status: 'open', snoozedUntil: null, cause: 'reply' },
    },
  ];
}

function patchOf(held: HeldConversation, event: InboundMessage, message: Message) {
  if (event.automatic === 'reply') return {};
  return {
    status: 'open',
    snoozedUntil: null,
    // The message's own moment: read from it again when an answer is taken back.
    waitingSince: held.waitingSince ?? new Date(message.createdAt),
    inboundSeq: message.seq,
    lastMessageAt: new Date(),
    ...previewOf(message),
  } as const;
}

type Row = {
  thread: ThreadRow;
  identity: IdentityRow;
  messageId: string;
  seq: number;
  threadSeq: number;
};

async function insertReceived(scope: Scope, arrival: Arrival, row: Row): Promise<void> {
  const { event, channel, ingressId } = arrival;
  await scope.tx.insert(messages).values({
    workspaceId: scope.workspaceId,
    id: row.messageId,
    conversationId: row.thread.conversationId,
    seq: row.seq,
    threadId: row.thread.id,
    threadSeq: row.threadSeq,
    channelId: channel.id,
    direction: 'in',
    externalId: event.externalId,
    identityId: row.identity.id,
    text: event.text,
    quoted: event.quoted || null,
    html: event.html || null,
    subject: event.subject || null,
    addressing: event.addressing,
    automatic: event.automatic,
    doubt: event.doubt,
    forwardedFrom: event.forwardedFrom,
    ingressId,
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

type Stored = { channel: ChannelRow; event: InboundMessage; thread: ThreadRow; messageId: string };

/** By what name it will be referred to, and who may do so. */
async function remember(scope: Scope, stored: Stored): Promise<void> {
  const { channel, event, thread, messageId } = stored;
  const { reference, addressing } = event;
  if (reference) await nameMessage(scope, { id: messageId, channelId: channel.id }, [reference]);
  if (!addressing || event.doubt) return;
  const named = [...addressing.to, ...addressing.cc].map(({ address }) => address);
  await addParticipants(scope, thread.id, [event.from.value, ...named]);
}

type Told = {
  arrival: Arrival;
  thread: ThreadRow;
  begun: boolean;
  mentioned: string[];
  message: Message;
};

/** What a message brings about beside itself. */
async function follow(scope: Scope, told: Told): Promise<void> {
  const { arrival, thread, begun, mentioned, message } = told;
  const { event, channel } = arrival;
  const own = message.conversationId;
  for (const id of mentioned) await relate(scope, own, id, 'mentioned');
  if (begun && event.reference) {
    const same = await sameElsewhere(scope, channel.id, event.reference);
    for (const id of same) await relate(scope, own, id, 'same');
  }
  if (event.automatic) return;
  if (!begun) await cancelUnlessAnswered(scope, own);
  if (begun && !event.doubt) await answerAutomatically(scope, channel, thread, message);
}

async function loadOne(scope: Scope, messageId: string): Promise<Message> {
  const [message] = await loadMessages(scope, eq(messages.id, messageId));
  if (!message) throw new Error('the message was not stored');
  return message;
}
