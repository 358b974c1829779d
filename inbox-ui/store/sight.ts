/**
 * How far the agent has read each line, as an answer is held against it. What stands at the end of an attentive window
 * was seen; but who writes looks at their own words: what colleagues say meanwhile counts as seen only afterwards.
 */
import { effect, type ReadonlySignal } from '@preact/signals';
import type { LineEvent } from './line.ts';
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
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stop: () => void = () => undefined;

  constructor(around: Around) {
    this.#around = around;
  }

  start(): void {
    this.#stop = effect(() => this.#look());
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#stop();
  }

  /** The last number seen of a conversation; undefined: its line was never before anybody's eyes. */
  of(id: string): number | undefined {
    return this.#seen.get(id);
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
    clearTimeout(this.#timer);
    const line = thread.opened.value;
    if (!line || thread.phase.value !== 'ready') return;
    const events = line.events.value;
    const writing = written(line.id).value.trim() !== '';
    // What is there when it is opened is what it was opened for.
    if (!this.#seen.has(line.id)) this.#seen.set(line.id, line.have);
    if (!reading.attentive.value || !reading.atEnd.value) return;
    const seen = this.#seen.get(line.id) ?? 0;
    const missed = writing
      ? events.find((event) => event.seq > seen && this.#escapes(event))
      : null;
    const seq = missed ? missed.seq - 1 : line.have;
    this.#timer = setTimeout(() => this.shown(line.id, seq), GLANCE_MS);
  }

  #escapes(event: LineEvent): boolean {
    if (event.kind !== 'message') return false;
    const { direction, author } = event.data.message;
    return direction !== 'in' && author?.id !== this.#around.me;
  }
}
