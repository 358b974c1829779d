/**
 * A proxy in front of several servers, as plain as they come: each request to the next one that says it is ready, no matter
 * who asks. It counts what a client would have seen fail.
 */
import { once } from 'node:events';
import {
  Agent,
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  request as send,
} from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Duplex } from 'node:stream';

const LOOK_EVERY_MS = 100;
/** Who answers late is busy, not away: orchestrators ask three times before they believe it. */
const ANSWER_PATIENCE_MS = 3_000;

export class RoundRobin {
  /** What failed before the client's eyes: a 5xx, or a connection that was cut before it was answered. */
  readonly failures: string[] = [];
  /** How many websockets each server was given. */
  readonly lines = new Map<string, number>();
  readonly #servers: readonly URL[];
  readonly #server: Server;
  readonly #keptAlive = new Agent({ keepAlive: true });
  readonly #ready = new Set<URL>();
  readonly #asked = new Set<URL>();
  readonly #timer = setInterval(() => void this.#look(), LOOK_EVERY_MS);
  /** Of requests and of websockets: who asks once and then connects is not always sent to the same pair. */
  readonly #turns = { request: 0, line: 0 };

  private constructor(servers: readonly string[]) {
    this.#servers = servers.map((url) => new URL(url));
    this.#server = createServer((request, response) => void this.#pass(request, response));
    // The servers' own promise of how long a connection stays goes through to the client; what is cut sooner looks like a failure.
    this.#server.keepAliveTimeout = 0;
    this.#server.on('upgrade', (request, line, head) => this.#join(request, line, head));
  }

  static async start(servers: readonly string[]): Promise<RoundRobin> {
    const proxy = new RoundRobin(servers);
    await once(proxy.#server.listen(0, '127.0.0.1'), 'listening');
    await proxy.#look();
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** How many servers it sends anybody to. */
  get ready(): number {
    return this.#ready.size;
  }

  close(): void {
    clearInterval(this.#timer);
    this.#server.close();
    this.#server.closeAllConnections();
    this.#keptAlive.destroy();
  }

  async #look(): Promise<void> {
    await Promise.all(this.#servers.map((server) => this.#ask(server)));
  }

  async #ask(server: URL): Promise<void> {
    // An answer that is still on its way must not be overtaken by the next.
    if (this.#asked.has(server)) return;
    this.#asked.add(server);
    const signal = AbortSignal.timeout(ANSWER_PATIENCE_MS);
    const answer = await fetch(new URL('/health/ready', server), { signal }).catch(() => null);
    this.#asked.delete(server);
    if (answer?.ok) this.#ready.add(server);
    else this.#ready.delete(server);
  }

  #next(kind: 'request' | 'line'): URL | undefined {
    const ready = this.#servers.filter((server) => this.#ready.has(server));
    return ready[this.#turns[kind]++ % ready.length];
  }

  async #pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body: Buffer[] = [];
    for await (const part of request) body.push(part);
    const server = this.#next('request');
    if (!server) return this.#fail(response, `${request.url}: nobody is ready`);
    this.#hand(server, request, Buffer.concat(body), response);
  }

  #hand(server: URL, request: IncomingMessage, body: Buffer, response: ServerResponse): void {
    const { method, headers, url: path } = request;
    const { hostname, port } = server;
    const way = { hostname, port, path, method, headers, agent: this.#keptAlive };
    const going = send(way, (answer) => {
      const status = answer.statusCode ?? 502;
      if (status >= 500) this.failures.push(`${method} ${path}: ${status}`);
      response.writeHead(status, answer.headers);
      answer.pipe(response);
    });
    going.on('error', (error: NodeJS.ErrnoException) => {
      // A kept connection that ended just now, or a server that is gone: it has seen nothing of the request.
      const unseen = error.code === 'ECONNREFUSED' || (going.reusedSocket && !response.headersSent);
      if (error.code === 'ECONNREFUSED') this.#ready.delete(server);
      const other = unseen ? this.#next('request') : undefined;
      if (other) this.#hand(other, request, body, response);
      else this.#fail(response, `${method} ${path}: ${error.code ?? error.message}`);
    });
    going.end(body);
  }

  #fail(response: ServerResponse, why: string): void {
    this.failures.push(why);
    if (!response.headersSent) response.writeHead(502);
    response.end();
  }

  /** A websocket: from here on only bytes. */
  #join(request: IncomingMessage, line: Duplex, head: Buffer): void {
    const server = this.#next('line');
    if (!server) return void line.destroy();
    this.lines.set(server.origin, (this.lines.get(server.origin) ?? 0) + 1);
    const other = connect(Number(server.port), server.hostname, () => {
      const { rawHeaders } = request;
      const headers = rawHeaders.flatMap((name, n) =>
        n % 2 === 0 ? [`${name}: ${rawHeaders[n + 1]}`] : [],
      );
      other.write(`GET ${request.url} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`);
      other.write(head);
      line.pipe(other).pipe(line);
    });
    for (const end of [line, other]) {
      end.on('error', () => {});
      end.on('close', () => {
        line.destroy();
        other.destroy();
      });
    }
  }
}
