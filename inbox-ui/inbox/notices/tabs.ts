/**
 * Which of several tabs tells, and whether any of them is looked at: by Web Locks, which a closed or crashed tab lets go of by itself.
 * Where there are none (plain http), each tab speaks for itself.
 */
import { effect, type ReadonlySignal } from '@preact/signals';

const TELLS = 'interline.tells';
const LOOKS = 'interline.looks';

export class Tabs {
  readonly #closing = new AbortController();
  readonly #attentive: ReadonlySignal<boolean>;
  readonly #stop: () => void;
  #tells = false;

  constructor(attentive: ReadonlySignal<boolean>) {
    this.#attentive = attentive;
    void this.#hold(TELLS, this.#closing.signal, () => {
      this.#tells = true;
    });
    this.#stop = effect(() => {
      if (!attentive.value) return;
      const looking = new AbortController();
      void this.#hold(LOOKS, looking.signal);
      return () => looking.abort();
    });
  }

  /** One tab at a time. */
  get mayTell(): boolean {
    return this.#tells || locksOf() === undefined;
  }

  async isLookedAt(): Promise<boolean> {
    if (this.#attentive.peek()) return true;
    const held = (await locksOf()?.query())?.held ?? [];
    return held.some(({ name }) => name === LOOKS);
  }

  close(): void {
    this.#stop();
    this.#closing.abort();
  }

  /** Until `signal` ends it; another tab that waits has it then. */
  async #hold(name: string, signal: AbortSignal, held?: () => void): Promise<void> {
    const keep = () =>
      new Promise<void>((resolve) => {
        held?.();
        if (signal.aborted) resolve();
        signal.addEventListener('abort', () => resolve());
      });
    await locksOf()
      ?.request(name, { mode: name === LOOKS ? 'shared' : 'exclusive', signal }, keep)
      .catch(() => undefined);
  }
}

/** Browsers keep them from pages that came by plain http, whatever the types say. */
const locksOf = (): LockManager | undefined => navigator.locks;
