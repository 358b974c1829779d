/**
 * The live connection: a hint that hurries. What it says is checked against the numbers of the line, and everything it
 * misses is read over HTTP. It exists only for a visitor who has a token.
 */

import type { ServerToVisitor, VisitorToServer } from '../../server/wire/sockets.ts';
import type { VisitorMessage, VisitorTalk } from '../../server/wire/visitor.ts';
import { createAlarm } from './alarm.ts';
import { signal } from './signals.ts';
import { type Carrier, Wire } from './wire.ts';

export type ConnectionEvents = {
  /** Live again (or for the first time): catch up. */
  connected(): void;
  message(message: VisitorMessage): void;
  typing(name: string, active: boolean): void;
  seen(seq: number): void;
  /** How far the server's line goes, and how the talk stands there; a server of before does not say. */
  beat(seq: number, talk?: VisitorTalk): void;
  unknownVisitor(token: string): void;
};

export type ConnectionDeps = {
  channelId: string;
  /** The way to the server, and another for networks where the first leads nowhere. */
  ways: { first(): Carrier; second(): Carrier };
  random(): number;
};

export type ConnectionState = 'off' | 'connecting' | 'live' | 'lost';

type Heard = {
  [Name in keyof ServerToVisitor]: (body: Parameters<ServerToVisitor[Name]>[0]) => void;
};
type BeatAnswer = Parameters<Parameters<VisitorToServer['beat']>[0]>[0];

export const BEAT = 20_000;
const PATIENCE = 5_000;
const SHORTEST = 500;
const LONGEST = 10_000;
/** Each third attempt in vain goes the second way. */
const TRIES = 3;

export class Connection {
  readonly state = signal<ConnectionState>('off');
  readonly #deps: ConnectionDeps;
  readonly #events: ConnectionEvents;
  readonly #heard: Heard;
  readonly #retry = createAlarm();
  /** Set since a goodbye: when to move to another server. */
  #moving = false;
  readonly #beat = createAlarm();
  #wire: Wire | null = null;
  #token: string | null = null;
  #failures = 0;
  /** The first way got through once; whatever happens now, it is not the network's dislike of it. */
  #proven = false;

  constructor(deps: ConnectionDeps, events: ConnectionEvents) {
    this.#deps = deps;
    this.#events = events;
    this.#heard = {
      message: events.message,
      typing: ({ name, active }) => events.typing(name, active),
      seen: ({ seq }) => events.seen(seq),
      look: ({ within }) => this.#look(within),
      goodbye: ({ within }) => this.#move(this.#deps.random() * Math.max(within, SHORTEST)),
      resync: () => this.#again(this.#pause()),
    };
  }

  /** Connects as this visitor; null disconnects. */
  use(token: string | null): void {
    if (token === this.#token) return;
    this.#end();
    this.#token = token;
    this.#failures = 0;
    this.state.value = token ? 'connecting' : 'off';
    if (token) this.#begin(token);
  }

  /** The network is back, or the page woke up: no reason to wait for the next try. */
  wake(): void {
    if (this.state.value === 'lost') this.#again(this.#deps.random() * SHORTEST);
  }

  /** The page is put aside whole, as on the way back through the history: an open line would keep that from being done. */
  rest(): void {
    if (!this.#token) return;
    this.#end();
    this.state.value = 'lost';
  }

  /** Proves at once that the line is alive, as after a sleep of the computer. */
  check(): void {
    if (this.state.value === 'live') this.#sendBeat();
    else this.wake();
  }

  typing(active: boolean): void {
    // Old typing is worth nothing: it is never kept for later.
    if (this.state.value === 'live') this.#wire?.emit('typing', { active });
  }

  #begin(token: string): void {
    const { channelId, ways } = this.#deps;
    const detour = !this.#proven && this.#failures % TRIES === TRIES - 1;
    const wire = new Wire(
      detour ? ways.second() : ways.first(),
      { channelId, token },
      {
        opened: () => {
          this.#proven ||= !detour;
          this.#opened();
        },
        // The server's shapes on our own origin; names we do not know are from a newer server.
        heard: (name, body) => this.#heard[name as keyof Heard]?.(body as never),
        closed: (code) => this.#closed(token, code),
      },
    );
    this.#wire = wire;
  }

  #opened(): void {
    this.#failures = 0;
    this.state.value = 'live';
    this.#beat.set(() => this.#sendBeat(), BEAT);
    this.#events.connected();
  }

  #closed(token: string, code: string | null): void {
    this.#wire = null;
    if (code === 'unknown_visitor') {
      this.#events.unknownVisitor(token);
      return;
    }
    if (this.#moving) {
      this.#beat.stop();
      this.state.value = 'lost';
    } else this.#again(this.#pause());
  }

  #sendBeat(): void {
    const wire = this.#wire;
    // Open by the books, dead in fact.
    this.#beat.set(() => this.#again(this.#deps.random() * SHORTEST), PATIENCE);
    wire?.emit('beat', undefined, (answer) => {
      if (wire !== this.#wire) return;
      const { ok, seq, talk } = answer as Partial<Extract<BeatAnswer, { ok: true }>>;
      if (ok && seq !== undefined) this.#events.beat(seq, talk);
      this.#beat.set(() => this.#sendBeat(), BEAT);
    });
  }

  /** The server stops. Until then it serves us as before, and comes back no sooner when it was the only one. */
  #move(delay: number): void {
    this.#moving = true;
    this.#retry.set(() => this.#again(0), delay);
  }

  /** The next beat comes sooner: its answer tells what was missed. */
  #look(within: number): void {
    if (this.state.value !== 'live') return;
    this.#beat.set(() => this.#sendBeat(), this.#deps.random() * within);
  }

  /** Ends what there is and opens anew after a while. */
  #again(delay: number): void {
    this.#end();
    const token = this.#token;
    if (!token) return;
    this.state.value = 'lost';
    this.#retry.set(() => this.#begin(token), delay);
  }

  /** Longer with each failure, and never the same for two visitors: a server that returns must not be run over. */
  #pause(): number {
    const ceiling = Math.min(LONGEST, SHORTEST * 2 ** this.#failures);
    this.#failures += 1;
    return ceiling * (0.5 + this.#deps.random());
  }

  #end(): void {
    this.#moving = false;
    this.#retry.stop();
    this.#beat.stop();
    this.#wire?.close();
    this.#wire = null;
  }
}
