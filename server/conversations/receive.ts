/** A message from outside becomes part of a conversation, exactly once. */
import { and, eq } from 'drizzle-orm';
import type { InboundMessage } from '../../adapters/message.ts';
import type { ChannelRow } from '../channels/access.ts';
import { countDropped, isFromBlocked } from '../contacts/blocked.ts';
import { keepClaims, type Person, recognise, selectPerson } from '../contacts/identities.ts';
import { messages } from '../database/schema/messages.ts';
import { together } from '../database/together.ts';
import type { Scope } from '../events/scope.ts';
import type { Message } from '../wire/messages.ts';
import {
  addParticipants,
  answeredThread,
  nameMessage,
  sameElsewhere,
  takingPart,
} from './answered.ts';
import { findNamed, insertArrival } from './arrivals.ts';
import { answerAutomatically } from './auto-reply.ts';
import { beginLine, type Place } from './begin-line.ts';
import { loadQuote } from './beside.ts';
import { change, hold } from './change.ts';
import { lineCarriedBy } from './continuing/coming-back.ts';
import { type HeldBack, selectUnlessAnswered, takeBackUnsent } from './held-back.ts';
import { presentLineMessage } from './line.ts';
import { keepNudge } from './nudged.ts';
import { contentTaken } from './offers.ts';
import { presentMessage } from './present.ts';
import { attach } from './received-files.ts';
import type { Arrival, Received, Reception } from './receiving/arrival.ts';
import { patchOf, reopening, saidBy } from './receiving/news.ts';
import { receivedRow } from './receiving/row.ts';
import { relate } from './related.ts';
import { lockArrival, moveThread, selectThread, type ThreadRow } from './threads.ts';

/**
 * Stores one inbound message: identity, contact, thread and conversation are found, made or reopened with it.
 * Once: the ledger of arrivals is written first of all, and repeats wait there for each other.
 */
export async function receiveMessage(scope: Scope, arrival: Arrival): Promise<Reception> {
  const { channel, event } = arrival;
  const [fresh, [thread], [person]] = await together(
    insertArrival(scope, channel.id, event.externalId),
    selectThread(scope, channel.id, event.thread),
    selectPerson(scope, event.from),
  );
  // What was deleted here must not even find, let alone begin, a line.
  if (fresh.length === 0) {
    const earlier = await findReceived(scope, channel.id, event.externalId);
    return earlier ? { messageId: earlier, shown: null } : 'gone';
  }
  const place = await placeOf(scope, channel, event, { thread, person });
  if (place === 'blocked') {
    await countDropped(scope, [event.from]);
    return place;
  }
  if (event.nudge === undefined) return store(scope, arrival, place);
  return store(scope, arrival, await keepNudge(scope, channel, place, event.nudge));
}

type Found = { thread: ThreadRow | undefined; person: Person | undefined };
type Placed = Place & { mentioned: string[] };

async function placeOf(
  scope: Scope,
  channel: ChannelRow,
  event: InboundMessage,
  found: Found,
): Promise<Placed | 'blocked'> {
  if (found.person?.contact.blocked) return 'blocked';
  const { thread: answered, mentioned } = await answeredThread(scope, channel.id, event);
  const thread = answered ? await lineCarriedBy(scope, answered, event) : found.thread;
  if (!thread) {
    await lockArrival(scope, event.from);
    if (await isFromBlocked(scope, event.from)) return 'blocked';
    return { ...(await beginLine(scope, channel.id, event)), mentioned };
  }
  const person = found.person
    ? await keepClaims(scope, found.person, event.from)
    : await meet(scope, event.from);
  const conversation = await hold(scope, thread.conversationId);
  // Once more, now that it is held: they may have been blocked while it was waited for.
  if (await isFromBlocked(scope, event.from)) return 'blocked';
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
  const content = await contentTaken(scope, thread.id, event.response);
  const seq = held.seq + woken.length + 1;
  const values = receivedRow(arrival, { ...placed, seq, threadSeq, quotesId, content });
  // Begun in this order, and so they run: what refers to the message comes after it.
  const [[[row], , unsent], , same] = await Promise.all([
    together(
      scope.tx.insert(messages).values(values).returning(),
      moveThread(scope, thread, threadSeq),
      selectUnlessAnswered(scope, held.id),
    ),
    remember(scope, { channel, event, thread, messageId: values.id }),
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
  const said = saidBy(contact, message);
  await change(scope, held, patchOf(held, event, message), [...woken, said]);
  await follow(scope, arrival, { ...placed, message, unsent, same });
  const own = thread.channelId === channel.id;
  const shown = presentLineMessage(message, threadSeq, own ? event.externalId : null);
  const line = { channelId: thread.channelId, threadKey: thread.key };
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

type Stored = { channel: ChannelRow; event: InboundMessage; thread: ThreadRow; messageId: string };

/** By what name it will be referred to, and who may do so. */
async function remember(scope: Scope, stored: Stored): Promise<void> {
  const { channel, event, thread, messageId } = stored;
  const { reference } = event;
  const own = { id: messageId, channelId: channel.id };
  const addresses = takingPart(event);
  await together(
    ...(reference ? [nameMessage(scope, own, [reference])] : []),
    ...(addresses.length > 0 ? [addParticipants(scope, thread.id, addresses)] : []),
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
