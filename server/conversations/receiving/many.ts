/**
 * Messages from outside, many in one go. What takes no more than a line, a person and a number is read for all of them
 * together, thought through here, and written for all of them together; `../receive.ts` does the rest one by one.
 */
import type { InboundMessage } from '../../../adapters/message.ts';
import { countDropped } from '../../contacts/blocked.ts';
import { newsOf } from '../../contacts/identities.ts';
import { oneOf } from '../../database/many.ts';
import { arrivals } from '../../database/schema/channels.ts';
import type { Scope } from '../../events/scope.ts';
import type { Arrival, Reception } from './arrival.ts';
import { takeNumbers } from './begin.ts';
import { arrivalName, findKnown, type Known, lineName, personName } from './known.ts';
import { Lines } from './lines.ts';
import { write } from './write.ts';

/** As far as the message itself can tell: it needs nothing that is not read for all together. */
export const isOrdinary = (event: InboundMessage): boolean =>
  !event.answers?.length &&
  event.quotes === undefined &&
  event.response === undefined &&
  event.nudge === undefined &&
  !event.from.aliases?.length &&
  // What was uploaded before has to be found, and may be another's.
  !event.attachments?.some(({ source }) => 'upload' in source);

/**
 * Receives the ordinary messages of some requests, in order, up to the first request that turns out to need more: that
 * one and those after it are left as they were.
 * @returns what became of each message of the requests taken
 */
export async function receiveMany(
  scope: Scope,
  requests: readonly (readonly Arrival[])[],
): Promise<Reception[][]> {
  const known = await findKnown(scope, requests.flat());
  const taken = requests.slice(0, countOrdinary(known, requests));
  const left = requests.slice(taken.length).flat();
  if (left.length > 0) await forget(scope, known, left);
  const begun = new Set(taken.flat().filter(isNew(known)).map(lineName)).size;
  const lines = new Lines(scope, known, begun > 0 ? await takeNumbers(scope, begun) : 0);
  const receptions = taken.map((request) => request.map((arrival) => lines.take(arrival)));
  await write(scope, known, lines);
  await countDropped(scope, lines.dropped);
  return receptions;
}

/** The first time it is seen, on a line that is not there. */
const isNew = (known: Known) => (arrival: Arrival) =>
  known.fresh.has(arrivalName(arrival)) &&
  !known.threads.has(lineName(arrival)) &&
  !isDropped(known, arrival);

const isDropped = (known: Known, { event }: Arrival): boolean =>
  known.blocked.has(personName(event.from));

function countOrdinary(known: Known, requests: readonly (readonly Arrival[])[]): number {
  const together = new Together();
  const end = requests.findIndex(
    (request) => !request.every((arrival) => together.welcomes(arrival) && isPlain(known, arrival)),
  );
  return end < 0 ? requests.length : end;
}

/** Nothing of what is known asks for more than numbers and rows. */
function isPlain(known: Known, arrival: Arrival): boolean {
  if (!known.fresh.has(arrivalName(arrival)) || isDropped(known, arrival)) return true;
  const { channel, event } = arrival;
  const thread = known.threads.get(lineName(arrival));
  const person = known.persons.get(personName(event.from));
  if (!thread && channel.autoReply) return false;
  if (thread && (!person || known.waiting.has(thread.conversationId))) return false;
  const news = person && newsOf(person, event.from);
  return !news || (person.contact.verified && !event.from.verified);
}

/** What messages of one go must not say differently: who somebody new is, and where a message of one name arrived. */
class Together {
  readonly #said = new Map<string, string>();

  welcomes({ channel, event: { from, reference } }: Arrival): boolean {
    const claim = this.#agrees(`person\n${personName(from)}`, `${from.name}\n${from.email}`);
    return claim && (!reference || this.#agrees(`message\n${reference}`, channel.id));
  }

  #agrees(about: string, word: string): boolean {
    const before = this.#said.get(about);
    if (before === undefined) this.#said.set(about, word);
    return before === undefined || before === word;
  }
}

/** As if they had not come: whoever receives them next writes them down. */
async function forget(scope: Scope, known: Known, left: readonly Arrival[]): Promise<void> {
  const fresh = left.filter((arrival) => known.fresh.has(arrivalName(arrival)));
  if (fresh.length === 0) return;
  const rows = fresh.map(({ channel, event }) => ({
    workspaceId: scope.workspaceId,
    channelId: channel.id,
    externalId: event.externalId,
  }));
  await scope.tx
    .delete(arrivals)
    .where(oneOf(arrivals, ['workspaceId', 'channelId', 'externalId'], rows));
}
