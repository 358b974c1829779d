/** A message from outside becomes part of a conversation, exactly once. */
import { and, eq } from 'drizzle-orm';
import type { InboundMessage } from '../../adapters/message.ts';
import type { Delivered } from '../attachments/uploads.ts';
import type { ChannelRow } from '../channels/access.ts';
import { keepClaims, type Person, recognise, selectPerson } from '../contacts/identities.ts';
import { messages } from '../database/schema/messages.ts';
import { together } from '../database/together.ts';
import { newId } from '../events/ids.ts';
import type { Scope } from '../events/scope.ts';
import type { Message } from '../wire/messages.ts';
import type { VisitorMessage } from '../wire/visitor.ts';
import { addParticipants, answeredThread, nameMessage, sameElsewhere } from './answered.ts';
import { findNamed, insertArrival } from './arrivals.ts';
import { answerAutomatically } from './auto-reply.ts';
import { loadQuote } from './beside.ts';
import { change, type HeldConversation, hold, type Step, SYSTEM } from './change.ts';
import { type HeldBack, selectUnlessAnswered, takeBackUnsent } from './held-back.ts';
import { presentLineMessage } from './line.ts';
import { presentMessage } from './present.ts';
import { previewOf } from './preview.ts';
import { attach } from './received-files.ts';
import { relate } from './related.ts';
import {
  beginLine,
  lockArrival,
  moveThread,
  type Place,
  selectThread,
  type ThreadRow,
} from './threads.ts';

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
 * Once: the ledger of arrivals is written first of all, and repeats wait there for each other.
 * @returns null for a repeat of something that is no longer here
 */
export async function receiveMessage(scope: Scope, arrival: Arrival): Promise<Received | null> {
  const { channel, event } = arrival;
  const [fresh, [thread], [person]] = await together(
    insertArrival(scope, channel.id, event.externalId),
    selectThread(scope, channel.id, event.thread),
    selectPerson(scope, event.from),
  );
  // What was deleted here must not even find, let alone begin, a line.
  if (fresh.length === 0) {
    const earlier = await findReceived(scope, channel.id, event.externalId);
    return earlier ? { messageId: earlier, shown: null } : null;
  }
  const place = await placeOf(scope, channel, event, { thread, person });
  return store(scope, arrival, place);
}

type Found = { thread: ThreadRow | undefined; person: Person | undefined };
type Placed = Place & { mentioned: string[] };

async function placeOf(
  scope: Scope,
  channel: ChannelRow,
  event: InboundMessage,
  found: Found,
): Promise<Placed> {
  const { thread: answered, mentioned } = await answeredThread(scope, channel.id, event);
  const thread = answered ?? found.thread;
  if (!thread) return { ...(await beginLine(scope, channel.id, event)), mentioned };
  const person = found.person
    ? await keepClaims(scope, found.person, event.from)
    : await meet(scope, event.from);
  const conversation = await hold(scope, thread.conversationId);
  return { ...person, thread, conversation, mentioned, begun: false };
}

/** Somebody new on a line that is known already. */
async function meet(scope: Scope, from: InboundMessage['from']): Promise<Person> {
  await lockArrival(scope, from);
  return recognise(scope, from);
}

async function store(scope: Scope, arrival: Arrival, placed: Placed): Promise<Received> {
  const { event, channel, files } = arrival;
  const { thread, conversation: held, contact } = placed;
  const woken = reopening(held, event);
  const threadSeq = thread.seq + 1;
  const quotesId = await quotedBy(scope, event, thread);
  const place = { messageId: newId(), seq: held.seq + woken.length + 1, threadSeq, quotesId };
  // Begun in this order, and so they run: what refers to the message comes after it.
  const [[[row], , unsent], , same] = await Promise.all([
    together(
      insertReceived(scope, arrival, { ...placed, ...place }),
      moveThread(scope, thread, threadSeq),
      selectUnlessAnswered(scope, held.id),
    ),
    remember(scope, { channel, event, thread, messageId: place.messageId }),
    placed.begun && event.reference ? sameElsewhere(scope, channel.id, event.reference) : [],
  ]);
  if (!row) throw new Error('the message was not stored');
  const message = presentMessage(row, {
    side: thread.side,
    author: { id: contact.id, name: contact.name },
    attachments: await attach(scope, {
      messageId: row.id,
      line: thread,
      references: event.attachments ?? [],
      files,
    }),
    reactions: [],
    quotes: quotesId ? await loadQuote(scope, quotesId) : null,
  });
  const actor = { kind: 'contact', id: contact.id, name: contact.name } as const;
  const said: Step = { kind: 'message', actor, data: { message } };
  await change(scope, held, patchOf(held, event, message), [...woken, said]);
  await follow(scope, arrival, { ...placed, message, unsent, same });
  const shown = presentLineMessage(message, threadSeq, event.externalId);
  const line = { channelId: channel.id, threadKey: thread.key };
  scope.effects.push({ type: 'line-message', line, message: shown });
  return { messageId: row.id, shown };
}

async function quotedBy(
  scope: Scope,
  { quotes }: InboundMessage,
  { channelId, key }: ThreadRow,
): Promise<string | null> {
  if (quotes === undefined) return null;
  const named = { thread: key, messageExternalId: quotes };
  return (await findNamed(scope, channelId, named))?.id ?? null;
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

type Row = Pick<Place, 'thread' | 'identity'> & {
  messageId: string;
  seq: number;
  threadSeq: number;
  quotesId: string | null;
};

function insertReceived(scope: Scope, arrival: Arrival, row: Row) {
  const { event, channel, ingressId } = arrival;
  const values: typeof messages.$inferInsert = {
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
    unsupported: event.unsupported ?? null,
    context: event.context || null,
    quotesId: row.quotesId,
    state: 'received',
  };
  return scope.tx.insert(messages).values(values).returning();
}

type Stored = { channel: ChannelRow; event: InboundMessage; thread: ThreadRow; messageId: string };

/** By what name it will be referred to, and who may do so. */
async function remember(scope: Scope, stored: Stored): Promise<void> {
  const { channel, event, thread, messageId } = stored;
  const { reference, addressing } = event;
  const own = { id: messageId, channelId: channel.id };
  const named = [...(addressing?.to ?? []), ...(addressing?.cc ?? [])];
  const addresses = [event.from.value, ...named.map(({ address }) => address)];
  await together(
    ...(reference ? [nameMessage(scope, own, [reference])] : []),
    ...(addressing && !event.doubt ? [addParticipants(scope, thread.id, addresses)] : []),
  );
}

type Told = Placed & { message: Message; unsent: HeldBack[]; same: string[] };

/** What a message brings about beside itself. */
async function follow(scope: Scope, { event, channel }: Arrival, told: Told): Promise<void> {
  const { thread, begun, mentioned, message, unsent, same } = told;
  const own = message.conversationId;
  for (const id of mentioned) await relate(scope, own, id, 'mentioned');
  for (const id of same) await relate(scope, own, id, 'same');
  if (event.automatic) return;
  await takeBackUnsent(scope, unsent);
  if (begun && !event.doubt) await answerAutomatically(scope, channel, thread, message);
}
