/** Knocks at a door that several processes keep: whichever of them is asked knows of all. */
import type { Redis } from 'ioredis';
import { hasty } from '../redis/redis.ts';
import { type Knock, type Knocks, OwnKnocks } from './knocks.ts';

const KEPT_SECONDS = 7 * 24 * 3600;
const PATIENCE_MS = 500;

export class SharedKnocks implements Knocks {
  readonly #redis: Redis;
  /** What is known when Redis cannot be asked. */
  readonly #own = new OwnKnocks();

  constructor(url: string) {
    this.#redis = hasty(url, PATIENCE_MS);
  }

  async of(channelId: string): Promise<Knock> {
    try {
      const { handshakeAt, refusedAt, refused } = await this.#redis.hgetall(keyOf(channelId));
      return {
        handshakeAt: momentOf(handshakeAt),
        refusedAt: momentOf(refusedAt),
        refused: Number(refused ?? 0),
      };
    } catch {
      return this.#own.of(channelId);
    }
  }

  refuse(channelId: string, at: Date): void {
    this.#own.refuse(channelId, at);
    const key = keyOf(channelId);
    const change = this.#redis.pipeline().hincrby(key, 'refused', 1);
    change.hset(key, 'refusedAt', at.getTime()).expire(key, KEPT_SECONDS);
    change.exec().catch(() => {});
  }

  shakeHands(channelId: string, at: Date): void {
    this.#own.shakeHands(channelId, at);
    const key = keyOf(channelId);
    const change = this.#redis.pipeline().hset(key, 'handshakeAt', at.getTime());
    change
      .expire(key, KEPT_SECONDS)
      .exec()
      .catch(() => {});
  }

  close(): void {
    this.#redis.disconnect();
  }
}

const keyOf = (channelId: string): string => `interline-knock:${channelId}`;

const momentOf = (ms: string | undefined): Date | null => (ms ? new Date(Number(ms)) : null);
