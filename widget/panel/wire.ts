/**
 * One live connection, from its opening to its end; who wants another opens another. It speaks as much Socket.IO as a
 * visitor needs: Engine.IO protocol 4, Socket.IO protocol 5, one namespace, text packets, acknowledgements. The full
 * client is as large as the rest of the panel, and every visitor of every website would load it.
 */
import { VISITOR_NAMESPACE } from '../../server/wire/namespaces.ts';
import { createAlarm } from './alarm.ts';

/** What carries the text: a WebSocket, or something that looks like one. */
export type Carrier = {
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: (() => void) | null;
  readonly readyState: number;
  send(text: string): void;
  close(): void;
};

export type WireEvents = {
  /** The server has let us in. */
  opened(): void;
  /** A packet of the server's; nothing in it is checked yet. */
  heard(name: string, body: unknown): void;
  /** The end. `code`: the server refused us, and why; null: the line broke. Said once, and nothing after it. */
  closed(code: string | null): void;
};

export type Credentials = { channelId: string; token: string };
type Packet = { type: string; id: number; data: unknown[] };

/** The first character is Engine.IO's (4: a message), the second Socket.IO's. */
const CONNECT = '40';
const DISCONNECT = '41';
const EVENT = '42';
const ANSWER = '43';
const REFUSAL = '44';
const HANDSHAKE = '0';
const PING = '2';
const PONG = '3';

const OPEN = 1;
/** A handshake that takes longer than this will not come. */
const PATIENCE = 10_000;

export class Wire {
  readonly #carrier: Carrier;
  readonly #credentials: Credentials;
  readonly #events: WireEvents;
  readonly #answers = new Map<number, (answer: unknown) => void>();
  readonly #patience = createAlarm();
  #asked = 0;
  #over = false;

  constructor(carrier: Carrier, credentials: Credentials, events: WireEvents) {
    this.#carrier = carrier;
    this.#credentials = credentials;
    this.#events = events;
    carrier.onmessage = ({ data }) => this.#receive(String(data));
    carrier.onclose = () => this.#end(null);
    this.#patience.set(() => this.#end(null), PATIENCE);
  }

  /** Sends a packet; `answered` is called if and when the server answers it. */
  emit(name: string, body?: unknown, answered?: (answer: unknown) => void): void {
    if (this.#over || this.#carrier.readyState !== OPEN) return;
    this.#asked += 1;
    if (answered) this.#answers.set(this.#asked, answered);
    this.#send(EVENT, String(this.#asked), body === undefined ? [name] : [name, body]);
  }

  /** Ends it without a word to `closed`. */
  close(): void {
    this.#over = true;
    this.#patience.stop();
    this.#carrier.close();
  }

  #end(code: string | null): void {
    if (this.#over) return;
    this.close();
    this.#events.closed(code);
  }

  #send(type: string, id: string, data: unknown): void {
    this.#carrier.send(`${type}${VISITOR_NAMESPACE},${id}${JSON.stringify(data)}`);
  }

  #receive(text: string): void {
    if (this.#over) return;
    const packet = read(text);
    if (packet) this.#obey(packet);
    else if (text === PING) this.#carrier.send(PONG);
    else if (text[0] === HANDSHAKE) this.#send(CONNECT, '', this.#credentials);
  }

  #obey({ type, id, data: [first, second] }: Packet): void {
    switch (type) {
      case CONNECT:
        this.#patience.stop();
        this.#events.opened();
        break;
      case EVENT:
        this.#events.heard(String(first), second);
        break;
      case ANSWER:
        this.#answers.get(id)?.(first);
        this.#answers.delete(id);
        break;
      case REFUSAL:
        this.#end(messageOf(first));
        break;
      case DISCONNECT:
        this.#end(null);
    }
  }
}

/** `42/visitor,7["name",{}]` → type, number, data. Anything else, and other namespaces: null. */
function read(text: string): Packet | null {
  const [, type, id, data] = /^(4\d)\/visitor,(\d*)(.*)$/s.exec(text) ?? [];
  if (!type) return null;
  try {
    const value: unknown = data ? JSON.parse(data) : [];
    return { type, id: Number(id), data: Array.isArray(value) ? value : [value] };
  } catch {
    return null;
  }
}

function messageOf(reason: unknown): string {
  const { message } = (typeof reason === 'object' && reason ? reason : {}) as { message?: unknown };
  return typeof message === 'string' ? message : 'refused';
}
