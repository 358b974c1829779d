/** Whether to ask where an answer may follow: once somebody has written, and nobody is there or nobody answers. */

import type { VisitorConfig } from '../../server/wire/visitor.ts';
import { createAlarm } from './alarm.ts';
import type { Line } from './line.ts';
import { computed, effect, type ReadonlySignal, signal } from './signals.ts';

/** So long somebody waits before they are asked. */
const PATIENCE = 120_000;

export class Reach {
  /** They have waited for an answer for a while. */
  readonly waited = signal(false);
  /** What they left just now. */
  readonly left = signal<string | null>(null);
  readonly asks: ReadonlySignal<boolean>;
  readonly #send: (email: string) => Promise<unknown>;

  constructor(
    line: Line,
    config: ReadonlySignal<VisitorConfig | null>,
    send: (email: string) => Promise<unknown>,
  ) {
    this.#send = send;
    const alarm = createAlarm();
    effect(() => {
      const last = line.messages.value.at(-1);
      const since = last?.direction === 'in' ? Date.parse(last.createdAt) : null;
      this.waited.value = false;
      alarm.stop();
      if (since === null) return;
      const left = since + PATIENCE - Date.now();
      alarm.set(
        () => {
          this.waited.value = true;
        },
        Math.max(0, left),
      );
    });
    this.asks = computed(() => {
      const { continues, hours } = config.value ?? {};
      if (!continues || line.knowsEmail.value) return false;
      const wrote = line.messages.value.some(({ direction }) => direction === 'in');
      return wrote && (hours?.open === false || this.waited.value);
    });
  }

  /** @throws when the server does not take it */
  async leave(email: string): Promise<void> {
    await this.#send(email);
    this.left.value = email;
  }
}
