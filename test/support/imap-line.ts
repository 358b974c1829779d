/** A line to a mail server that can be cut, or says something else than the server did. */
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

export class ImapLine {
  /** How often somebody has connected. */
  connections = 0;
  /** What the server says, changed on the way; null cuts the line. Latin-1 keeps every byte. */
  change: (said: string) => string | null = (said) => said;
  /** So many bytes come through each connection before it is cut. */
  lasts = Number.POSITIVE_INFINITY;
  /** What was said to the server. */
  heard = '';
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server) {
    this.#server = server;
  }

  static async to(port: number): Promise<ImapLine> {
    const server = createServer();
    const line = new ImapLine(server);
    server.on('connection', (socket) => line.#join(socket, connect(port, '127.0.0.1')));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return line;
  }

  get port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the line is closed');
    return address.port;
  }

  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.cut();
    await closed;
  }

  #join(near: Socket, far: Socket): void {
    this.connections += 1;
    near.on('data', (chunk) => {
      this.heard += chunk.toString('latin1');
      far.write(chunk);
    });
    let left = this.lasts;
    far.on('data', (chunk) => {
      const said = this.change(chunk.toString('latin1'));
      if (said === null) return near.destroy();
      const bytes = Buffer.from(said, 'latin1').subarray(0, left);
      left -= bytes.length;
      if (left <= 0) return near.end(bytes);
      // As slow as its reader, like the line it stands for.
      if (!near.write(bytes)) far.pause();
      return undefined;
    });
    near.on('drain', () => far.resume());
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(one);
      one.on('error', () => {});
      one.on('close', () => {
        this.#sockets.delete(one);
        other.destroy();
      });
    }
  }
}
