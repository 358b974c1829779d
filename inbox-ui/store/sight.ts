/**
 * How far the agent has read what colleagues say on each line, as an answer is held against it. It takes a glance, at the
 * end of an attentive window; and who writes looks at their own words: what is said meanwhile counts only afterwards.
 */
import { effect, type ReadonlySignal } from '@preact/signals';
import type { Line, LineEvent } from './line.ts';
import type { Reading } from './reading.ts';
import type { Thread } from './thread.ts';

/** A glance in passing is not reading. */
const GLANCE_MS = 400;

type Around = {
  me: string;
  thread: Thread;
  reading: Reading;
  /** The words of an unsent answer. */
  written(conversationId: string): ReadonlySignal<string>;
};

export class Sight {
  readonly #around: Around;
  readonly #seen = new Map<string, number>();
  /** What is being glanced at. */
  #glance: { id: string; timer: ReturnType<typeof setTimeout> } | null = null;
  #stop: () => void = () => undefined;

  constructor(around: Around) {
    this.#around = around;
  }

  start(): void {
    this.#stop = effect(() => this.#look());
  }

  stop(): void {
    this.#lookAway();
    this.#stop();
  }

  /** The last number seen of a conversation by whoever acts on it now; undefined: its line was never before their eyes. */
  of(id: string): number | undefined {
    const seen = this.#seen.get(id);
    const line = this.#around.thread.opened.peek();
    return seen === undefined || line?.id !== id ? seen : this.#withNothingMissed(line, seen);
  }

  /** The agent was told of everything up to there. */
  shown(id: string, seq: number): void {
    this.#seen.set(id, Math.max(seq, this.#seen.get(id) ?? 0));
  }

  /** The numbers may mean something else by now. */
  forget(): void {
    this.#seen.clear();
  }

  #look(): void {
    const { thread, reading, written } = this.#around;
    const line = thread.opened.value;
    if (!line || thread.phase.value !== 'ready') {
      this.#lookAway();
      return;
    }
    // Read, so that every step is a reason to look again.
    const events = line.events.value;
    const writing = written(line.id).value.trim() !== '';
    // What is there when it is opened is what it was opened for.
    if (!this.#seen.has(line.id)) this.#seen.set(line.id, line.have);
    const seen = this.#withNothingMissed(line, this.#seen.get(line.id) ?? 0);
    this.shown(line.id, seen);
    const last = events.at(-1)?.seq ?? 0;
    const looks = reading.attentive.value && reading.atEnd.value && !writing;
    if (looks && last > seen) this.#glanceAt(line.id, last);
    else this.#lookAway();
  }

  #glanceAt(id: string, seq: number): void {
    // More is said than one can look at: a glance is not begun anew for it.
    if (this.#glance?.id === id) return;
    this.#lookAway();
    const timer = setTimeout(() => {
      this.#glance = null;
      this.shown(id, seq);
      this.#look();
    }, GLANCE_MS);
    this.#glance = { id, timer };
  }

  #lookAway(): void {
    if (this.#glance) clearTimeout(this.#glance.timer);
    this.#glance = null;
  }

  /** As far as nothing of colleagues is among it: what the customer says stops nobody. */
  #withNothingMissed(line: Line, seen: number): number {
    const missed = line.events.peek().find((event) => event.seq > seen && this.#escapes(event));
    return missed ? missed.seq - 1 : line.have;
  }

  #escapes(event: LineEvent): boolean {
    if (event.kind !== 'message') return false;
    const { direction, author, automatic } = event.data.message;
    return direction !== 'in' && automatic === null && author?.id !== this.#around.me;
  }
}
