/** Messages whose turn it is: read together with all that sending them takes, and marked as being sent. */
import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Adapter, Settings } from '../../adapters/adapter.ts';
import type { ChannelRow } from '../channels/access.ts';
import { openSettings, type Vault } from '../channels/settings.ts';
import { advertises } from '../channels/templates.ts';
import { refusalsOf } from '../contacts/consents.ts';
import { firstBlocked } from '../conversations/blocked.ts';
import { oneOf, updateMany } from '../database/many.ts';
import { agents } from '../database/schema/agents.ts';
import { channels } from '../database/schema/channels.ts';
import { identities } from '../database/schema/contacts.ts';
import { threads } from '../database/schema/conversations.ts';
import { deliveries, messages } from '../database/schema/messages.ts';
import { circuits, jobs } from '../database/schema/workspaces.ts';
import type { Scope } from '../events/scope.ts';
import { circuitOf } from './circuits.ts';
import { composeAll } from './compose.ts';
import { finishJobs, type Job } from './jobs.ts';
import type { Circuit, Parcel } from './parcel.ts';
import { MOST_ATTEMPTS, type Sender } from './sender.ts';
import { type Change, type Move, moveMessages } from './state.ts';

/**
 * Packs what the jobs are about. Those of which nothing is to be done any more are finished; those that somebody else
 * has claimed meanwhile are left alone.
 */
export async function pickAll(
  scope: Scope,
  sender: Sender,
  claimed: readonly Job[],
): Promise<Parcel[]> {
  const found = await selectOpen(scope, claimed);
  const homes = await readHomes(scope, sender.vault, found);
  const blocked = await blockedOf(scope, found, homes);
  const sendable: { row: Open; home: Home }[] = [];
  const ends: Change[] = [];
  for (const row of found) {
    const home = homes.get(row.thread.channelId);
    const end = whyNot(row, home) ?? blocked.get(row.message.id);
    if (home && !end) sendable.push({ row, home });
    else ends.push({ message: row.message, decide: () => end ?? REMOVED });
  }
  const byId = new Map(claimed.map((job) => [job.id, job]));
  const parcels = await pack(scope, sender, sendable, byId);
  await moveMessages(scope, ends);
  const packed = new Set(parcels.map(({ job }) => job.id));
  await finishJobs(
    scope.tx,
    claimed.filter(({ id }) => !packed.has(id)),
  );
  return parcels;
}

type Open = Awaited<ReturnType<typeof selectOpen>>[number];

/** The deliveries that are still to be made, by jobs that are still ours. */
function selectOpen(scope: Scope, claimed: readonly Job[]) {
  const here = scope.workspaceId;
  return scope.tx
    .select({
      jobId: jobs.id,
      delivery: deliveries,
      message: messages,
      thread: threads,
      identity: identities,
      author: agents.name,
    })
    .from(jobs)
    .innerJoin(deliveries, and(eq(deliveries.workspaceId, here), eq(deliveries.id, jobs.subjectId)))
    .innerJoin(messages, and(eq(messages.workspaceId, here), eq(messages.id, deliveries.messageId)))
    .innerJoin(threads, and(eq(threads.workspaceId, here), eq(threads.id, deliveries.threadId)))
    .innerJoin(
      identities,
      and(eq(identities.workspaceId, here), eq(identities.id, threads.identityId)),
    )
    .leftJoin(agents, and(eq(agents.workspaceId, here), eq(agents.id, messages.agentId)))
    .where(
      and(
        oneOf(jobs, ['id', 'attempt'], claimed),
        inArray(deliveries.state, ['queued', 'sending']),
      ),
    )
    .orderBy(asc(jobs.id))
    .for('update', { of: deliveries });
}

/** A channel that is there, opened. */
type Home = { channel: ChannelRow; circuit: Circuit; adapter: Adapter; settings: Settings };

