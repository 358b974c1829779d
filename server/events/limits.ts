/** Token buckets against floods: who is over is slowed alone. In memory: a restart forgives, nothing is lost by it. */
import { Refusal } from '../wire/problems.ts';

export type Bucket = {
  /** How many may come at once. */
  burst: number;
  /** How many come back per minute. */
  perMinute: number;
};

/** Buckets that are shared with other processes. */
export type Levels = {
  /** Takes one from the bucket of a key. @returns ms until there is one to take; 0: taken. @throws when they cannot be asked */
  take(key: string, bucket: Bucket): Promise<number>;
};

type Level = { left: number; at: number };

/** Most keys remembered at once; the oldest are forgotten first. */
const MOST_KEYS = 100_000;

export class Limiter {
  readonly #bucket: Bucket;
  readonly #levels = new OwnLevels();

  constructor(bucket: Bucket) {
    this.#bucket = bucket;
  }

  /** Takes one. @throws Refusal slow_down with the seconds until the next one is free */
  take(key: string, now = Date.now()): void {
    const wait = this.#levels.take(key, this.#bucket, now);
    if (wait > 0) throw tooMany(wait);
  }

  /** Whoever is gone for good need not be remembered. */
  forget(key: string): void {
    this.#levels.forget(key);
  }
}

/** Buckets of this process alone. */
export class OwnLevels {
  readonly #levels = new Map<string, Level>();

  /** As `Levels` does, at once. */
  take(key: string, { burst, perMinute }: Bucket, now = Date.now()): number {
    const before = this.#levels.get(key) ?? { left: burst, at: now };
    const left = Math.min(burst, before.left + ((now - before.at) / 60_000) * perMinute);
    if (left < 1) return ((1 - left) / perMinute) * 60_000;
    this.#levels.delete(key);
    this.#levels.set(key, { left: left - 1, at: now });
    this.#forgetOldest();
    return 0;
  }

  forget(key: string): void {
    this.#levels.delete(key);
  }

  #forgetOldest(): void {
    if (this.#levels.size <= MOST_KEYS) return;
    const [oldest] = this.#levels.keys();
    if (oldest !== undefined) this.#levels.delete(oldest);
  }
}

/** @param waitMs until the next one is free */
export function tooMany(waitMs: number): Refusal {
  const wait = Math.ceil(waitMs / 1000);
  return new Refusal('slow_down', `Too many at once; the next one in ${wait} s.`, wait);
}

/**
 * The network a request comes from: an IPv4 address, or an IPv6 /64. null for this machine itself: behind a proxy
 * that is not declared every visitor looks like it, and a limit would punish them all for one.
 */
export function networkOf(ip: string): string | null {
  const address = ip.replace(/^::ffff:(?=\d+\.)/, '');
  if (address === '::1' || address.startsWith('127.')) return null;
  if (!address.includes(':')) return address;
  return `${expandIpv6(address).slice(0, 4).join(':')}::/64`;
}

function expandIpv6(address: string): string[] {
  const [head = '', tail] = address.split('::');
  const left = head.split(':').filter(Boolean);
  const right = (tail ?? '').split(':').filter(Boolean);
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  return [...left, ...new Array<string>(zeros).fill('0'), ...right];
}
