/** The way in for every channel: verify, understand, receive each event, keep the raw request, commit. */

import type { Adapter, AdapterRequest, Settings } from '../../adapters/adapter.ts';
import { MalformedRequestError } from '../../adapters/errors.ts';
import type { InboundEvent } from '../../adapters/message.ts';
import type { Files } from '../attachments/files.ts';
import { accessOpenChannel } from '../channels/access.ts';
import { adapterOf } from '../channels/channels.ts';
import { openSettings, type Vault } from '../channels/settings.ts';
import type { Store } from '../events/scope.ts';
import { ingest, quarantined } from '../telemetry/figures.ts';
import { Refusal } from '../wire/problems.ts';
import { keepFiles } from './files.ts';
import { type Gathering, isGathered } from './gathering.ts';
import type { Kept, Opened, Place } from './place.ts';
import type { Accepted } from './receive-all.ts';
import { storeAll } from './store.ts';

export type Intake = { store: Store; vault: Vault; files: Files; gathering: Gathering };

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
  const committed = ingest.startTimer();
  const kept = await understand(intake, place, request);
  const accepted = isGathered(kept)
    ? await intake.gathering.add(kept)
    : (await storeAll(intake.store, [kept]))[0];
  committed();
  quarantined.inc(accepted?.quarantined.length ?? 0);
  if (kept.problem !== null) throw new Refusal('malformed', kept.problem);
  return accepted ?? NOTHING;
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
  await storeAll(intake.store, await Promise.all(reading));
}

const NOTHING: Accepted = { messages: [], ignored: [], quarantined: [] };

/**
 * Outside any transaction: reading a large request takes its time, and nobody shall wait for that with a lock in hand.
 * Bytes first, rows after: a file that no row points to harms nobody, the other way round is a loss.
 */
async function understand(intake: Intake, place: Place, request: AdapterRequest): Promise<Kept> {
  const { adapter, settings } = place.opened ?? (await open(intake, place));
  refuseWrongDoor(adapter, place);
  const genuine = place.door === 'intake' || (await adapter.verify(request, settings, new Date()));
  if (!genuine) {
    throw new Refusal('signature', 'The request is not signed as this channel expects.');
  }
  const { events, problem } = await readEvents(adapter, settings, request);
  return { place, request, deliveries: await keepFiles(intake.files, events), problem };
}

/** What a request says, or why it cannot be read. */
export async function readEvents(adapter: Adapter, settings: Settings, request: AdapterRequest) {
  try {
    return { events: await adapter.parse(request, settings), problem: null };
  } catch (error) {
    if (!(error instanceof MalformedRequestError)) throw error;
    return { events: [] as InboundEvent[], problem: error.problem };
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
