/** The way in for every channel: verify, understand, receive each event, keep the raw request, commit. */

import type { Adapter, AdapterRequest, Settings } from '../../adapters/adapter.ts';
import { MalformedRequestError } from '../../adapters/errors.ts';
import type { InboundEvent } from '../../adapters/message.ts';
import type { Files } from '../attachments/files.ts';
import { accessOpenChannel, type ChannelRow, markSeen } from '../channels/access.ts';
import { adapterOf } from '../channels/channels.ts';
import { refuseOutdated } from '../channels/doors.ts';
import { openSettings, type Vault } from '../channels/settings.ts';
import { isDatabaseError } from '../database/errors.ts';
import { newId } from '../events/ids.ts';
import { type Scope, type Store, savepoint, withTheRest } from '../events/scope.ts';
import { Refusal } from '../wire/problems.ts';
import { abreast, sideBySide } from './abreast.ts';
import { type Delivery, keepFiles } from './files.ts';
import { type Arrived, keepRaw } from './raw.ts';
import { type Accepted, type Alone, isEventsOwnFault, receiveAll } from './receive-all.ts';

/** Where a request came in. Channels whose people connect to us have a door of their own, with limits of its own. */
export type Place = {
  workspaceId: string;
  channelId: string;
  /** `intake`: our own doing (mail fetched or taken in); the adapter is not asked to verify it. */
  door: 'webhook' | 'visitor' | 'intake';
  /** Of whoever has opened the channel already. */
  opened?: Opened;
  /** Asked last, in the same transaction: is the sender still welcome? @throws Refusal when not */
  recheck?: (scope: Scope) => Promise<void>;
};

export type Opened = {
  adapter: Adapter;
  settings: Settings;
  /** What they were read from; left out by those who begin anew when it changes. */
  channel?: ChannelRow;
};

export type Intake = { store: Store; vault: Vault; files: Files };

/**
 * Takes one request of a channel. Resolves only after commit: the caller may then answer 2xx.
 * @throws Refusal not_found, signature, conflict when the channel is not as it was opened (nothing is stored);
 * malformed (kept for a person to look at)
 */
export async function accept(
  intake: Intake,
  place: Place,
  request: AdapterRequest,
): Promise<Accepted> {
  const understood = await understand(intake, place, request);
  const accepted = await store(intake, place, [understood]);
  if (understood.problem !== null) throw new Refusal('malformed', understood.problem);
  return accepted[0] ?? NOTHING;
}

/**
 * Takes requests that one of our own doors has fetched, in order and in one transaction: all of them or none. What
 * cannot be understood is kept for a person to look at, as always.
 * @throws Refusal not_found
 */
export async function acceptAll(
  intake: Intake,
  place: Place & { door: 'intake' },
  requests: readonly AdapterRequest[],
): Promise<void> {
  const reading = requests.map((request) => understand(intake, place, request));
  await store(intake, place, await Promise.all(reading));
}

const NOTHING: Accepted = { messages: [], ignored: [], quarantined: [] };

type Understood = { request: AdapterRequest; events: InboundEvent[]; problem: string | null };

/** Outside any transaction: reading a large request takes its time, and nobody shall wait for that with a lock in hand. */
async function understand(
  intake: Intake,
  place: Place,
  request: AdapterRequest,
): Promise<Understood> {
  const { adapter, settings } = place.opened ?? (await open(intake, place));
  refuseWrongDoor(adapter, place);
  const genuine = place.door === 'intake' || (await adapter.verify(request, settings, new Date()));
  if (!genuine) {
    throw new Refusal('signature', 'The request is not signed as this channel expects.');
  }
  try {
    return { request, events: await adapter.parse(request, settings), problem: null };
  } catch (error) {
    if (!(error instanceof MalformedRequestError)) throw error;
    return { request, events: [], problem: error.problem };
  }
}

async function open({ store, vault }: Intake, place: Place): Promise<Opened> {
  return store.in(place.workspaceId, async (scope) => {
    const channel = await accessOpenChannel(scope, place.channelId);
    return { adapter: adapterOf(scope, channel), settings: openSettings(vault, channel) };
  });
}

function refuseWrongDoor(adapter: Adapter, { door }: Place): void {
  const connects = adapter.capabilities.inbound === 'connection';
  if (connects === (door === 'visitor')) return;
  throw new Refusal('not_found', 'The channel has no such door.');
}

async function store(intake: Intake, place: Place, understood: Understood[]): Promise<Accepted[]> {
  const kept: Kept[] = [];
  // Bytes first, rows after: a file that no row points to harms nobody, the other way round is a loss.
  for (const one of understood) {
    kept.push({ ...one, deliveries: await keepFiles(intake.files, one.events) });
  }
  const receiveAs = (alone: Alone) =>
    intake.store.in(place.workspaceId, (scope) => receive(scope, place, kept, alone));
  try {
    return await receiveAs(withTheRest);
  } catch (error) {
    // Something of one event, or two side by side that had something in common after all: one by one.
    const oneByOne = isEventsOwnFault(error) || isDatabaseError(error, '23505');
    if (!oneByOne) throw error;
    return receiveAs(savepoint);
  }
}

type Kept = Understood & { deliveries: Delivery[] };

async function receive(
  scope: Scope,
  place: Place,
  requests: Kept[],
  alone: Alone,
): Promise<Accepted[]> {
  // Read again: since it was understood the channel may have been removed, or set up otherwise.
  const channel: ChannelRow = await accessOpenChannel(scope, place.channelId);
  if (place.opened?.channel) refuseOutdated(place.opened.channel, channel);
  const receiveOne = async ({ request, deliveries, problem }: Kept) => {
    const id = newId();
    const accepted = await receiveAll(scope, { channel, ingressId: id }, deliveries, alone);
    if (problem !== null) accepted.quarantined.push(problem);
    return { id, request, accepted, passing: isPassing(deliveries) };
  };
  const groups = alone === savepoint ? requests.map((one) => [one]) : abreast(channel, requests);
  const all: (Arrived & { passing: boolean })[] = [];
  for (const group of groups) all.push(...(await sideBySide(group, receiveOne)));
  const lasting = all.filter(({ passing }) => !passing);
  if (lasting.length > 0) await keepRaw(scope, channel, lasting);
  await place.recheck?.(scope);
  await markSeen(scope, channel, null);
  return all.map(({ accepted }) => accepted);
}

/** That somebody is writing is over when it has been told. */
const isPassing = (deliveries: Delivery[]): boolean =>
  deliveries.length > 0 && deliveries.every(({ event }) => event.type === 'typing');
