/**
 * Limits of the visitors' door (trust rule V10). A person who writes fast is let through; a flood is slowed, alone.
 * The rule's 20 messages a minute is the pace that comes back after the burst is used up.
 */
import { type Bucket, type Levels, Limiter, networkOf, tooMany } from '../../events/limits.ts';

type Kind = 'message' | 'session' | 'upload';

const PER_VISITOR = {
  message: { burst: 600, perMinute: 20 },
  session: { burst: 60, perMinute: 10 },
  upload: { burst: 20, perMinute: 1 },
} as const;

/** Whole offices and phone networks share an address: ten busy people's worth. */
const SHARED = 10;

export class Throttle {
  readonly #visitors = limitsOf(1);
  readonly #networks = limitsOf(SHARED);
  readonly #levels: Levels | null;

  /** @param levels shared with other processes; when they cannot be asked, each process keeps to the limits by itself */
  constructor(levels: Levels | null) {
    this.#levels = levels;
  }

  /** @param visitor null for somebody who has no name yet: only the network counts @throws Refusal slow_down */
  async take(kind: Kind, visitor: string | null, ip: string): Promise<void> {
    if (visitor !== null) await this.#takeFrom(this.#visitors[kind], `${kind}:${visitor}`);
    const network = networkOf(ip);
    if (network) await this.#takeFrom(this.#networks[kind], `${kind}:${network}`);
  }

  async #takeFrom({ bucket, limiter }: Limit, key: string): Promise<void> {
    limiter.take(key);
    const wait = await this.#levels?.take(key, bucket).catch(() => 0);
    if (wait) throw tooMany(wait);
  }
}

type Limit = { bucket: Bucket; limiter: Limiter };

function limitsOf(factor: number): Record<Kind, Limit> {
  const make = (kind: Kind): Limit => {
    const { burst, perMinute } = PER_VISITOR[kind];
    const bucket = { burst: burst * factor, perMinute: perMinute * factor };
    return { bucket, limiter: new Limiter(bucket) };
  };
  return { message: make('message'), session: make('session'), upload: make('upload') };
}
