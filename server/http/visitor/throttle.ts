/**
 * Limits of the visitors' door (trust rule V10). A person who writes fast is let through; a flood is slowed, alone.
 * The rule's 20 messages a minute is the pace that comes back after the burst is used up.
 */
import { createHash } from 'node:crypto';
import {
  type Bucket,
  type Levels,
  Limiter,
  networkOf,
  OwnLevels,
  tooMany,
} from '../../events/limits.ts';

type Kind = 'message' | 'session' | 'upload' | 'copy' | 'visit';

const PER_VISITOR = {
  message: { burst: 600, perMinute: 20 },
  session: { burst: 60, perMinute: 10 },
  upload: { burst: 20, perMinute: 1 },
  copy: { burst: 3, perMinute: 1 / 20 },
  visit: { burst: 60, perMinute: 20 },
} as const;

/** Whole offices and phone networks share an address: ten busy people's worth. */
const SHARED = 10;

/** What all of a network do at the same time, most of them calmly. */
const CALMLY = new Set<Kind>(['message', 'visit']);

/** The pace of somebody who talks, or looks around. Whoever is faster draws on what only the hasty of a network share. */
const CALM: Bucket = { burst: 20, perMinute: 20 };

/** Three hundred visitors of one office may begin in the same minute, and go on, whatever one of them does meanwhile. */
const CALM_NETWORK: Bucket = { burst: 6_000, perMinute: 2_000 };
const ARRIVING_NETWORK: Bucket = { burst: 6_000, perMinute: 1_000 };

/** Copies to one address, whoever asks for them. */
const ADDRESSEE: Bucket = { burst: 3, perMinute: 1 / 20 };

export class Throttle {
  readonly #visitors = limitsOf(1);
  readonly #networks = limitsOf(SHARED);
  readonly #calmNetworks = limitOf(CALM_NETWORK);
  readonly #arrivingNetworks = limitOf(ARRIVING_NETWORK);
  readonly #addressees = limitOf(ADDRESSEE);
  readonly #calm = new OwnLevels();
  readonly #levels: Levels | null;

  /** @param levels shared with other processes; when they cannot be asked, each process keeps to the limits by itself */
  constructor(levels: Levels | null) {
    this.#levels = levels;
  }

  /**
   * What a visitor does, first by their own limit, then by their network's.
   * @throws Refusal slow_down
   */
  async take(kind: Kind, visitor: string, ip: string): Promise<void> {
    await this.#takeFrom(this.#visitors[kind], `${kind}:${visitor}`);
    const network = networkOf(ip);
    if (!network) return;
    const calm = CALMLY.has(kind) && this.#calm.take(`${kind}:${visitor}`, CALM) === 0;
    if (calm) await this.#takeFrom(this.#calmNetworks, `calm:${kind}:${network}`);
    else await this.#takeFrom(this.#networks[kind], `${kind}:${network}`);
  }

  /**
   * Somebody who has no name yet. All there is to tell one from the others of a network is what their browser calls
   * itself: a script that asks on and on is refused, and they are not.
   * @throws Refusal slow_down
   */
  async arrive(kind: 'session' | 'visit', browser: string, ip: string): Promise<void> {
    const network = networkOf(ip);
    if (!network) return;
    const look = createHash('sha256').update(browser).digest('base64url').slice(0, 16);
    await this.#takeFrom(this.#networks[kind], `${kind}:${network}:${look}`);
    await this.#takeFrom(this.#arrivingNetworks, `arriving:${kind}:${network}`);
  }

  /** Something is about to be sent to an address that need not be the visitor's. @throws Refusal slow_down */
  async address(canonical: string): Promise<void> {
    await this.#takeFrom(this.#addressees, `to:${canonical}`);
  }

  async #takeFrom({ bucket, limiter }: Limit, key: string): Promise<void> {
    limiter.take(key);
    const wait = await this.#levels?.take(key, bucket).catch(() => 0);
    if (wait) throw tooMany(wait);
  }
}

type Limit = { bucket: Bucket; limiter: Limiter };

const limitOf = (bucket: Bucket): Limit => ({ bucket, limiter: new Limiter(bucket) });

function limitsOf(factor: number): Record<Kind, Limit> {
  const make = (kind: Kind): Limit => {
    const { burst, perMinute } = PER_VISITOR[kind];
    return limitOf({ burst: burst * factor, perMinute: perMinute * factor });
  };
  return {
    message: make('message'),
    session: make('session'),
    upload: make('upload'),
    copy: make('copy'),
    visit: make('visit'),
  };
}
