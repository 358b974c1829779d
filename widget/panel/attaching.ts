/** Files that were chosen, until what carries them is here. */

import { backoff } from './alarm.ts';
import { waitFor } from './errors.ts';
import type { Files } from './files.ts';
import { cameTrue, type ReadonlySignal, signal } from './signals.ts';

type Outside = Files & { readonly reachable: ReadonlySignal<boolean> };

export class Attaching {
  /** Some wait for the connection. */
  readonly held = signal(false);
  readonly #outside: Outside;

  constructor(outside: Outside) {
    this.#outside = outside;
  }

  /**
   * Takes files for the next message. What carries them is fetched the first time, and not before somebody answers:
   * in many browsers a module that could not be fetched once cannot be fetched again.
   */
  async take(files: readonly File[]): Promise<void> {
    await this.#answer();
    this.held.value = false;
    const { uploadsOf } = await import('./files.ts');
    uploadsOf(this.#outside).add(files);
  }

  /** Whoever has no token yet has no connection that could be lost; asking for one tells. */
  async #answer(): Promise<void> {
    const { reachable, session } = this.#outside;
    for (let failures = 0; ; failures += 1) {
      this.held.value = failures > 0 || !reachable.value;
      await cameTrue(reachable);
      try {
        await session.ensure();
        return;
      } catch (error) {
        const wait = waitFor(error);
        // The upload will be refused for the same reason, and that is shown.
        if (wait === null) return;
        await new Promise((after) => setTimeout(after, Math.max(wait, backoff(failures))));
      }
    }
  }
}
