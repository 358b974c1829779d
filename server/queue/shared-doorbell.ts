/** The doorbell of several processes: those that only take things in ring at those that do what is due, by BullMQ. */
import { Worker as Answering, Queue } from 'bullmq';
import { hasty, patient } from '../redis/redis.ts';
import { type Doorbell, InProcessDoorbell } from './doorbell.ts';

const NAME = 'interline-due';

/** Moments this close together are rung for once. */
const TOGETHER_MS = 500;

/** Nothing is in a ring but that it rang, and once answered nothing is left of it. */
const PASSING = { removeOnComplete: true, removeOnFail: true };

export class SharedDoorbell implements Doorbell {
  readonly #url: string;
  #queue: Queue | null;
  readonly #near = new InProcessDoorbell();
  #answering: Answering | null = null;
  #ringing = false;

  /** @param far whether others do what is due, not this process */
  constructor(url: string, far: boolean) {
    this.#url = url;
    this.#queue = far ? openQueue(url) : null;
  }

  /** Redis may be away: then a sweep finds what nobody was told of. */
  ring(at: Date): void {
    const delay = at.getTime() - Date.now();
    if (!this.#queue) this.#near.ring(at);
    else if (delay > TOGETHER_MS) this.#ringLater(this.#queue, at.getTime(), delay);
    else this.#ringNow(this.#queue);
  }

  answer(handler: () => void): void {
    this.#near.answer(handler);
    const connection = patient(this.#url);
    this.#answering = new Answering(NAME, async () => handler(), { connection, concurrency: 4 });
    this.#answering.on('error', () => {});
  }

  leave(): void {
    this.#near.stop();
    // By force: a Redis that is away would be waited for.
    void this.#answering?.close(true).catch(() => {});
    this.#queue ??= openQueue(this.#url);
  }

  stop(): void {
    this.leave();
    void this.#queue?.disconnect().catch(() => {});
  }

  /** While one ring is on its way no other is needed: whoever answers looks for all that is due. */
  #ringNow(queue: Queue): void {
    if (this.#ringing) return;
    this.#ringing = true;
    // In a turn of its own: what is rung for in this one has been written before.
    setImmediate(() => {
      this.#ringing = false;
      queue.add('ring', {}, PASSING).catch(() => {});
    });
  }

  #ringLater(queue: Queue, at: number, delay: number): void {
    const jobId = `at-${Math.ceil(at / TOGETHER_MS)}`;
    queue.add('ring', {}, { ...PASSING, jobId, delay: delay + TOGETHER_MS }).catch(() => {});
  }
}

function openQueue(url: string): Queue {
  const queue = new Queue(NAME, { connection: hasty(url), skipWaitingForReady: true });
  return queue.on('error', () => {});
}
