/** Messages whose turn it is: read together with all that sending them takes, and marked as being sent. */
import { and, eq } from 'drizzle-orm';
import type { Adapter, Settings } from '../../adapters/adapter.ts';
import type { ChannelRow } from '../channels/access.ts';
import { openSettings, type Vault } from '../channels/settings.ts';
import { advertises } from '../channels/templates.ts';
import { refusalsOf } from '../contacts/consents.ts';
import { firstUnwilling } from '../conversations/unwilling.ts';
import { arraysOf, oneOf, updateMany } from '../database/many.ts';
import { Columns, preparedLists } from '../database/prepared.ts';
import { channels } from '../database/schema/channels.ts';
import { identities } from '../database/schema/contacts.ts';
import { threads } from '../database/schema/conversations.ts';
import { deliveries, messages } from '../database/schema/messages.ts';
import { circuits } from '../database/schema/workspaces.ts';
import type { Scope } from '../events/scope.ts';
import { circuitOf } from './circuits.ts';
import { type Beside, composeAll, readBeside } from './compose.ts';
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
  const [homes, refusals, beside] = await Promise.all([
    readHomes(scope, sender.vault, found),
    refusalsOf(scope, found.filter(isPlain).map(reachOf)),
    readBeside(scope, sender, found),
  ]);
  const blocked = await blockedOf(scope, found, homes, refusals);
  const sendable: { row: Open; home: Home }[] = [];
  const ends: Change[] = [];
  for (const row of found) {
    const home = homes.get(row.thread.channelId);
    const end = whyNot(row, home) ?? blocked.get(row.message.id);
    if (home && !end) sendable.push({ row, home });
    else ends.push({ message: row.message, decide: () => end ?? REMOVED });
  }
  const byId = new Map(claimed.map((job) => [job.id, job]));
  const parcels = await pack(scope, beside, sendable, byId);
  await moveMessages(scope, ends);
  const packed = new Set(parcels.map(({ job }) => job.id));
  await finishJobs(
    scope.tx,
    claimed.filter(({ id }) => !packed.has(id)),
  );
  return parcels;
}

const COLUMNS = new Columns({
  delivery: deliveries,
  message: messages,
  thread: threads,
  identity: identities,
});

const OPEN = `
  select ${COLUMNS.list}, job.id, author.name
  from unnest($2::bigint[], $3::int[]) as claimed (id, attempt)
  join jobs as job on job.id = claimed.id and job.attempt = claimed.attempt
  join deliveries as delivery on delivery.workspace_id = $1 and delivery.id = job.subject_id
  join messages as message on message.workspace_id = $1 and message.id = delivery.message_id
  join threads as thread on thread.workspace_id = $1 and thread.id = delivery.thread_id
  join identities as identity on identity.workspace_id = $1 and identity.id = thread.identity_id
  left join agents as author on author.workspace_id = $1 and author.id = message.agent_id
  where delivery.state in ('queued', 'sending')
  order by job.id for update of delivery`;

type Open = ReturnType<typeof COLUMNS.read>['row'] & {
  jobId: number;
  /** Of the agent who wrote it. */
  author: string | null;
};

/** The deliveries that are still to be made, by jobs that are still ours. */
async function selectOpen(scope: Scope, claimed: readonly Job[]): Promise<Open[]> {
  const values = [scope.workspaceId, ...arraysOf(['id', 'attempt'], claimed)];
  const found = await preparedLists(scope.tx, OPEN, values).execute();
  return found.map((one) => {
    const { row, rest } = COLUMNS.read(one);
    const [jobId, author] = rest;
    return { ...row, jobId: Number(jobId), author: typeof author === 'string' ? author : null };
  });
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

const isPlain = ({ message }: Open): boolean => message.recipients === null;

const reachOf = ({ thread, identity: { kind, scope, value } }: Open) => {
  return { channelId: thread.channelId, kind, scope, value };
};

type Refusal = Awaited<ReturnType<typeof refusalsOf>>[number];

/** Those who said no since it was written, or before it is tried again; by message id. */
async function blockedOf(
  scope: Scope,
  found: readonly Open[],
  homes: Map<string, Home>,
  refusals: readonly Refusal[],
): Promise<Map<string, Move>> {
  const blocked = new Map<string, Move>();
  for (const row of refusals.length > 0 ? found.filter(isPlain) : []) {
    const marketing = isMarketing(homes.get(row.thread.channelId), row);
    const no = refusals.filter((one) => isAbout(one, row) && (marketing || isAboutAll(one)));
    const refusal = no.find(isAboutAll) ?? no[0];
    if (refusal) blocked.set(row.message.id, { state: 'failed', reason: refusal.reason });
  }
  for (const { thread, identity, message } of found.filter((row) => !isPlain(row))) {
    const home = homes.get(thread.channelId);
    if (!home) continue;
    const no = await firstUnwilling(scope, {
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

const isMarketing = (home: Home | undefined, { message }: Open): boolean =>
  home !== undefined && advertises(home.channel, message.template);

const isAboutAll = ({ about }: Refusal): boolean => about === 'everything';

function isAbout(refusal: Refusal, row: Open): boolean {
  const { channelId, kind, scope, value } = reachOf(row);
  return (
    refusal.channelId === channelId &&
    refusal.kind === kind &&
    refusal.scope === scope &&
    refusal.value === value
  );
}

async function pack(
  scope: Scope,
  beside: Beside,
  sendable: readonly { row: Open; home: Home }[],
  claimed: ReadonlyMap<number, Job>,
): Promise<Parcel[]> {
  if (sendable.length === 0) return [];
  const next = sendable.map(({ row }) => ({ ...row, attempt: row.delivery.attempt + 1 }));
  const sending = next.map(({ delivery: { id }, attempt }) => {
    return { id, state: 'sending' as const, attempt };
  });
  const [outbound] = await Promise.all([
    composeAll(scope, beside, next),
    updateMany(scope, SENDING, sending).execute(),
  ]);
  return sendable.flatMap(({ row, home }, index) => {
    const job = claimed.get(row.jobId);
    const said = outbound[index];
    if (!job || !said) return [];
    return [{ ...home, job, attempt: said.attempt, message: row.message, outbound: said }];
  });
}

const SENDING = {
  table: deliveries,
  keys: ['id'],
  columns: ['state', 'attempt'],
  also: 'updated_at = now()',
} as const;
