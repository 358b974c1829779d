/**
 * How much is under way at once. Files, bulk and each channel have a share of their own, so that no answer waits behind
 * what takes long, comes in masses, or goes to a platform that hangs.
 */
import type { Room } from '../deliveries/claim.ts';
import type { Job } from '../deliveries/jobs.ts';

const AT_ONCE = 400;
const IN_BULK = 150;
const OF_ONE_QUEUE = { one: 100, bulk: 50 };
const FILES = 8;
/** More in one go gain nothing, and hold locks for longer. */
const IN_ONE_GO = 100;

export class Places {
  readonly #taken = new Map<number, Job>();

  take(job: Job): void {
    this.#taken.set(job.id, job);
  }

  leave(job: Job): void {
    this.#taken.delete(job.id);
  }

  room(): Room {
    const jobs = [...this.#taken.values()];
    const files = jobs.filter(({ kind }) => kind === 'fetch').length;
    const bulk = jobs.filter((job) => job.bulk);
    const single = jobs.filter((job) => !job.bulk);
    return {
      most: Math.min(IN_ONE_GO, AT_ONCE - jobs.length),
      bulk: IN_BULK - bulk.length,
      perQueue: OF_ONE_QUEUE,
      left: [...leftIn(single, OF_ONE_QUEUE.one), ...leftIn(bulk, OF_ONE_QUEUE.bulk)],
      except: files >= FILES ? 'fetch' : null,
    };
  }
}

function leftIn(jobs: readonly Job[], most: number): Room['left'] {
  const free = new Map<string, { queue: string; bulk: boolean; free: number }>();
  for (const { queue, bulk } of jobs) {
    free.set(queue, { queue, bulk, free: (free.get(queue)?.free ?? most) - 1 });
  }
  return [...free.values()];
}
