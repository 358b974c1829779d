/** A TCP proxy before a server. What becomes of each connection is for those to say who know a kind of line. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export abstract class Line {
  readonly #target: URL;
  readonly #open = new Set<Socket>();
  readonly #server = createServer((near) => {
    const far = connect(Number(this.#target.port), this.#target.hostname);
    for (const end of [near, far]) {
      this.#open.add(end);
      end.on('error', () => {});
      end.on('close', () => this.#open.delete(end));
    }
    this.join(near, far);
  });

  constructor(target: string) {
    this.#target = new URL(target);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async open(): Promise<this> {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening');
    return this;
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#open) socket.destroy();
  }

  /** A client's end and the server's: carries bytes between them, and ends one when the other has ended. */
  protected abstract join(near: Socket, far: Socket): void;
}
