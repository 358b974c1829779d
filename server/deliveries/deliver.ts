/** Sending one message: read what is to be said, say it outside any transaction, write down what came of it. */
import { and, eq, sql } from 'drizzle-orm';
import type { Adapter, SendResult, Tools } from '../../adapters/adapter.ts';
import { ChannelError } from '../../adapters/errors.ts';
import type { OutboundMessage } from '../../adapters/message.ts';
import type { Shelf } from '../attachments/uploads.ts';
import type { ChannelRow } from '../channels/access.ts';
import { accessChannel, markFailing, markWorking } from '../channels/access.ts';
import { openSettings, type Vault } from '../channels/settings.ts';
import { advertises } from '../channels/templates.ts';
import { noteConsent } from '../contacts/consents.ts';
import { nameMessage } from '../conversations/answered.ts';
import { firstBlocked } from '../conversations/blocked.ts';
import { giveWay } from '../conversations/revisions.ts';
import { identities } from '../database/schema/contacts.ts';
import { threads } from '../database/schema/conversations.ts';
import { deliveries, messages } from '../database/schema/messages.ts';
import type { Scope, Store } from '../events/scope.ts';
import { compose } from './compose.ts';
import { takeParked, takeParkedLost } from './receipts.ts';
import { moveMessage } from './state.ts';

export type Sender = Shelf & {
  store: Store;
  vault: Vault;
  /** Tools for one task: guarded fetch, log, clock, an abort signal that ends with the lease, or when asked to. */
  tools(channel: { id: string; adapter: string }, timeoutMs?: number): Tools;
};

/** What the queue does next with the job. */
export type Outcome = { done: true } | { done: false; againInMs: number };

const MOST_ATTEMPTS = 12;
const LONGEST_WAIT_MS = 15 * 60_000;

/** Delivers, or decides when to try again. Whatever a platform does ends as a state, never as an exception. */
export async function deliver(
  sender: Sender,
  workspaceId: string,
  deliveryId: string,
): Promise<Outcome> {
  const parcel = await sender.store.in(workspaceId, (scope) => pick(scope, sender, deliveryId));
  if (!parcel) return { done: true };
  const result = await attempt(parcel, sender);
  return sender.store.in(workspaceId, (scope) => settle(scope, parcel, result));
}

type Parcel = {
  deliveryId: string;
  attempt: number;
  message: { id: string; conversationId: string };
  channel: ChannelRow;
  adapter: Adapter;
  settings: ReturnType<typeof openSettings>;
  outbound: OutboundMessage;
};

/** Marks the delivery as being sent and collects all it takes; null when nothing is to be done any more. */
async function pick(scope: Scope, sender: Sender, deliveryId: string): Promise<Parcel | null> {
  const found = await findDelivery(scope, deliveryId);
  if (!found) return null;
  const { delivery, message, thread, identity } = found;
  const channel = await accessChannel(scope, thread.channelId);
  const adapter = scope.catalogue.get(channel.adapter);
  if (!adapter || channel.removedAt) {
    await moveMessage(scope, message, () => ({
      state: 'failed',
      reason: 'The channel was removed.',
    }));
    return null;
  }
  if (delivery.state === 'sending' && adapter.capabilities.unknownOutcome === 'ask') {
    // A process died while sending: whether it arrived nobody knows, and this platform would send it twice.
    await moveMessage(scope, message, () => ({ state: 'unknown', reason: INTERRUPTED }));
    return null;
  }
  const blocked = await firstBlocked(scope, {
    channelId: channel.id,
    capabilities: adapter.capabilities,
    identity,
    recipients: message.recipients,
    marketing: advertises(channel, message.template),
  });
  if (blocked) {
    // Said no since it was written, or before it is tried again.
    await moveMessage(scope, message, () => ({ state: 'failed', reason: blocked.reason }));
    return null;
  }
  const attempt = delivery.attempt + 1;
  await scope.tx
    .update(deliveries)
    .set({ state: 'sending', attempt, updatedAt: sql`now()` })
    .where(and(eq(deliveries.workspaceId, scope.workspaceId), eq(deliveries.id, deliveryId)));
  const outbound = await compose(scope, sender, { message, thread, identity, attempt });
  const settings = openSettings(sender.vault, channel);
  return { deliveryId, attempt, message, channel, adapter, settings, outbound };
}

const INTERRUPTED = 'Sending was interrupted; it may have arrived.';

