/** What the agent did in the last seconds, and how to take it back. */
import { type ReadonlySignal, signal } from '@preact/signals';

export const UNDO_MS = 8_000;

/** `label` is for the screen to put into words. */
export type Step<Label> = { label: Label; back: () => Promise<void>; until: number };

export class Undo<Label> {
  readonly #steps = signal<Step<Label>[]>([]);
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** What can still be taken back, the latest last. */
  get steps(): ReadonlySignal<Step<Label>[]> {
    return this.#steps;
  }

  add(label: Label, back: () => Promise<void>): Step<Label> {
    const step = { label, back, until: Date.now() + UNDO_MS };
    this.#steps.value = [...this.#steps.peek(), step];
    this.#expire();
    return step;
  }

  /** Takes the latest step back. False when there is none. */
  async pop(): Promise<boolean> {
    const step = this.#steps.peek().at(-1);
    if (step) await this.take(step);
    return step !== undefined;
  }

  /** Takes this very step back, also a little late: the hand was already on the button. */
  async take(step: Step<Label>): Promise<void> {
    this.forget(step);
    await step.back();
  }

  /** What the step would undo did not happen. */
  forget(step: Step<Label>): void {
    this.#steps.value = this.#steps.peek().filter((other) => other !== step);
  }

  /** Part of what the step tells did not happen. It stays as long as it would have. */
  correct(step: Step<Label>, label: Label): void {
    const steps = this.#steps.peek();
    this.#steps.value = steps.map((other) => (other === step ? { ...step, label } : other));
  }

  #expire(): void {
    clearTimeout(this.#timer);
    const now = Date.now();
    this.#steps.value = this.#steps.peek().filter(({ until }) => until > now);
    const next = this.#steps.peek()[0];
    if (next) this.#timer = setTimeout(() => this.#expire(), next.until - now);
  }
}
