/** Does what is due: claims jobs in Postgres when the doorbell rings, and sweeps for what was never rung. */
import type { FastifyBaseLogger } from 'fastify';
import { FETCH_TIMEOUT_MS, fetchFile } from '../attachments/fetch.ts';
import { wake } from '../conversations/work.ts';
import { claimJobs } from '../deliveries/claim.ts';
import { deliverAll } from '../deliveries/deliver.ts';
import { finishJobs, type Job, keepJob, type Outcome, postponeJobs } from '../deliveries/jobs.ts';
import { tellReaction } from '../deliveries/react.ts';
import { tellRevision } from '../deliveries/revise.ts';
import type { Sender } from '../deliveries/sender.ts';
import { Settling } from '../deliveries/settling.ts';
import { tellRead } from '../deliveries/signals.ts';
import { inPlace, passing } from '../failpoints.ts';
import { lookAtLateEchoes } from '../ingress/late-echoes.ts';
import type { Postman } from '../mails/postman.ts';
import { sendMail } from '../mails/send.ts';
import { type Pusher, push } from '../push/push.ts';
import { inSpan, outside } from '../telemetry/traces.ts';
import type { Doorbell } from './doorbell.ts';
import { Places } from './places.ts';

/** Longer than a send may take, so that a lease outlives the attempt it guards. */
const LEASE_MS = 25_000;
const SWEEP_MS = 1_500;
const FETCH_LEASE_MS = FETCH_TIMEOUT_MS + 30_000;
const AFTER_FAILURE_MS = 5_000;

type WorkerHub = Sender & { pusher: Pusher; postman: Postman };
type Log = Pick<FastifyBaseLogger, 'error' | 'warn'>;

export class Worker {
  readonly #sender: WorkerHub;
  readonly #settling: Settling;
  readonly #doorbell: Doorbell;
  readonly #log: Log;
  readonly #places = new Places();
  readonly #running = new Set<Promise<void>>();
  #sweep: NodeJS.Timeout | null = null;
  #round: Promise<void> | null = null;
  #again = false;

  constructor(sender: WorkerHub, doorbell: Doorbell, log: Log) {
    this.#sender = sender;
    this.#settling = new Settling(sender.store);
    this.#doorbell = doorbell;
    this.#log = log;
  }

  start(): void {
    this.#doorbell.answer(() => this.#look());
    this.#sweep = setInterval(() => this.#look(), SWEEP_MS);
    this.#look();
  }

  /** Claims nothing more and waits for what is being done, at most `graceMs`. */
  async stop(graceMs: number): Promise<void> {
    if (this.#sweep) clearInterval(this.#sweep);
    this.#sweep = null;
    this.#doorbell.leave();
    await this.#round;
    const grace = new Promise((resolve) => setTimeout(resolve, graceMs).unref());
    await Promise.race([Promise.allSettled(this.#running), grace]);
  }

  /** One round at a time; a ring meanwhile means one more. */
  #look(): void {
    if (!this.#sweep) return;
    if (this.#round !== null) {
      this.#again = true;
      return;
    }
    this.#round = outside(() => this.#claimRound())
      .catch((error: unknown) => this.#log.warn({ err: error }, 'could not look for due jobs'))
      .finally(() => {
        this.#round = null;
        if (this.#again) {
          this.#again = false;
          this.#look();
        }
      });
  }

  async #claimRound(): Promise<void> {
    const room = this.#places.room();
    if (room.most <= 0) return;
    const leasedUntil = Date.now() + LEASE_MS;
    const claimed = await claimJobs(this.#sender.store, room, LEASE_MS);
    for (const job of claimed) this.#places.take(job);
    const deliveries = claimed.filter(({ kind }) => kind === 'deliver');
    for (const jobs of byWorkspace(deliveries)) this.#deliver(jobs, leasedUntil);
    for (const job of claimed) if (job.kind !== 'deliver') this.#run(job);
  }

  #deliver(jobs: readonly Job[], leasedUntil: number): void {
    const onEnd = (job: Job, problem: unknown) => {
      if (problem !== null) this.#log.error({ err: problem, job: job.id }, 'a job failed');
      this.#leave(job);
    };
    const delivering = { sender: this.#sender, settling: this.#settling, leasedUntil, onEnd };
    const run = () => {
      passing('claimed');
      return deliverAll(jobs, delivering);
    };
    this.#keep(inPlace('deliver', run));
  }

  #run(job: Job): void {
    const run = inPlace(job.kind, () => this.#do(job))
      .catch((error: unknown) => this.#log.error({ err: error, job: job.id }, 'a job failed'))
      .finally(() => this.#leave(job));
    this.#keep(run);
  }

  #keep(run: Promise<void>): void {
    const kept = run.finally(() => this.#running.delete(kept));
    this.#running.add(kept);
  }

  /** The lane behind it is free now, and so is a place. */
  #leave(job: Job): void {
    this.#places.leave(job);
    this.#look();
  }

  async #do(job: Job): Promise<void> {
    const database = this.#sender.store.database.outside;
    let outcome: Outcome;
    passing('claimed');
    try {
      const { kind, trace } = job;
      outcome = await inSpan('consumer', kind, () => this.#handle(job), trace);
    } catch (error) {
      // Unexpected: the job stays, others go on, and the log has the reason.
      const byMs = AFTER_FAILURE_MS * Math.min(job.attempt, 60);
      await postponeJobs(database, [{ job, byMs }]);
      throw error;
    }
    if (outcome.done) {
      passing('before-finish');
      await finishJobs(database, [job]);
      return passing('after-finish');
    }
    await postponeJobs(database, [{ job, byMs: outcome.againInMs }]);
    this.#doorbell.ring(new Date(Date.now() + outcome.againInMs));
  }

  async #handle({ kind, workspaceId, subjectId, attempt, ...job }: Job): Promise<Outcome> {
    switch (kind) {
      case 'deliver':
        throw new Error('deliveries are made together');
      case 'fetch':
        return this.#fetch({ kind, workspaceId, subjectId, attempt, ...job });
      case 'react':
        return tellReaction(this.#sender, workspaceId, subjectId, attempt);
      case 'revise':
        return tellRevision(this.#sender, workspaceId, subjectId, attempt);
      case 'read':
        return tellRead(this.#sender, workspaceId, subjectId, attempt);
      case 'echo': {
        const againInMs = await lookAtLateEchoes(this.#sender, workspaceId, subjectId, attempt);
        return againInMs === null ? { done: true } : { done: false, againInMs };
      }
      case 'push':
        return push(this.#sender.pusher, workspaceId, subjectId, attempt);
      case 'mail':
        return sendMail(this.#sender.postman, workspaceId, subjectId, attempt);
      case 'wake':
        await this.#sender.store.in(workspaceId, (scope) => wake(scope, subjectId));
        return { done: true };
    }
  }

  async #fetch(job: Job): Promise<Outcome> {
    const ours = await keepJob(this.#sender.store, job, FETCH_LEASE_MS);
    if (!ours) return { done: true };
    return fetchFile(this.#sender, job.workspaceId, job.subjectId, job.attempt);
  }
}

function byWorkspace(jobs: readonly Job[]): Iterable<Job[]> {
  const homes = new Map<string, Job[]>();
  for (const job of jobs) {
    const home = homes.get(job.workspaceId);
    if (home) home.push(job);
    else homes.set(job.workspaceId, [job]);
  }
  return homes.values();
}