async function findDelivery(scope: Scope, deliveryId: string) {
  const here = scope.workspaceId;
  const [found] = await scope.tx
    .select({ delivery: deliveries, message: messages, thread: threads, identity: identities })
    .from(deliveries)
    .innerJoin(messages, and(eq(messages.workspaceId, here), eq(messages.id, deliveries.messageId)))
    .innerJoin(threads, and(eq(threads.workspaceId, here), eq(threads.id, deliveries.threadId)))
    .innerJoin(
      identities,
      and(eq(identities.workspaceId, here), eq(identities.id, threads.identityId)),
    )
    .where(and(eq(deliveries.workspaceId, here), eq(deliveries.id, deliveryId)))
    .for('update', { of: deliveries });
  const open = found?.delivery.state === 'queued' || found?.delivery.state === 'sending';
  return open ? found : null;
}

type Result = SendResult | ChannelError;

async function attempt(parcel: Parcel, sender: Sender): Promise<Result> {
  const tools = sender.tools({ id: parcel.channel.id, adapter: parcel.adapter.id });
  try {
    const sent = await parcel.adapter.send(parcel.outbound, parcel.settings, tools);
    if (sent.externalId) return sent;
    return new ChannelError('rejected', 'The platform gave the message no id, so it may be lost.');
  } catch (error) {
    if (error instanceof ChannelError) return error;
    tools.log('the adapter failed', { error: error instanceof Error ? error.name : 'unknown' });
    return new ChannelError('retry', 'Something failed while sending.', { maybeSent: true });
  }
}

async function settle(scope: Scope, parcel: Parcel, result: Result): Promise<Outcome> {
  if (!(result instanceof ChannelError)) {
    await accept(scope, parcel, result);
    return { done: true };
  }
  if (result.kind === 'unauthorized') await markFailing(scope, parcel.channel.id, result.reason);
  if (result.optedOut) await heed(scope, parcel, result.reason);
  const unsure = result.maybeSent && parcel.adapter.capabilities.unknownOutcome === 'ask';
  if (unsure) {
    const arrived = await takeParkedLost(scope, parcel.channel.id, parcel.message.id);
    const doubt = { state: 'unknown', reason: result.reason } as const;
    await moveMessage(scope, parcel.message, () => arrived ?? doubt);
    return { done: true };
  }
  if (result.kind === 'retry' && parcel.attempt < MOST_ATTEMPTS) {
    await moveMessage(scope, parcel.message, () => ({ state: 'queued', reason: result.reason }));
    return { done: false, againInMs: result.retryAfterMs ?? backoff(parcel.attempt) };
  }
  await moveMessage(scope, parcel.message, (current) =>
    current.state === 'queued' || current.state === 'unknown'
      ? { state: 'failed', reason: withCode(result) }
      : null,
  );
  return { done: true };
}

/** The platform minds who wants to be left alone: what it says of the one we wrote to, we keep to as well. */
async function heed(scope: Scope, { channel, outbound }: Parcel, reason: string): Promise<void> {
  const { kind, scope: within, value } = outbound.to;
  const who = { kind, scope: within, value };
  await noteConsent(scope, channel.id, { who, allowed: false, reason });
}

async function accept(scope: Scope, parcel: Parcel, result: SendResult): Promise<void> {
  const { externalId, reference, refused = [] } = result;
  const { message, channel, outbound } = parcel;
  const sent = { externalId, messageId: message.id, thread: outbound.thread };
  const { state, reason } = await takeParked(scope, channel.id, sent);
  await giveWay(scope, parcel.channel.id, externalId, parcel.message.id);
  await moveMessage(scope, parcel.message, () => ({ state, reason, externalId, refused }));
  const names = [externalId, ...(reference ? [reference] : [])];
  const { addressing } = parcel.adapter.capabilities;
  const named = { id: parcel.message.id, channelId: parcel.channel.id };
  if (addressing) await nameMessage(scope, named, names);
  if (parcel.channel.failingSince) await markWorking(scope, parcel.channel.id);
}

/** 2, 4, 8 … seconds, at most a quarter of an hour, spread so that many do not come back at once. */
export function backoff(attempt: number): number {
  const wait = Math.min(LONGEST_WAIT_MS, 1000 * 2 ** attempt);
  return wait * (0.75 + Math.random() / 2);
}

const withCode = (error: ChannelError) =>
  error.code ? `${error.reason} (${error.code})` : error.reason;
