/** Does what is due: claims jobs in Postgres when the doorbell rings, and sweeps for what was never rung. */
import type { FastifyBaseLogger } from 'fastify';
import { FETCH_TIMEOUT_MS, fetchFile } from '../attachments/fetch.ts';
import { wake } from '../conversations/work.ts';
import { deliver, type Outcome, type Sender } from '../deliveries/deliver.ts';
import { claimJobs, finishJob, type Job, keepJob, postponeJob } from '../deliveries/jobs.ts';
import { tellReaction } from '../deliveries/react.ts';
import { tellRead } from '../deliveries/signals.ts';
import { lookAtLateEchoes } from '../ingress/late-echoes.ts';
import type { Doorbell } from './doorbell.ts';

/** Longer than a send may take, so that a lease outlives the attempt it guards. */
const LEASE_MS = 25_000;
const SWEEP_MS = 1_500;
const AT_ONCE = 32;
/** Files take their time: those under way have places of their own, so that no message waits behind them. */
const FILES_AT_ONCE = 8;
const FETCH_LEASE_MS = FETCH_TIMEOUT_MS + 30_000;
const AFTER_FAILURE_MS = 5_000;

export class Worker {
  readonly #sender: Sender;
  readonly #doorbell: Doorbell;
  readonly #log: Pick<FastifyBaseLogger, 'error' | 'warn'>;
  readonly #running = new Map<Promise<void>, Job['kind']>();
  #sweep: NodeJS.Timeout | null = null;
  #round: Promise<void> | null = null;
  #again = false;

  constructor(sender: Sender, doorbell: Doorbell, log: Pick<FastifyBaseLogger, 'error' | 'warn'>) {
    this.#sender = sender;
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
    await Promise.race([Promise.allSettled(this.#running.keys()), grace]);
  }

  /** One round at a time; a ring meanwhile means one more. */
  #look(): void {
    if (!this.#sweep) return;
    if (this.#round !== null) {
      this.#again = true;
      return;
    }
    this.#round = this.#claimRounds()
      .catch((error: unknown) => this.#log.warn({ err: error }, 'could not look for due jobs'))
      .finally(() => {
        this.#round = null;
        if (this.#again) {
          this.#again = false;
          this.#look();
        }
      });
  }

  async #claimRounds(): Promise<void> {
    const { store } = this.#sender;
    const kinds = [...this.#running.values()];
    const files = kinds.filter((kind) => kind === 'fetch').length;
    const free = AT_ONCE - (kinds.length - files);
    if (free <= 0) return;
    const except = files >= FILES_AT_ONCE ? 'fetch' : null;
    const claimed = await claimJobs(store, free, LEASE_MS, except);
    for (const job of claimed) this.#run(job);
  }

  #run(job: Job): void {
    const run = this.#do(job)
      .catch((error: unknown) => this.#log.error({ err: error, job: job.id }, 'a job failed'))
      .finally(() => {
        this.#running.delete(run);
        // The lane behind it is free now, and so is a place.
        this.#look();
      });
    this.#running.set(run, job.kind);
  }

  async #do(job: Job): Promise<void> {
    const { store } = this.#sender;
    let outcome: Outcome;
    try {
      outcome = await this.#handle(job);
    } catch (error) {
      // Unexpected: the job stays, others go on, and the log has the reason.
      await postponeJob(store, job, AFTER_FAILURE_MS * Math.min(job.attempt, 60));
      throw error;
    }
    if (outcome.done) return finishJob(store, job);
    await postponeJob(store, job, outcome.againInMs);
    this.#doorbell.ring(new Date(Date.now() + outcome.againInMs));
  }

  async #handle(job: Job): Promise<Outcome> {
    const { workspaceId, subjectId, attempt } = job;
    switch (job.kind) {
      case 'deliver':
        return deliver(this.#sender, workspaceId, subjectId);
      case 'fetch':
        return this.#fetch(job);
      case 'react':
        return tellReaction(this.#sender, workspaceId, subjectId, attempt);
      case 'read':
        return tellRead(this.#sender, workspaceId, subjectId, attempt);
      case 'echo': {
        const againInMs = await lookAtLateEchoes(this.#sender, workspaceId, subjectId, attempt);
        return againInMs === null ? { done: true } : { done: false, againInMs };
      }
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
