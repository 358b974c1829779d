/**
 * Whether those who were let in may still be there. Log-ins run out by themselves and nobody is told; and while Redis is
 * away nobody hears who was shut out at another process. Every beat asks; here it is asked for those who send none.
 */

const LONGEST_UNASKED_MS = 60_000;
const LOOK_EVERY_MS = 5_000;

export type Checked = { data: { checkedAt: number }; disconnect(close: true): unknown };

export class Rechecks<Who extends Checked> {
  readonly #present: () => Iterable<Who>;
  readonly #mayStay: (who: Who) => Promise<boolean>;
  readonly #timer: NodeJS.Timeout;

  constructor(present: () => Iterable<Who>, mayStay: (who: Who) => Promise<boolean>) {
    this.#present = present;
    this.#mayStay = mayStay;
    this.#timer = setInterval(() => this.#check(LONGEST_UNASKED_MS), LOOK_EVERY_MS);
  }

  /** Cuts the line if it must not stay. @throws when that cannot be found out now */
  async of(who: Who): Promise<void> {
    who.data.checkedAt = Date.now();
    if (!(await this.#mayStay(who))) who.disconnect(true);
  }

  /** Somebody may have been shut out without our hearing of it. */
  all(): void {
    this.#check(0);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #check(unaskedMs: number): void {
    const since = Date.now() - unaskedMs;
    for (const who of this.#present()) {
      // A database that is away shuts nobody out: it is asked again.
      if (who.data.checkedAt <= since) void this.of(who).catch(() => {});
    }
  }
}
