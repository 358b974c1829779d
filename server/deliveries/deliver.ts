/** Sending: read what is to be said, say it outside any transaction, write down what came of it. */
import { ChannelError } from '../../adapters/errors.ts';
import { inSpan } from '../telemetry/traces.ts';
import { type Job, postponeJobs } from './jobs.ts';
import type { Parcel, Result } from './parcel.ts';
import { pickAll } from './pick.ts';
import type { Sender } from './sender.ts';
import type { Settling } from './settling.ts';

export type Delivering = {
  sender: Sender;
  settling: Settling;
  /** Until when the jobs are ours, in ms since the epoch. */
  leasedUntil: number;
  /** Is told of each job whose part here is over, and why, if something unexpected ended it. */
  onEnd(job: Job, problem: unknown): void;
};

/** Delivers what the jobs of one workspace are about. Whatever a platform does ends as a state, never as an exception. */
export async function deliverAll(jobs: readonly Job[], delivering: Delivering): Promise<void> {
  const parcels = await pick(jobs, delivering);
  await Promise.all(parcels.map((parcel) => carry(parcel, delivering)));
}

/** When one of several is at fault the others are packed without it. */
async function pick(jobs: readonly Job[], delivering: Delivering): Promise<Parcel[]> {
  const { sender, onEnd } = delivering;
  const [first] = jobs;
  if (!first) return [];
  try {
    const parcels = await sender.store.in(
      first.workspaceId,
      (scope) => pickAll(scope, sender, jobs),
      'once',
    );
    const packed = new Set(parcels.map(({ job }) => job.id));
    for (const job of jobs) if (!packed.has(job.id)) onEnd(job, null);
    return parcels;
  } catch (error) {
    if (jobs.length === 1) {
      await giveUp(first, delivering, error);
      return [];
    }
    const middle = jobs.length >> 1;
    const before = await pick(jobs.slice(0, middle), delivering);
    return [...before, ...(await pick(jobs.slice(middle), delivering))];
  }
}

async function carry(parcel: Parcel, delivering: Delivering): Promise<void> {
  const { sender, settling, leasedUntil, onEnd } = delivering;
  const result = await inSpan(
    'consumer',
    'deliver',
    () => attempt(parcel, sender),
    parcel.job.trace,
  );
  const problem = await settling.add({ parcel, result }, leasedUntil);
  if (problem === null) onEnd(parcel.job, null);
  else await giveUp(parcel.job, delivering, problem);
}

async function attempt(parcel: Parcel, sender: Sender): Promise<Result> {
  const { channel, adapter } = parcel;
  const { sendsPerSecond } = adapter.capabilities;
  if (sendsPerSecond) await sender.pace.keep(channel.id, sendsPerSecond);
  const tools = sender.tools({ id: channel.id, adapter: adapter.id });
  try {
    const sent = await adapter.send(parcel.outbound, parcel.settings, tools);
    if (sent.externalId) return sent;
    return new ChannelError('rejected', 'The platform gave the message no id, so it may be lost.');
  } catch (error) {
    if (error instanceof ChannelError) return error;
    tools.log('the adapter failed', { error: error instanceof Error ? error.name : 'unknown' });
    return new ChannelError('retry', 'Something failed while sending.', { maybeSent: true });
  }
}

const AFTER_FAILURE_MS = 5_000;

/** Unexpected: the job stays, others go on, and the log has the reason. */
async function giveUp(job: Job, { sender, onEnd }: Delivering, problem: unknown): Promise<void> {
  const byMs = AFTER_FAILURE_MS * Math.min(job.attempt, 60);
  await postponeJobs(sender.store.database.outside, [{ job, byMs }]).catch(() => undefined);
  onEnd(job, problem);
}
