/**
 * Tells the server how far the agent has read: only what was opened, at its end, in a visible and focused window.
 * The customer may be shown "seen", so it must be true.
 */
import { effect, type ReadonlySignal, signal } from '@preact/signals';
import type { Conversations } from './conversations.ts';
import { isUnread } from './views.ts';

/** A glance in passing is not reading. */
const GLANCE_MS = 400;
const RETRY_MS = 5_000;

export class Reading {
  /** The window is visible and focused. */
  readonly attentive = signal(false);
  /** The end of the opened line is in sight. */
  readonly atEnd = signal(false);
  readonly #conversations: Conversations;
  readonly #opened: ReadonlySignal<string | null>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #due: { id: string; seq: number } | null = null;
  /** Put back by the agent: still before their eyes, and for later. */
  readonly #kept = signal<{ id: string; seq: number } | null>(null);
  #stop: () => void = () => undefined;

  constructor(conversations: Conversations, opened: ReadonlySignal<string | null>) {
    this.#conversations = conversations;
    this.#opened = opened;
  }

  start(): void {
    const endOfKeeping = effect(() => {
      if (this.#opened.value !== this.#kept.peek()?.id) this.#kept.value = null;
    });
    const endOfWaiting = effect(() => this.#wait(this.#unread()));
    this.#stop = () => {
      endOfKeeping();
      endOfWaiting();
    };
  }

  /**
   * Puts it back, from the customer's last message on: unread until it is opened again or more is said. What the customer
   * was shown as seen stays seen.
   * @throws when the server does not answer; nothing has changed then
   */
  async putBack(id: string): Promise<void> {
    const row = this.#conversations.peek(id);
    if (!row || row.inboundSeq === 0 || isUnread(row)) return;
    const seq = row.inboundSeq - 1;
    this.#kept.value = { id, seq: Math.max(row.inboundSeq, row.mentionSeq) };
    this.#conversations.mark(id, { readSeq: seq });
    try {
      await this.#conversations.moveMarker(id, seq);
    } catch (error) {
      this.#conversations.mark(id, { readSeq: row.readSeq });
      throw error;
    }
  }

  /** Whoever answers has read, however short the glance. */
  flush(): void {
    if (this.#due) void this.#tell(this.#due.id, this.#due.seq);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#stop();
  }

  #unread(): { id: string; seq: number } | null {
    const id = this.#opened.value;
    if (!id || !this.attentive.value || !this.atEnd.value) return null;
    const row = this.#conversations.row(id).value;
    if (!row) return null;
    // What a colleague calls one to has to be read, too.
    const seq = Math.max(row.inboundSeq, row.mentionSeq);
    const kept = this.#kept.value;
    if (kept?.id === id && seq <= kept.seq) return null;
    return seq > row.readSeq ? { id, seq } : null;
  }

  #wait(due: { id: string; seq: number } | null): void {
    // Who writes without a pause is read all the same.
    const running = due !== null && due.id === this.#due?.id;
    this.#due = due;
    if (running) return;
    clearTimeout(this.#timer);
    if (due) this.#timer = setTimeout(() => this.flush(), GLANCE_MS);
  }

  async #tell(id: string, seq: number): Promise<void> {
    this.#wait(null);
    try {
      await this.#conversations.moveMarker(id, seq);
      this.#conversations.mark(id, { readSeq: seq });
    } catch {
      clearTimeout(this.#timer);
      if (this.#opened.peek() === id) {
        this.#timer = setTimeout(() => void this.#tell(id, seq), RETRY_MS);
      }
    }
  }
}
