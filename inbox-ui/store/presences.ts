/** Which colleagues have a conversation before them: looking, away from it, or writing. Believed for 40 s at a time. */
import { effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Presence } from '../../server/wire/sockets.ts';
import type { Connection } from './connection.ts';

const BELIEVE_MS = 40_000;
/** After the last key they are still writing for so long. */
const PAUSE_MS = 10_000;

export type PresenceState = Presence['state'];
export type Colleague = Presence['who'] & { state: PresenceState };

type Around = {
  me: string;
  connection: Connection;
  opened: ReadonlySignal<string | null>;
  attentive: ReadonlySignal<boolean>;
};

/** The most telling first: one person may have it open in several windows. */
const ORDER: readonly PresenceState[] = ['writing', 'looking', 'away'];

export class Presences {
  readonly #around: Around;
  readonly #places = new Map<string, Presence>();
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #rooms = new Map<string, Signal<Colleague[]>>();
  /** The conversation in which words are being written here. */
  readonly #writing = signal<string | null>(null);
  #pause: ReturnType<typeof setTimeout> | undefined;
  #told = '';
  #stop: () => void = () => undefined;

  constructor(around: Around) {
    this.#around = around;
  }

  start(): void {
    this.#stop = effect(() => this.#tell());
  }

  stop(): void {
    this.#stop();
    clearTimeout(this.#pause);
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  /** The colleagues at a conversation. */
  at(conversationId: string): ReadonlySignal<Colleague[]> {
    return this.#room(conversationId);
  }

  /** A key was pressed in a reply or a note. */
  write(conversationId: string): void {
    this.#writing.value = conversationId;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.rest(), PAUSE_MS);
  }

  /** What was being written was sent, emptied or left. */
  rest(): void {
    clearTimeout(this.#pause);
    this.#writing.value = null;
  }

  receive(presence: Presence): void {
    const { place, who, conversationId } = presence;
    if (who.id === this.#around.me) return;
    clearTimeout(this.#timers.get(place));
    this.#timers.delete(place);
    const before = this.#places.get(place)?.conversationId;
    if (conversationId === null) this.#places.delete(place);
    else {
      this.#places.set(place, presence);
      const fade = () => this.receive({ ...presence, conversationId: null });
      this.#timers.set(place, setTimeout(fade, BELIEVE_MS));
    }
    for (const id of new Set([before, conversationId])) if (id) this.#show(id);
  }

  /** A new connection: who is there is told anew, and where we are, too. */
  renew(): void {
    for (const presence of [...this.#places.values()]) {
      this.receive({ ...presence, conversationId: null });
    }
    this.#told = '';
    this.#tell();
  }

  #tell(): void {
    const { opened, attentive, connection } = this.#around;
    const conversationId = opened.value;
    const writing = conversationId !== null && this.#writing.value === conversationId;
    const state: PresenceState = writing ? 'writing' : attentive.value ? 'looking' : 'away';
    // Without a conversation nobody meets us; but whoever looks at the inbox is pushed no notices.
    const gone = conversationId === null && state === 'away';
    const now = gone ? '' : `${conversationId} ${state}`;
    if (now === this.#told) return;
    this.#told = now;
    // Nothing depends on it; after a reconnect it is said again.
    connection.ask('present', { conversationId, state }).catch(() => undefined);
  }

  #show(conversationId: string): void {
    const found = new Map<string, Colleague>();
    for (const { who, state, conversationId: id } of this.#places.values()) {
      const known = found.get(who.id)?.state;
      const stronger = known === undefined || ORDER.indexOf(state) < ORDER.indexOf(known);
      if (id === conversationId && stronger) found.set(who.id, { ...who, state });
    }
    this.#room(conversationId).value = [...found.values()].sort(byName);
  }

  #room(conversationId: string): Signal<Colleague[]> {
    const known = this.#rooms.get(conversationId) ?? signal<Colleague[]>([]);
    this.#rooms.set(conversationId, known);
    return known;
  }
}

const byName = (one: Colleague, other: Colleague) => one.name.localeCompare(other.name);
