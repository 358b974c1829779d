/** Who is writing, both ways. Told at most once every 3 s, believed for 6 s. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { TypingPacket } from '../../server/wire/sockets.ts';
import type { Connection } from './connection.ts';

const TELL_MS = 3_000;
const BELIEVE_MS = 6_000;

export type Writer = TypingPacket['who'] & { conversationId: string };

export class Typing {
  readonly #connection: Connection;
  readonly #me: string;
  readonly #writers = signal<Writer[]>([]);
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  #told: { conversationId: string; threadId: string | null; at: number } | null = null;

  constructor(connection: Connection, me: string) {
    this.#connection = connection;
    this.#me = me;
  }

  get writers(): ReadonlySignal<Writer[]> {
    return this.#writers;
  }

  /**
   * A key was pressed in a reply. Notes are nobody's business outside, so they must not come here.
   * @param threadId by which way it will go; only there it is told
   */
  write(conversationId: string, threadId: string | null = null): void {
    const told = this.#told;
    const now = Date.now();
    const same = told?.conversationId === conversationId && told.threadId === threadId;
    if (same && now - told.at < TELL_MS) return;
    if (!same) this.rest();
    this.#told = { conversationId, threadId, at: now };
    this.#tell(true);
  }

  /** The reply was sent, emptied or left. */
  rest(): void {
    this.#tell(false);
    this.#told = null;
  }

  receive({ conversationId, who, active }: TypingPacket): void {
    if (who.kind === 'agent' && who.id === this.#me) return;
    const id = `${conversationId} ${who.id}`;
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    const others = this.#writers.peek().filter((one) => `${one.conversationId} ${one.id}` !== id);
    this.#writers.value = active ? [...others, { ...who, conversationId }] : others;
    if (!active) return;
    const fade = () => this.receive({ conversationId, who, active: false });
    this.#timers.set(id, setTimeout(fade, BELIEVE_MS));
  }

  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  #tell(active: boolean): void {
    if (!this.#told) return;
    const { conversationId, threadId } = this.#told;
    const where = { conversationId, ...(threadId !== null && { threadId }) };
    // Nothing depends on it.
    this.#connection.ask('typing', { ...where, active }).catch(() => undefined);
  }
}
