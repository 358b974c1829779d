/** A websocket without the library that usually keeps people polite: any frame can be sent. */
import { WebSocket } from 'undici';
import { VISITOR_NAMESPACE } from '../../server/wire/namespaces.ts';
import type { TestHub } from './hub.ts';
import type { Visitor } from './people.ts';
import { until } from './until.ts';

/** A busy machine takes its time. */
const PATIENCE_MS = 15_000;

export class RawLine {
  readonly received: string[] = [];
  readonly #socket: WebSocket;
  #namespace = '';

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => {
      if (data === '2') socket.send('3');
      else this.received.push(String(data));
    });
  }

  static async open(hub: TestHub, query = ''): Promise<RawLine> {
    const address = `${hub.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket${query}`;
    const socket = new WebSocket(address);
    const line = new RawLine(socket);
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve());
      socket.addEventListener('error', () => reject(new Error('no websocket')));
    });
    return line;
  }

  static async join(hub: TestHub, namespace: string, auth: object, query = ''): Promise<RawLine> {
    const line = await RawLine.open(hub, query);
    line.#namespace = namespace;
    line.send(`40${namespace},${JSON.stringify(auth)}`);
    await until(
      () => line.received.some((frame) => frame.startsWith(`40${namespace},`)),
      PATIENCE_MS,
    );
    return line;
  }

  /** @param slim as the widget connects, or as the library does */
  static visitor(
    hub: TestHub,
    { channelId, token }: Visitor,
    slim: boolean = true,
  ): Promise<RawLine> {
    const query = slim ? '&for=visitor' : '';
    return RawLine.join(hub, VISITOR_NAMESPACE, { channelId, token }, query);
  }

  get closed(): boolean {
    return this.#socket.readyState >= 2;
  }

  send(frame: string | Uint8Array): void {
    if (!this.closed) this.#socket.send(frame);
  }

  /** Sends one packet by its own text, and answers the acknowledgement; 'closed' when the line was cut instead. */
  async ask(id: number, packet: string): Promise<string> {
    const start = `43${this.#namespace},${id}`;
    this.send(`42${this.#namespace},${id}${packet}`);
    await until(
      () => this.closed || this.received.some((frame) => frame.startsWith(start)),
      PATIENCE_MS,
    );
    return this.received.find((frame) => frame.startsWith(start))?.slice(start.length) ?? 'closed';
  }

  close(): void {
    this.#socket.close();
  }
}
