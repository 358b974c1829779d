/** Token buckets that several processes take from, kept in Redis. They restrain; they are no record of anything. */
import type { Redis } from 'ioredis';
import { hasty } from '../redis/redis.ts';
import type { Bucket, Levels } from './limits.ts';

/** Longer than this nobody waits for leave to write. */
const PATIENCE_MS = 250;

/**
 * One number per key: when its bucket will be full again. Taking one moves that on by the time one takes to come back; who
 * would move it further than a whole bucket's worth has to wait. By Redis's clock: processes need not agree on theirs.
 */
const TAKE = `
  local clock = redis.call('TIME')
  local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
  local each, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
  local full = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now) + each
  local wait = full - now - burst * each
  if wait > 0 then return math.ceil(wait) end
  redis.call('SET', KEYS[1], string.format('%.0f', full), 'PX', math.ceil(full - now))
  return 0`;

export class SharedLevels implements Levels {
  readonly #redis: Redis;

  constructor(url: string) {
    this.#redis = hasty(url, PATIENCE_MS);
  }

  async take(key: string, { burst, perMinute }: Bucket): Promise<number> {
    const each = 60_000 / perMinute;
    const wait = await this.#redis.eval(TAKE, 1, `interline-level:${key}`, each, burst);
    return Number(wait);
  }

  close(): void {
    this.#redis.disconnect();
  }
}
