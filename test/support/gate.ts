/** The way from a platform to the hub, on which things go wrong. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/**
 * - `closed`: somebody in front of the hub says 503, and the hub never hears of it
 * - `cut`: the hub takes it, and the line breaks before its answer is through
 * - `silent`: the hub takes it, and nobody ever answers
 */
export type Mishap = 'closed' | 'cut' | 'silent';

export class Gate {
  /** For the requests to come, one by one; then all go through. */
  readonly mishaps: Mishap[] = [];
  /** Is told 503 for as long as this says so of its body. */
  keepsOut: (body: string) => boolean = () => false;
  /** What the hub itself answered. */
  readonly answered: number[] = [];
  readonly #hub: string;
  readonly #server: Server;

  private constructor(hub: string, server: Server) {
    this.#hub = hub;
    this.#server = server;
  }

  /** @param hub its origin */
  static async open(hub: string): Promise<Gate> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const gate = new Gate(hub, server);
    server.on('request', (request, response) => void gate.#pass(request, response));
    return gate;
  }

  /** An address of the hub, on the way through here. */
  before(url: string): string {
    const { port } = this.#server.address() as AddressInfo;
    return url.replace(this.#hub, `http://127.0.0.1:${port}`);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }

  async #pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const mishap = this.keepsOut(body.toString()) ? 'closed' : this.mishaps.shift();
    if (mishap === 'closed') return void response.writeHead(503, { 'retry-after': '1' }).end();
    const headers = Object.fromEntries(
      Object.entries(request.headers)
        .filter(([name]) => !['host', 'connection', 'content-length'].includes(name))
        .map(([name, value]) => [name, String(value)]),
    );
    const url = `${this.#hub}${request.url}`;
    const answer = await fetch(url, { method: request.method ?? 'POST', headers, body });
    const bytes = Buffer.from(await answer.arrayBuffer());
    this.answered.push(answer.status);
    if (mishap === 'cut') return void request.socket.destroy();
    if (mishap === 'silent') return;
    const type = answer.headers.get('content-type') ?? 'text/plain';
    response.writeHead(answer.status, { 'content-type': type }).end(bytes);
  }
}
