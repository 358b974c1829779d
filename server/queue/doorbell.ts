/** The queue's port: something has fallen due. A ring only hurries; forgetting one costs a sweep's wait, never a message. */
export interface Doorbell {
  /** Ring once, now or at a moment to come. */
  ring(at: Date): void;
  /** What to do when it rings. */
  answer(handler: () => void): void;
  /** This process answers no more; what is rung from now on, others answer, if there are any. */
  leave(): void;
  /** Nobody rings any more. */
  stop(): void;
}

/** setTimeout's largest delay; a later moment is found by the sweep. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;

/** The doorbell of a single process: rings close together become one. */
export class InProcessDoorbell implements Doorbell {
  #handler: () => void = () => {};
  #next: { at: number; timer: NodeJS.Timeout } | null = null;

  ring(at: Date): void {
    const due = at.getTime();
    if (this.#next && this.#next.at <= due) return;
    this.#forget();
    const delay = Math.min(Math.max(0, due - Date.now()), LONGEST_DELAY_MS);
    const timer = setTimeout(() => {
      this.#next = null;
      this.#handler();
    }, delay);
    this.#next = { at: due, timer };
  }

  answer(handler: () => void): void {
    this.#handler = handler;
  }

  leave(): void {
    this.#handler = () => {};
  }

  stop(): void {
    this.leave();
    this.#forget();
  }

  #forget(): void {
    if (this.#next) clearTimeout(this.#next.timer);
    this.#next = null;
  }
}
