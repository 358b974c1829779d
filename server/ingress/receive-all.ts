/** The events of one request, one after the other: each may fail alone. */
import type {
  Addressee,
  Addressing,
  InboundEvent,
  InboundMessage,
} from '../../adapters/message.ts';
import type { Delivered } from '../attachments/uploads.ts';
import type { ChannelRow } from '../channels/access.ts';
import { FROM_BLOCKED } from '../contacts/blocked.ts';
import { receiveConsent } from '../contacts/consents.ts';
import { type EchoArrival, queueEchoes, receiveEcho } from '../conversations/echo.ts';
import { receiveReaction } from '../conversations/reactions.ts';
import { receiveMessage } from '../conversations/receive.ts';
import type { Received } from '../conversations/receiving/arrival.ts';
import { receiveDelete, receiveEdit } from '../conversations/revisions.ts';
import { receiveTyping } from '../conversations/typing.ts';
import { isDatabaseError } from '../database/errors.ts';
import { awaitTurns, turnsOf } from '../deliveries/parked.ts';
import { receiveReceipt, receiveWatermark } from '../deliveries/receipts.ts';
import { type Scope, savepoint } from '../events/scope.ts';
import { clean } from '../events/text.ts';
import { Refusal } from '../wire/problems.ts';
import type { Delivery } from './files.ts';

/** What became of each event. A quarantined one is kept with its reason; the others are not held up by it. */
export type Accepted = {
  messages: Received[];
  ignored: string[];
  quarantined: string[];
};

/** How one event is kept from the others: by a savepoint, or not at all, as nearly always nothing goes wrong. */
export type Alone = <Result>(
  scope: Scope,
  work: (scope: Scope) => Promise<Result>,
) => Promise<Result>;

/** @throws what is the fault of one event when nothing keeps it from the others: begin anew, `alone` by savepoints */
export async function receiveAll(
  scope: Scope,
  place: Place,
  deliveries: Delivery[],
  alone: Alone,
): Promise<Accepted> {
  const accepted: Accepted = { messages: [], ignored: [], quarantined: [] };
  const turns = deliveries.flatMap(({ event }) => confirmed(event));
  await awaitTurns(scope, [{ channelId: place.channel.id, turns }]);
  for (const delivery of refusalsFirst(deliveries)) {
    try {
      await alone(scope, (inner) => receiveOne(inner, place, delivery, accepted));
    } catch (error) {
      // The whole database is in trouble, not this event: let the sender come back with all of it.
      if (alone !== savepoint || !isEventsOwnFault(error)) throw error;
      accepted.quarantined.push(`${delivery.event.externalId}: ${reasonOf(error)}`);
    }
  }
  return accepted;
}

/** Whoever says stop says it with a message: that must be known before anything could answer it by itself. */
function refusalsFirst(deliveries: Delivery[]): Delivery[] {
  const isConsent = ({ event }: Delivery) => event.type === 'consent';
  return [
    ...deliveries.filter(isConsent),
    ...deliveries.filter((delivery) => !isConsent(delivery)),
  ];
}

/** All of them take or leave what is parked for a message of ours. */
function confirmed(event: InboundEvent): string[] {
  if (event.type === 'receipt') return turnsOf.receipt(event);
  if (event.type === 'watermark') return turnsOf.watermark(event);
  return event.type === 'echo' ? [event.externalId] : [];
}

type Place = { channel: ChannelRow; ingressId: string };

async function receiveOne(
  scope: Scope,
  place: Place,
  delivery: Delivery,
  accepted: Accepted,
): Promise<void> {
  const { event, files } = delivery;
  if (event.type === 'message') {
    const said = { ...event, ...cleaned(event) };
    const received = await receiveMessage(scope, { ...place, event: said, files });
    if (typeof received === 'string') accepted.ignored.push(WHY_NOTHING[received]);
    else accepted.messages.push(received);
    return;
  }
  const ignored = await receiveOther(scope, place, event, files);
  if (ignored !== null) accepted.ignored.push(ignored);
}

/** Why nothing came of a message. */
export const WHY_NOTHING = {
  gone: 'it came before, and is no longer here',
  blocked: FROM_BLOCKED,
};

/** @returns why nothing came of it, or null */
async function receiveOther(
  scope: Scope,
  place: Place,
  event: Exclude<InboundEvent, InboundMessage>,
  files: Delivered[],
): Promise<string | null> {
  const { id } = place.channel;
  switch (event.type) {
    case 'receipt':
      await receiveReceipt(scope, id, event);
      return null;
    case 'watermark':
      await receiveWatermark(scope, id, event);
      return null;
    case 'consent':
      if (await receiveConsent(scope, id, event)) return null;
      return 'consent: about a message that did not go there';
    case 'echo':
      return takeEcho(scope, { ...place, event, files });
    case 'edit':
      return receiveEdit(scope, id, event);
    case 'delete':
      return receiveDelete(scope, id, event);
    case 'reaction':
      return receiveReaction(scope, id, event);
    case 'typing':
      return receiveTyping(scope, id, event);
    case 'ignored':
      return event.reason;
  }
}

async function takeEcho(scope: Scope, arrival: EchoArrival): Promise<string | null> {
  const outcome = await receiveEcho(scope, arrival, true);
  if (outcome === 'taken') return null;
  if (outcome === 'waits') await queueEchoes(scope, arrival.ingressId);
  return WHY_NO_ECHO[outcome];
}

const WHY_NO_ECHO = {
  ours: 'echo: our own message',
  repeated: 'echo: it came before',
  waits: 'echo: it waits until nothing of ours is on its way',
};

/** The texts that are stored as they came. Names and addresses are cleaned where they are used. */
export function cleaned(event: InboundMessage) {
  const { text, quoted, html, subject, addressing, context, unsupported, nudge } = event;
  return {
    text: clean(text),
    ...(quoted !== undefined && { quoted: clean(quoted) }),
    ...(html !== undefined && { html: clean(html) }),
    ...(subject !== undefined && { subject: clean(subject) }),
    ...(context !== undefined && { context: clean(context) }),
    ...(unsupported !== undefined && { unsupported: clean(unsupported) }),
    ...(nudge !== undefined && { nudge: clean(nudge) }),
    ...(addressing && { addressing: cleanedAddressing(addressing) }),
  };
}

function cleanedAddressing({ from, replyTo, to, cc }: Addressing): Addressing {
  const one = ({ address, name }: Addressee) => ({ address: clean(address), name: clean(name) });
  return { from: one(from), replyTo: replyTo.map(one), to: to.map(one), cc: cc.map(one) };
}

/** Refusals and data the database cannot hold (SQLSTATE class 22, 23) are the event's own. */
export function isEventsOwnFault(error: unknown): boolean {
  if (error instanceof Refusal || error instanceof TypeError) return true;
  return isDatabaseError(error, '22001', '22021', '22P02', '22P05', '23502', '23503', '23514');
}

const reasonOf = (error: unknown) =>
  error instanceof Refusal ? error.detail : 'it could not be stored';
