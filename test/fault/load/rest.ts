/** Those who write can be asked to rest between two messages, and to go on. */
import { until } from '../../support/until.ts';

/** For what was begun to be acknowledged, and for whatever the rest is needed for. */
const PATIENCE_MS = 180_000;

export class Rest {
  #resting = false;
  #waiting = 0;

  async turn(): Promise<void> {
    if (!this.#resting) return;
    this.#waiting += 1;
    await until(() => !this.#resting, PATIENCE_MS);
    this.#waiting -= 1;
  }

  /** Resolves when so many wait. */
  async begin(all: number): Promise<void> {
    this.#resting = true;
    await until(() => this.#waiting === all, PATIENCE_MS);
  }

  end(): void {
    this.#resting = false;
  }
}
