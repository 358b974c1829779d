/**
 * No platform is asked faster than it takes messages: together with other processes where they share buckets, each by
 * itself where they do not, or cannot just now. Asked too fast all the same, a platform says so, and nothing is lost.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Bucket, type Levels, OwnLevels } from '../events/limits.ts';

/** Well within the lease of a send. */
const LONGEST_MS = 6_000;
/** What may go at once is a part of what a second takes: platforms do not count from when we begin. */
const AT_ONCE = 1 / 3;

export class Pace {
  readonly #shared: Levels | null;
  readonly #own = new OwnLevels();
  /** By channel, the last who waits: one after the other, so that not all ask again at once. */
  readonly #last = new Map<string, Promise<void>>();

  constructor(shared: Levels | null) {
    this.#shared = shared;
  }

  /** Resolves when one more may go on the channel, or when it has been waited for long enough. */
  async keep(channelId: string, perSecond: number): Promise<void> {
    const bucket = { burst: Math.ceil(perSecond * AT_ONCE), perMinute: perSecond * 60 };
    const until = Date.now() + LONGEST_MS;
    const before = this.#last.get(channelId);
    const turn = this.#turn(before, { channelId, bucket, until });
    this.#last.set(channelId, turn);
    await turn;
    if (this.#last.get(channelId) === turn) this.#last.delete(channelId);
  }

  async #turn(
    before: Promise<void> | undefined,
    { channelId, bucket, until }: { channelId: string; bucket: Bucket; until: number },
  ): Promise<void> {
    await before;
    for (;;) {
      const wait = await this.#take(`pace:${channelId}`, bucket);
      if (wait === 0 || Date.now() + wait > until) return;
      await sleep(wait);
    }
  }

  async #take(key: string, bucket: Bucket): Promise<number> {
    const shared = await this.#shared?.take(key, bucket).catch(() => null);
    return shared ?? this.#own.take(key, bucket);
  }
}