async function readHomes(
  scope: Scope,
  vault: Vault,
  found: readonly Open[],
): Promise<Map<string, Home>> {
  const ids = [...new Set(found.map(({ thread }) => thread.channelId))].map((id) => ({ id }));
  const rows = await scope.tx
    .select({ channel: channels, circuit: circuits })
    .from(channels)
    .leftJoin(circuits, eq(circuits.channelId, channels.id))
    .where(and(eq(channels.workspaceId, scope.workspaceId), oneOf(channels, ['id'], ids)));
  const homes = new Map<string, Home>();
  for (const { channel, circuit } of rows) {
    const adapter = scope.catalogue.get(channel.adapter);
    if (!adapter || channel.removedAt) continue;
    const settings = openSettings(vault, channel);
    homes.set(channel.id, { channel, circuit: circuitOf(circuit), adapter, settings });
  }
  return homes;
}

const REMOVED: Move = { state: 'failed', reason: 'The channel was removed.' };
const INTERRUPTED: Move = {
  state: 'unknown',
  reason: 'Sending was interrupted; it may have arrived.',
};

function whyNot({ delivery }: Open, home: Home | undefined): Move | null {
  if (!home) return REMOVED;
  // A process died while sending: whether it arrived nobody knows, and this platform would send it twice.
  const asked = home.adapter.capabilities.unknownOutcome === 'ask';
  // Nor does one go on for ever of which the outcome can never be written down.
  const doubtful = asked || delivery.attempt >= MOST_ATTEMPTS;
  return delivery.state === 'sending' && doubtful ? INTERRUPTED : null;
}

/** Those who said no since it was written, or before it is tried again; by message id. */
async function blockedOf(
  scope: Scope,
  found: readonly Open[],
  homes: Map<string, Home>,
): Promise<Map<string, Move>> {
  const blocked = new Map<string, Move>();
  const plain = found.filter(({ message }) => !message.recipients);
  const reaches = plain.map(
    ({ thread: { channelId }, identity: { kind, scope: within, value } }) => {
      return { channelId, kind, scope: within, value };
    },
  );
  const refusals = await refusalsOf(scope, reaches);
  for (const { thread, identity, message } of refusals.length > 0 ? plain : []) {
    const home = homes.get(thread.channelId);
    const marketing = home ? advertises(home.channel, message.template) : false;
    const no = refusals.filter(
      ({ channelId, kind, scope: within, value, about }) =>
        channelId === thread.channelId &&
        kind === identity.kind &&
        within === identity.scope &&
        value === identity.value &&
        (marketing || about === 'everything'),
    );
    const [refusal] = no.sort((one) => (one.about === 'everything' ? -1 : 1));
    if (refusal) blocked.set(message.id, { state: 'failed', reason: refusal.reason });
  }
  for (const { thread, identity, message } of found.filter((row) => row.message.recipients)) {
    const home = homes.get(thread.channelId);
    if (!home) continue;
    const no = await firstBlocked(scope, {
      channelId: thread.channelId,
      capabilities: home.adapter.capabilities,
      identity,
      recipients: message.recipients,
      marketing: advertises(home.channel, message.template),
    });
    if (no) blocked.set(message.id, { state: 'failed', reason: no.reason });
  }
  return blocked;
}

async function pack(
  scope: Scope,
  sender: Sender,
  sendable: readonly { row: Open; home: Home }[],
  claimed: ReadonlyMap<number, Job>,
): Promise<Parcel[]> {
  if (sendable.length === 0) return [];
  const { workspaceId } = scope;
  const next = sendable.map(({ row }) => ({ ...row, attempt: row.delivery.attempt + 1 }));
  await updateMany(
    scope.tx,
    SENDING,
    next.map(({ delivery: { id }, attempt }) => ({ workspaceId, id, state: 'sending', attempt })),
  );
  const outbound = await composeAll(scope, sender, next);
  return sendable.flatMap(({ row, home }, index) => {
    const job = claimed.get(row.jobId);
    const said = outbound[index];
    if (!job || !said) return [];
    return [{ ...home, job, attempt: said.attempt, message: row.message, outbound: said }];
  });
}

const SENDING = {
  table: deliveries,
  keys: ['workspaceId', 'id'],
  columns: ['state', 'attempt'],
  also: sql`updated_at = now()`,
} as const;
