/** Group commit: what comes in while the store is busy is stored in one transaction as soon as it is free. */
import type { Store } from '../events/scope.ts';
import { Refusal } from '../wire/problems.ts';
import type { Kept } from './place.ts';
import type { Accepted } from './receive-all.ts';
import { isBecauseOfOne, isOrdinaryRequest, storeAll } from './store.ts';

/** Requests waiting in one lane. More than can be stored in a second only grow old: better said at once. */
const MOST_WAITING = 1_000;
const MOST_TOGETHER = 128;
/** Seconds. */
const COME_BACK_AFTER = 2;

/** Only what is quickly done with: nobody shall wait for somebody else's out-of-the-way request. */
export const isGathered = isOrdinaryRequest;

type Waiting = {
  kept: Kept;
  resolve: (accepted: Accepted) => void;
  reject: (error: unknown) => void;
};

/** While the database works for one, the next is thought through for the other. */
const LANES = 2;

export class Gathering {
  readonly #store: Store;
  /** By lane: those whose turn has not come. A lane that has none is free, and what comes is stored at once. */
  readonly #queues = new Map<string, Waiting[]>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Resolves after commit. @throws Refusal unavailable when too many wait already, and whatever `accept` throws */
  add(kept: Kept): Promise<Accepted> {
    const lane = laneOf(kept);
    const queue = this.#queues.get(lane);
    if (queue && queue.length >= MOST_WAITING) {
      const full = 'More is coming in than can be stored.';
      return Promise.reject(new Refusal('unavailable', full, COME_BACK_AFTER));
    }
    return new Promise((resolve, reject) => {
      const waiting = { kept, resolve, reject };
      if (queue) return void queue.push(waiting);
      this.#queues.set(lane, [waiting]);
      void this.#work(lane);
    });
  }

  /** One transaction after the other: what comes in order stays in order. */
  async #work(lane: string): Promise<void> {
    for (;;) {
      const next = this.#queues.get(lane)?.splice(0, MOST_TOGETHER) ?? [];
      if (next.length === 0) break;
      await this.#storeTogether(next);
    }
    this.#queues.delete(lane);
  }

  /** Never rejects. When one of several is at fault the others are stored without it. */
  async #storeTogether(together: readonly Waiting[]): Promise<void> {
    const requests = together.map(({ kept }) => kept);
    try {
      const accepted = await storeAll(this.#store, requests);
      for (const [index, { resolve, reject }] of together.entries()) {
        const became = accepted[index];
        if (became) resolve(became);
        else reject(new Error('a request was left out'));
      }
    } catch (error) {
      await this.#storeApart(together, error);
    }
  }

  async #storeApart(together: readonly Waiting[], error: unknown): Promise<void> {
    if (together.length === 1 || !(error instanceof Refusal || isBecauseOfOne(error))) {
      for (const { reject } of together) reject(error);
      return;
    }
    const middle = together.length >> 1;
    await this.#storeTogether(together.slice(0, middle));
    await this.#storeTogether(together.slice(middle));
  }
}

/** Always the same for what is said on one line, so that it stays in order. */
function laneOf({ place: { workspaceId, channelId }, deliveries: [first] }: Kept): string {
  const thread = first?.event.type === 'message' ? first.event.thread : '';
  let sum = 0;
  for (const letter of `${channelId}${thread}`) sum = (sum * 31 + letter.charCodeAt(0)) | 0;
  return `${workspaceId} ${Math.abs(sum) % LANES}`;
}
