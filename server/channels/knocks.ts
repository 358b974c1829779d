/**
 * What came to a channel's door and left no row: handshakes, and requests whose signature was wrong. Kept in memory, for
 * whoever connects a channel and waits for its first message; a restart forgets it.
 */

export type Knock = {
  /** The platform asked whether this is the right address, and got its answer. */
  handshakeAt: Date | null;
  refusedAt: Date | null;
  /** Since this process started. */
  refused: number;
};

const NONE: Knock = { handshakeAt: null, refusedAt: null, refused: 0 };
const MOST_KEPT = 1_000;

export class Knocks {
  readonly #kept = new Map<string, Knock>();

  of(channelId: string): Knock {
    return this.#kept.get(channelId) ?? NONE;
  }

  /** @param channelId of a channel that exists: anybody can knock anywhere */
  refuse(channelId: string, at: Date): void {
    const { refused } = this.of(channelId);
    this.#keep(channelId, { refusedAt: at, refused: refused + 1 });
  }

  shakeHands(channelId: string, at: Date): void {
    this.#keep(channelId, { handshakeAt: at });
  }

  #keep(channelId: string, change: Partial<Knock>): void {
    this.#kept.set(channelId, { ...this.of(channelId), ...change });
    const [oldest] = this.#kept.keys();
    if (oldest !== undefined && this.#kept.size > MOST_KEPT) this.#kept.delete(oldest);
  }
}
