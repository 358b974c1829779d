/** The channel's settings: asked until they are there, and anew when somebody comes or goes by the clock. */

import type { VisitorConfig } from '../../server/wire/visitor.ts';
import { backoff, createAlarm } from './alarm.ts';
import { signal } from './signals.ts';

/** What browsers can wait for. */
const LONGEST = 2_000_000_000;
/** Nobody's panel asks at the same moment as all others. */
const SPREAD = 10_000;

export class Settings {
  readonly config = signal<VisitorConfig | null>(null);
  /** They could not be read; asked again at this moment. */
  readonly retryAt = signal<number | null>(null);
  readonly #ask: () => Promise<VisitorConfig>;
  readonly #alarm = createAlarm();

  constructor(ask: () => Promise<VisitorConfig>) {
    this.#ask = ask;
  }

  async load(failures = 0): Promise<void> {
    this.retryAt.value = null;
    try {
      const config = await this.#ask();
      this.config.value = config;
      const change = untilChange(config);
      if (change !== null) this.#alarm.set(() => void this.load(), change);
    } catch {
      const wait = backoff(failures + 1);
      this.retryAt.value = Date.now() + wait;
      this.#alarm.set(() => void this.load(failures + 1), wait);
    }
  }
}

/** In milliseconds; null: nothing will change. */
export function untilChange(
  { hours }: VisitorConfig,
  now: number = Date.now(),
  random: () => number = Math.random,
): number | null {
  if (!hours?.changesAt) return null;
  const wait = Date.parse(hours.changesAt) - now;
  return Math.min(Math.max(0, wait) + 1_000 + random() * SPREAD, LONGEST);
}
