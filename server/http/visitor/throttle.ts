/**
 * Limits of the visitors' door (trust rule V10). A person who writes fast is let through; a flood is slowed, alone.
 * The rule's 20 messages a minute is the pace that comes back after the burst is used up.
 */
import { Limiter, networkOf } from '../../events/limits.ts';

type Kind = 'message' | 'session' | 'upload';

const PER_VISITOR = {
  message: { burst: 600, perMinute: 20 },
  session: { burst: 60, perMinute: 10 },
  upload: { burst: 20, perMinute: 1 },
} as const;

/** Whole offices and phone networks share an address: ten busy people's worth. */
const SHARED = 10;

export class Throttle {
  readonly #visitors = limiters(1);
  readonly #networks = limiters(SHARED);

  /** @param visitor null for somebody who has no name yet: only the network counts @throws Refusal slow_down */
  take(kind: Kind, visitor: string | null, ip: string): void {
    if (visitor !== null) this.#visitors[kind].take(visitor);
    const network = networkOf(ip);
    if (network) this.#networks[kind].take(network);
  }
}

function limiters(factor: number): Record<Kind, Limiter> {
  const make = (kind: Kind) =>
    new Limiter({
      burst: PER_VISITOR[kind].burst * factor,
      perMinute: PER_VISITOR[kind].perMinute * factor,
    });
  return { message: make('message'), session: make('session'), upload: make('upload') };
}
