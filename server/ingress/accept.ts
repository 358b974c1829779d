/** The way in for every channel: verify, keep the raw request, understand it, receive each event, commit. */

import type { AdapterRequest } from '../../adapters/adapter.ts';
import { MalformedRequestError } from '../../adapters/errors.ts';
import type { InboundEvent } from '../../adapters/message.ts';
import { accessOpenChannel, type ChannelRow, markSeen } from '../channels/access.ts';
import { adapterOf } from '../channels/channels.ts';
import { openSettings, type Vault } from '../channels/settings.ts';
import { type Received, receiveMessage } from '../conversations/receive.ts';
import { isDatabaseError } from '../database/errors.ts';
import { ingress } from '../database/schema/channels.ts';
import { awaitTurn, receiveReceipt } from '../deliveries/receipts.ts';
import { newId } from '../events/ids.ts';
import { type Scope, type Store, savepoint } from '../events/scope.ts';
import { clean } from '../events/text.ts';
import { Refusal } from '../wire/problems.ts';

/** What became of each event. A quarantined one is kept with its reason; the others are not held up by it. */
export type Accepted = {
  messages: Received[];
  ignored: string[];
  quarantined: string[];
};

/** Where a request came in. Channels whose people connect to us have a door of their own, with limits of its own. */
export type Place = {
  workspaceId: string;
  channelId: string;
  door: 'webhook' | 'visitor';
  /** Asked last, in the same transaction: is the sender still welcome? @throws Refusal when not */
  recheck?: (scope: Scope) => Promise<void>;
};

/**
 * Takes one request of a channel. Resolves only after commit: the caller may then answer 2xx.
 * @throws Refusal not_found, signature (nothing is stored), malformed (kept for a person to look at)
 */
export async function accept(
  store: Store,
  vault: Vault,
  place: Place,
  request: AdapterRequest,
): Promise<Accepted> {
  const outcome = await store.in(place.workspaceId, async (scope) => {
    const channel = await accessOpenChannel(scope, place.channelId);
    const adapter = adapterOf(scope, channel);
    const connects = adapter.capabilities.inbound === 'connection';
    if (connects !== (place.door === 'visitor')) {
      throw new Refusal('not_found', 'The channel has no such door.');
    }
    const settings = openSettings(vault, channel);
    if (!(await adapter.verify(request, settings, new Date()))) {
      throw new Refusal('signature', 'The request is not signed as this channel expects.');
    }
    const parsed = await understand(() => adapter.parse(request, settings));
    const accepted = await receiveAll(scope, channel, 'events' in parsed ? parsed.events : []);
    if ('problem' in parsed) accepted.quarantined.push(parsed.problem);
    await place.recheck?.(scope);
    await keepRaw(scope, channel, request, accepted);
    await markSeen(scope, channel, null);
    return { accepted, parsed };
  });
  if ('problem' in outcome.parsed) throw new Refusal('malformed', outcome.parsed.problem);
  return outcome.accepted;
}

type Understood = { events: InboundEvent[] } | { problem: string };

async function understand(
  parse: () => InboundEvent[] | Promise<InboundEvent[]>,
): Promise<Understood> {
  try {
    return { events: await parse() };
  } catch (error) {
    if (error instanceof MalformedRequestError) return { problem: error.problem };
    throw error;
  }
}

async function receiveAll(
  scope: Scope,
  channel: ChannelRow,
  events: InboundEvent[],
): Promise<Accepted> {
  const accepted: Accepted = { messages: [], ignored: [], quarantined: [] };
  await awaitTurn(scope, channel.id, events.flatMap(confirmed));
  for (const event of events) {
    try {
      await savepoint(scope, (inner) => receiveOne(inner, channel, event, accepted));
    } catch (error) {
      // The whole database is in trouble, not this event: let the sender come back with all of it.
      if (!isEventsOwnFault(error)) throw error;
      accepted.quarantined.push(`${event.externalId}: ${reasonOf(error)}`);
    }
  }
  return accepted;
}

const confirmed = (event: InboundEvent): string[] =>
  event.type === 'receipt' ? [event.messageExternalId] : [];

async function receiveOne(
  scope: Scope,
  channel: ChannelRow,
  event: InboundEvent,
  accepted: Accepted,
): Promise<void> {
  switch (event.type) {
    case 'message': {
      const text = clean(event.text);
      accepted.messages.push(await receiveMessage(scope, channel, { ...event, text }));
      return;
    }
    case 'receipt':
      return receiveReceipt(scope, channel.id, event);
    case 'ignored':
      accepted.ignored.push(event.reason);
      return;
    default:
      accepted.ignored.push(`${event.type}: kept, not shown yet`);
  }
}

/** Refusals and data the database cannot hold (SQLSTATE class 22, 23) are the event's own. */
function isEventsOwnFault(error: unknown): boolean {
  if (error instanceof Refusal || error instanceof TypeError) return true;
  return isDatabaseError(error, '22001', '22021', '22P02', '22P05', '23502', '23503', '23514');
}

const reasonOf = (error: unknown) =>
  error instanceof Refusal ? error.detail : 'it could not be stored';

/** Credentials and addresses in headers are not kept: the log of what came in must not let anyone in. */
const CONFIDENTIAL = ['authorization', 'cookie', 'x-forwarded-for', 'x-real-ip'];

async function keepRaw(
  scope: Scope,
  channel: ChannelRow,
  request: AdapterRequest,
  accepted: Accepted,
): Promise<void> {
  const left = new Set([...CONFIDENTIAL, ...(adapterOf(scope, channel).secretHeaders ?? [])]);
  const headers = Object.entries(request.headers)
    .filter(([name]) => !left.has(name))
    .map(([name, value]) => [name, clean(value)]);
  await scope.tx.insert(ingress).values({
    workspaceId: scope.workspaceId,
    id: newId(),
    channelId: channel.id,
    method: request.method,
    url: clean(request.url),
    headers: Object.fromEntries(headers),
    body: request.body,
    state: accepted.quarantined.length > 0 ? 'quarantined' : 'done',
    reason: accepted.quarantined.map(clean).join('\n') || null,
    ignored: accepted.ignored.map(clean),
  });
}
