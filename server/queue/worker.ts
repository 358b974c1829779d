/** Does what is due: claims jobs in Postgres when the doorbell rings, and sweeps for what was never rung. */
import type { FastifyBaseLogger } from 'fastify';
import { wake } from '../conversations/work.ts';
import { deliver, type Outcome, type Sender } from '../deliveries/deliver.ts';
import { claimJobs, finishJob, type Job, postponeJob } from '../deliveries/jobs.ts';
import type { Doorbell } from './doorbell.ts';

/** Longer than a send may take, so that a lease outlives the attempt it guards. */
const LEASE_MS = 25_000;
const SWEEP_MS = 1_500;
const AT_ONCE = 32;
const AFTER_FAILURE_MS = 5_000;

export class Worker {
  readonly #sender: Sender;
  readonly #doorbell: Doorbell;
  readonly #log: Pick<FastifyBaseLogger, 'error' | 'warn'>;
  readonly #running = new Set<Promise<void>>();
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
    this.#doorbell.stop();
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
    const free = AT_ONCE - this.#running.size;
    if (free <= 0) return;
    const claimed = await claimJobs(store, free, LEASE_MS);
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
    this.#running.add(run);
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
    if (job.kind === 'deliver') return deliver(this.#sender, job.workspaceId, job.subjectId);
    await this.#sender.store.in(job.workspaceId, (scope) => wake(scope, job.subjectId));
    return { done: true };
  }
}
