/** Now and then takes away the files that nobody needs any more. */
import type { FastifyBaseLogger } from 'fastify';
import type { Depots } from '../attachments/files.ts';
import { collectOrphans } from '../attachments/orphans.ts';

/** The start has other things to do, and processes started together need not do it together. */
const FIRST_MS = 10 * 60_000;
const EVERY_MS = 24 * 3_600_000;

export class Caretaker {
  readonly #depots: Depots;
  readonly #log: Pick<FastifyBaseLogger, 'info' | 'warn'>;
  #next: NodeJS.Timeout | null = null;

  constructor(depots: Depots, log: Pick<FastifyBaseLogger, 'info' | 'warn'>) {
    this.#depots = depots;
    this.#log = log;
  }

  start(): void {
    this.#later(FIRST_MS);
  }

  /** What is under way is left as it is: it can end anywhere. */
  stop(): void {
    if (this.#next) clearTimeout(this.#next);
    this.#next = null;
  }

  #later(ms: number): void {
    this.#next = setTimeout(() => void this.#work(), ms * (0.5 + Math.random())).unref();
  }

  async #work(): Promise<void> {
    try {
      const collected = await collectOrphans(this.#depots);
      if (collected.files + collected.uploads > 0) this.#log.info(collected, 'orphans collected');
    } catch (error) {
      this.#log.warn({ err: error }, 'could not collect orphans');
    }
    if (this.#next) this.#later(EVERY_MS);
  }
}
