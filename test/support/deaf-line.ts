/** Somebody who connects, joins, and then stops reading: what was told piles up on the way to them. */
import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import type { TestHub } from './hub.ts';
import { until } from './until.ts';

export class DeafLine {
  readonly #socket: Socket;
  #heard = '';
  #bytes = 0;
  #ended = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.#bytes += chunk.length;
      // Enough to see what was said first and last.
      this.#heard = (this.#heard + chunk.toString('latin1')).slice(-100_000);
    });
    socket.on('close', () => {
      this.#ended = true;
    });
    socket.on('error', () => {});
  }

  static async join(hub: TestHub, namespace: string, auth: object): Promise<DeafLine> {
    const { port, host } = new URL(hub.url);
    const line = new DeafLine(connect(Number(port), '127.0.0.1'));
    const head = [
      'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
      `host: ${host}`,
      'connection: Upgrade',
      'upgrade: websocket',
      'sec-websocket-version: 13',
      `sec-websocket-key: ${randomBytes(16).toString('base64')}`,
    ];
    line.#socket.write(`${head.join('\r\n')}\r\n\r\n`);
    await until(() => line.#heard.includes('"sid"'));
    line.#send(`40${namespace},${JSON.stringify(auth)}`);
    await until(() => line.#heard.includes(`40${namespace},`));
    return line;
  }

  /** Sends a packet and waits for its answer. */
  async ask(namespace: string, packet: string): Promise<void> {
    this.#send(`42${namespace},1${packet}`);
    await until(() => this.#heard.includes(`43${namespace},1`));
  }

  stopReading(): void {
    this.#socket.pause();
  }

  /** Reads what is left. @returns how many bytes came in all, and the last of them */
  async readToTheEnd(): Promise<{ bytes: number; last: string }> {
    this.#socket.resume();
    await until(() => this.#ended, 10_000);
    return { bytes: this.#bytes, last: this.#heard };
  }

  /** A text frame; a mask of zeros is a mask. */
  #send(text: string): void {
    const body = Buffer.from(text);
    const size =
      body.length < 126 ? [0x80 | body.length] : [0xfe, body.length >> 8, body.length & 255];
    this.#socket.write(Buffer.concat([Buffer.from([0x81, ...size, 0, 0, 0, 0]), body]));
  }
}
