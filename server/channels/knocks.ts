/**
 * What came to a channel's door and left no row: handshakes, and requests whose signature was wrong. For whoever
 * connects a channel and waits for its first message: kept in memory, or in Redis where several processes share the door.
 */

export type Knock = {
  /** The platform asked whether this is the right address, and got its answer. */
  handshakeAt: Date | null;
  refusedAt: Date | null;
  /** Since somebody last had a reason to ask, roughly: it is forgotten with a restart, or after some days. */
  refused: number;
};

/** Where knocks are kept. */
export interface Knocks {
  of(channelId: string): Promise<Knock>;
  /** @param channelId of a channel that exists: anybody can knock anywhere */
  refuse(channelId: string, at: Date): void;
  shakeHands(channelId: string, at: Date): void;
}

const NONE: Knock = { handshakeAt: null, refusedAt: null, refused: 0 };
const MOST_KEPT = 1_000;

export class OwnKnocks implements Knocks {
  readonly #kept = new Map<string, Knock>();

  of(channelId: string): Promise<Knock> {
    return Promise.resolve(this.#of(channelId));
  }

  refuse(channelId: string, at: Date): void {
    const { refused } = this.#of(channelId);
    this.#keep(channelId, { refusedAt: at, refused: refused + 1 });
  }

  shakeHands(channelId: string, at: Date): void {
    this.#keep(channelId, { handshakeAt: at });
  }

  #of(channelId: string): Knock {
    return this.#kept.get(channelId) ?? NONE;
  }

  #keep(channelId: string, change: Partial<Knock>): void {
    this.#kept.set(channelId, { ...this.#of(channelId), ...change });
    const [oldest] = this.#kept.keys();
    if (oldest !== undefined && this.#kept.size > MOST_KEPT) this.#kept.delete(oldest);
  }
}
