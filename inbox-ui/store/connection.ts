/** The truth about the live line: is it there, since when, and when did it last say something. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { PacketAnswer, PacketName, PacketRequest, Wire, WireHandlers } from './transport.ts';

/** A loss shorter than this is nobody's business. */
const SILENT_MS = 3_000;

export type LineState = {
  /** `connecting` is also the silent part of a loss; `offline` is when it must be said. */
  name: 'connecting' | 'live' | 'catching-up' | 'offline';
  since: number;
};

type Listener = Omit<WireHandlers, 'down' | 'refused' | 'goodbye' | 'resync' | 'look'> & {
  /** Something may have been missed. */
  look(): void;
  /** It died and nobody said so: what else leads to the server may have died with it. */
  unheard(): void;
  refused(code: string): void;
};

export class Connection {
  readonly #wire: Wire;
  readonly #state = signal<LineState>({ name: 'connecting', since: Date.now() });
  readonly #heardAt = signal<number | null>(null);
  readonly #latency = signal<number | null>(null);
  #up = false;
  #unheard: () => void = () => undefined;
  #lostAt = 0;
  #grace: ReturnType<typeof setTimeout> | undefined;
  #farewell: ReturnType<typeof setTimeout> | undefined;
  #looking: ReturnType<typeof setTimeout> | undefined;

  constructor(wire: Wire) {
    this.#wire = wire;
  }

  get state(): ReadonlySignal<LineState> {
    return this.#state;
  }
  /** When the server last told us anything. */
  get heardAt(): ReadonlySignal<number | null> {
    return this.#heardAt;
  }
  /** How long the last answer took, in ms. */
  get latency(): ReadonlySignal<number | null> {
    return this.#latency;
  }

  start(listener: Listener): void {
    this.#unheard = () => listener.unheard();
    this.#lose();
    this.#wire.start({
      ...this.#heard(listener),
      up: () => this.#rise(listener),
      down: (unheard) => this.#down(unheard),
      refused: (code) => listener.refused(code),
      look: ({ within }) => this.#lookWithin(within, listener),
      goodbye: ({ within }) => this.#leave(within),
      // The reader was too slow; a moment's rest spreads out those who were cut together.
      resync: () => this.#leave(SILENT_MS),
    });
  }

  stop(): void {
    clearTimeout(this.#grace);
    clearTimeout(this.#farewell);
    clearTimeout(this.#looking);
    this.#wire.stop();
  }

  /** The line looks alive and is dead: cut it and dial again. One that is down already dials by itself. */
  redial(): void {
    if (!this.#up) return;
    this.#unheard();
    this.#redial();
  }

  /**
   * The network came back or the machine woke: do not sit out the rest of the wait.
   * @param ran when this page last ran, if it stood still since: a line that may have died unheard looks like one that lives
   */
  hurry(ran: number | null = null): void {
    if (ran !== null) this.#fall(ran);
    if (!this.#up) this.#wire.redial();
  }

  /** Everything missed has been fetched. */
  caughtUp(): void {
    if (!this.#up) return;
    clearTimeout(this.#grace);
    this.#set('live', Date.now());
  }

  async ask<Name extends PacketName>(
    name: Name,
    request: PacketRequest<Name>,
  ): Promise<PacketAnswer<Name>> {
    const asked = Date.now();
    const answer = await this.#wire.ask(name, request);
    this.#heardAt.value = Date.now();
    this.#latency.value = Date.now() - asked;
    return answer;
  }

  #redial(): void {
    clearTimeout(this.#farewell);
    if (!this.#up) return;
    this.#fall();
    this.#wire.redial();
  }

  #rise(listener: Listener): void {
    clearTimeout(this.#farewell);
    this.#up = true;
    this.#heardAt.value = Date.now();
    if (this.#state.peek().name === 'offline') this.#set('catching-up', Date.now());
    listener.up();
  }

  #down(unheard: boolean): void {
    // Dialling in vain is no news.
    if (unheard && this.#up) this.#unheard();
    this.#fall();
  }

  #fall(since = Date.now()): void {
    this.#up = false;
    const { name } = this.#state.peek();
    if (name === 'live') this.#lose(since);
    // The agent was already told; it only did not get better.
    else if (name === 'catching-up') this.#set('offline', this.#lostAt);
  }

  #lose(since = Date.now()): void {
    this.#lostAt = since;
    this.#set('connecting', this.#lostAt);
    clearTimeout(this.#grace);
    this.#grace = setTimeout(
      () => this.#set(this.#up ? 'catching-up' : 'offline', this.#lostAt),
      SILENT_MS,
    );
  }

  #lookWithin(within: number, listener: Listener): void {
    clearTimeout(this.#looking);
    this.#looking = setTimeout(() => this.#up && listener.look(), Math.random() * within);
  }

  #leave(within: number): void {
    clearTimeout(this.#farewell);
    this.#farewell = setTimeout(() => this.#redial(), Math.random() * within);
  }

  #set(name: LineState['name'], since: number): void {
    this.#state.value = { name, since };
  }

  #heard(listener: Listener): Omit<Listener, 'up' | 'refused' | 'look' | 'unheard'> {
    const note = <Packet>(hand: (packet: Packet) => void) => {
      return (packet: Packet) => {
        this.#heardAt.value = Date.now();
        hand(packet);
      };
    };
    return {
      conversation: note((packet) => listener.conversation(packet)),
      event: note((packet) => listener.event(packet)),
      typing: note((packet) => listener.typing(packet)),
      present: note((packet) => listener.present(packet)),
      read: note((packet) => listener.read(packet)),
      mentioned: note((packet) => listener.mentioned(packet)),
      draft: note((packet) => listener.draft(packet)),
      counts: note((packet) => listener.counts(packet)),
      changed: note((packet) => listener.changed(packet)),
    };
  }
}
