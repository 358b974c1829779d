/** What was understood becomes rows: each event received in its turn, and the raw requests kept, in one transaction. */
import { accessOpenChannel, type ChannelRow, markSeen } from '../channels/access.ts';
import { refuseOutdated } from '../channels/doors.ts';
import type { Arrival } from '../conversations/receiving/arrival.ts';
import { isOrdinary, receiveMany } from '../conversations/receiving/many.ts';
import { isDatabaseError } from '../database/errors.ts';
import { newId } from '../events/ids.ts';
import { type Scope, type Store, savepoint, withTheRest } from '../events/scope.ts';
import type { Delivery } from './files.ts';
import type { Kept } from './place.ts';
import { keepRaw, markRaw } from './raw.ts';
import {
  type Accepted,
  type Alone,
  cleaned,
  isEventsOwnFault,
  receiveAll,
  WHY_NOTHING,
} from './receive-all.ts';

/** All of them, in order, or none. They are of one workspace. @throws Refusal as `accept` does */
export async function storeAll(store: Store, requests: readonly Kept[]): Promise<Accepted[]> {
  const [first] = requests;
  if (!first) return [];
  const receiveAs = (alone: Alone) =>
    store.in(first.place.workspaceId, (scope) => receive(scope, requests, alone), 'once');
  try {
    return await receiveAs(withTheRest);
  } catch (error) {
    if (!isBecauseOfOne(error)) throw error;
    return receiveAs(savepoint);
  }
}

/** Something of one event, or two that had something in common after all: one by one it goes on. */
export const isBecauseOfOne = (error: unknown): boolean =>
  isEventsOwnFault(error) || isDatabaseError(error, '23505');

/** A request with the channel it came in on, as it is now. */
type Open = Kept & { channel: ChannelRow; id: string };

async function receive(scope: Scope, requests: readonly Kept[], alone: Alone): Promise<Accepted[]> {
  const open = await openChannels(scope, requests);
  const keeping = keep(scope, open);
  const receiving = receiveInOrder(scope, open, alone);
  // Sent on together. What fails first has all that follows fail, and is the reason to be told.
  await Promise.allSettled([keeping, receiving]);
  await keeping;
  const accepted = await receiving;
  await mark(scope, open, accepted);
  const rechecks = new Map(requests.map(({ place }) => [place, place.recheck]));
  await Promise.all([...rechecks.values()].map((recheck) => recheck?.(scope)));
  for (const channel of new Set(open.map((one) => one.channel))) {
    await markSeen(scope, channel, null);
  }
  return accepted;
}

/** Read again: since it was understood the channel may have been removed, or set up otherwise. */
async function openChannels(scope: Scope, requests: readonly Kept[]): Promise<Open[]> {
  const ids = [...new Set(requests.map(({ place }) => place.channelId))];
  const rows = await Promise.all(ids.map((id) => accessOpenChannel(scope, id)));
  const channels = new Map(rows.map((row) => [row.id, row]));
  const known = new Set(requests.flatMap(({ place: { opened } }) => opened?.channel ?? []));
  for (const one of known) refuseOutdated(one, channelOf(channels, one.id));
  return requests.map((request) => {
    return { ...request, channel: channelOf(channels, request.place.channelId), id: newId() };
  });
}

function channelOf(channels: ReadonlyMap<string, ChannelRow>, id: string): ChannelRow {
  const channel = channels.get(id);
  if (!channel) throw new Error('the channel vanished');
  return channel;
}

/** Ordinary messages go together as long as nothing else comes in between. */
async function receiveInOrder(
  scope: Scope,
  open: readonly Open[],
  alone: Alone,
): Promise<Accepted[]> {
  const accepted: Accepted[] = [];
  for (;;) {
    const [first, ...others] = open.slice(accepted.length);
    if (!first) return accepted;
    const run = alone === savepoint ? [] : runOf([first, ...others]);
    const received = run.length > 0 ? await receiveRun(scope, run) : [];
    accepted.push(...received);
    const needsMore = run.length === 0 ? first : run[received.length];
    if (needsMore) accepted.push(await receiveOne(scope, needsMore, alone));
  }
}

/** More at once gain nothing, and hold locks for longer. */
const LONGEST_RUN = 128;

function runOf(rest: readonly Open[]): Open[] {
  const end = rest.findIndex((request) => !isOrdinaryRequest(request));
  return rest.slice(0, Math.min(LONGEST_RUN, end < 0 ? rest.length : end));
}

/** Nothing but messages that can be received together with others. */
export const isOrdinaryRequest = ({ deliveries, problem }: Kept): boolean =>
  problem === null &&
  deliveries.length > 0 &&
  deliveries.every(({ event }) => event.type === 'message' && isOrdinary(event));

/** @returns of those that were ordinary in the eyes of the store, too */
async function receiveRun(scope: Scope, run: readonly Open[]): Promise<Accepted[]> {
  const received = await receiveMany(scope, run.map(arrivalsOf));
  return received.map((receptions) => ({
    messages: receptions.filter((one) => typeof one !== 'string'),
    ignored: receptions.flatMap((one) => (typeof one === 'string' ? [WHY_NOTHING[one]] : [])),
    quarantined: [],
  }));
}

const arrivalsOf = ({ channel, id, deliveries }: Open): Arrival[] =>
  deliveries.flatMap(({ event, files }) =>
    event.type === 'message'
      ? [{ channel, ingressId: id, files, event: { ...event, ...cleaned(event) } }]
      : [],
  );

async function receiveOne(
  scope: Scope,
  { channel, id, deliveries, problem }: Open,
  alone: Alone,
): Promise<Accepted> {
  const accepted = await receiveAll(scope, { channel, ingressId: id }, deliveries, alone);
  if (problem !== null) accepted.quarantined.push(problem);
  return accepted;
}

async function keep(scope: Scope, open: readonly Open[]): Promise<void> {
  const arrived = open.filter(({ deliveries }) => !isPassing(deliveries));
  if (arrived.length > 0) await keepRaw(scope, arrived);
}

async function mark(scope: Scope, open: readonly Open[], accepted: readonly Accepted[]) {
  for (const [index, became] of accepted.entries()) {
    const id = open[index]?.id;
    if (id) await markRaw(scope, id, became);
  }
}

/** That somebody is writing is over when it has been told. */
const isPassing = (deliveries: Delivery[]): boolean =>
  deliveries.length > 0 && deliveries.every(({ event }) => event.type === 'typing');
