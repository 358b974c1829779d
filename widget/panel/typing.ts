/** Who is writing just now. Old news is false news: everything here expires. */

import { createAlarm } from './alarm.ts';
import { signal } from './signals.ts';

const EVERY = 3_000;
const EXPIRES = 6_000;

/** The other side's typing. */
export class TheirTyping {
  /** The name, perhaps empty; null when nobody writes. */
  readonly name = signal<string | null>(null);
  readonly #expiry = createAlarm();

  heard(name: string, active: boolean): void {
    this.#expiry.stop();
    this.name.value = active ? name : null;
    if (active) this.#expiry.set(() => this.stop(), EXPIRES);
  }

  /** Their message has arrived, or they are gone. */
  stop(): void {
    this.#expiry.stop();
    this.name.value = null;
  }
}

/** The visitor's typing, told at most every three seconds. */
export class OwnTyping {
  readonly #tell: (active: boolean) => void;
  readonly #now: () => number;
  #told = Number.NEGATIVE_INFINITY;

  constructor(tell: (active: boolean) => void, now: () => number = Date.now) {
    this.#tell = tell;
    this.#now = now;
  }

  /** The text changed. */
  changed(text: string): void {
    if (!text.trim()) this.stop();
    else if (this.#now() - this.#told >= EVERY) this.#say();
  }

  #say(): void {
    this.#told = this.#now();
    this.#tell(true);
  }

  stop(): void {
    if (this.#told === Number.NEGATIVE_INFINITY) return;
    this.#told = Number.NEGATIVE_INFINITY;
    this.#tell(false);
  }
}
