/** Group commit for the way out: what comes back while the store is busy is written down together as soon as it is free. */
import { setTimeout as pause } from 'node:timers/promises';
import { isUnreachable } from '../database/errors.ts';
import type { Store } from '../events/scope.ts';
import type { Sent } from './parcel.ts';
import { settleAll } from './settle.ts';

/** Each waits for its turns with a lock or three: more would need more room than Postgres has for them. */
const MOST_TOGETHER = 64;
const AGAIN_MS = 250;

type Waiting = {
  sent: Sent;
  /** Worth trying until then, in ms since the epoch: afterwards somebody else looks after it. */
  until: number;
  resolve: () => void;
  reject: (error: unknown) => void;
};

export class Settling {
  readonly #store: Store;
  /** By workspace: what has not been written down. One that has none is free. */
  readonly #queues = new Map<string, Waiting[]>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Resolves after commit. @throws when it cannot be stored, or the database stays away */
  add(sent: Sent, until: number): Promise<void> {
    const { workspaceId } = sent.parcel.channel;
    return new Promise((resolve, reject) => {
      const waiting = { sent, until, resolve, reject };
      const queue = this.#queues.get(workspaceId);
      if (queue) return void queue.push(waiting);
      this.#queues.set(workspaceId, [waiting]);
      void this.#work(workspaceId);
    });
  }

  async #work(workspaceId: string): Promise<void> {
    // In a turn of its own: what comes back in this one goes along.
    await pause(0);
    for (;;) {
      const next = this.#queues.get(workspaceId)?.splice(0, MOST_TOGETHER) ?? [];
      if (next.length === 0) break;
      await this.#settle(workspaceId, next);
    }
    this.#queues.delete(workspaceId);
  }

  /** Never rejects. The platform has had its say: as long as it can be, it is written down. */
  async #settle(workspaceId: string, together: readonly Waiting[]): Promise<void> {
    const sent = together.map((waiting) => waiting.sent);
    try {
      await this.#store.in(workspaceId, (scope) => settleAll(scope, sent));
    } catch (error) {
      return this.#settleLater(workspaceId, together, error);
    }
    for (const { resolve } of together) resolve();
  }

  /** When one of several is at fault the others are written down without it. */
  async #settleLater(
    workspaceId: string,
    together: readonly Waiting[],
    error: unknown,
  ): Promise<void> {
    const away = isUnreachable(error);
    const halves = away ? [together] : halvesOf(together);
    if (away) await pause(AGAIN_MS);
    for (const half of halves) {
      const worth = half.filter(({ until }) => (away ? until > Date.now() : halves.length > 1));
      for (const waiting of half) if (!worth.includes(waiting)) waiting.reject(error);
      if (worth.length > 0) await this.#settle(workspaceId, worth);
    }
  }
}

function halvesOf<One>(all: readonly One[]): (readonly One[])[] {
  const middle = all.length >> 1;
  return middle === 0 ? [all] : [all.slice(0, middle), all.slice(middle)];
}
