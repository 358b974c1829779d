/**
 * What all pretended platforms have in common: an API that keeps a ledger of what it was asked, has
 * bad days on demand, and posts webhooks to us, as often as a test asks.
 *
 * A channel's own file (`<id>.ts`) knows how its platform answers and signs; it is a `Provider` with
 * an `answer` of its own. In tests it lives in the test's process, `run.ts` starts it alone.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

/** One request the platform's API was asked. */
export type Heard = {
  method: string;
  /** Path and query. */
  path: string;
  headers: Record<string, string>;
  body: Buffer;
  /** What it answered; 0: nothing, the line was cut. */
  status: number;
};

export type Answer = {
  status?: number;
  headers?: Record<string, string>;
  /** Objects go as JSON. */
  body?: object | string | Uint8Array;
};

/** A bad day. Requests are in the ledger all the same: what was read may have been done. */
export type Fault =
  /** Answers `status` instead: 401 for credentials that count no more, 429, 503 when it is down. */
  | { kind: 'answer'; answer: Answer }
  /** Does as asked, but only after so long. */
  | { kind: 'slow'; ms: number }
  /** Does as asked, and after so long the line is cut before the answer: the classic doubt. */
  | { kind: 'reset'; ms: number };

export const faults = {
  down: { kind: 'answer', answer: { status: 503, body: 'down for maintenance' } },
  busy: (seconds: number): Fault => ({
    kind: 'answer',
    answer: { status: 429, headers: { 'retry-after': String(seconds) }, body: {} },
  }),
  wrongKey: { kind: 'answer', answer: { status: 401, body: {} } },
  reset: { kind: 'reset', ms: 0 },
  lateReset: (ms: number): Fault => ({ kind: 'reset', ms }),
  slow: (ms: number): Fault => ({ kind: 'slow', ms }),
} satisfies Record<string, Fault | ((by: number) => Fault)>;

/** What a platform has published about the requests it takes. */
export type Rules = {
  /** What about a request is not as published. */
  broken(heard: Heard): Promise<string[]>;
  /** What it answers then. */
  refusal: Answer;
};

/** Requests of all platforms that were not as published, until somebody takes them. */
const violations: string[] = [];

/** What was wrong since this was asked last. */
export const takeViolations = (): string[] => violations.splice(0);

/** A request the platform makes to us. */
export type Post = {
  method?: string;
  headers: Record<string, string>;
  body: string | Uint8Array;
  /** Ends the waiting for an answer. */
  signal?: AbortSignal;
};

/** What came of it. `retryAfter`: seconds. */
export type Taken = { status: number; type: string; body: string; retryAfter: number };

type Answering = (heard: Heard) => Answer | Promise<Answer>;

export class Provider {
  /** Where the platform's API is. */
  readonly url: string;
  /** All that was asked, in order. */
  readonly ledger: Heard[] = [];
  /** For the requests to come: those at the front one by one, then a good day again. */
  readonly faults: Fault[] = [];
  readonly #server: Server;
  readonly #rules: Rules | undefined;

  private constructor(server: Server, rules?: Rules) {
    this.#server = server;
    this.#rules = rules;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /**
   * @param answer how the platform answers on a good day
   * @param rules what it has published, if anything
   */
  static async start(answer: Answering, rules?: Rules): Promise<Provider> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const provider = new Provider(server, rules);
    server.on('request', (request, response) => void provider.#hear(request, response, answer));
    return provider;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }

  /** The requests to paths that begin so. */
  heard(path: string): Heard[] {
    return this.ledger.filter((one) => one.path.startsWith(path));
  }

  async #hear(
    request: IncomingMessage,
    response: ServerResponse,
    answer: Answering,
  ): Promise<void> {
    const fault = this.faults.shift();
    const body = await buffer(request);
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    const { method = '', url: path = '' } = request;
    const heard: Heard = { method, path, headers, body, status: 0 };
    this.ledger.push(heard);
    const broken = (await this.#rules?.broken(heard)) ?? [];
    violations.push(...broken);
    const good = async () =>
      (broken.length > 0 ? this.#rules?.refusal : undefined) ?? answer(heard);
    const given = fault?.kind === 'answer' ? fault.answer : await good();
    if (fault && fault.kind !== 'answer') await sleep(fault.ms);
    if (fault?.kind === 'reset') return void request.socket.destroy();
    heard.status = given.status ?? 200;
    write(response, given);
  }
}

/** Posts once, as a platform does. */
export async function post(url: string, request: Post): Promise<Taken> {
  const { method = 'POST', headers, body, signal = null } = request;
  const bytes = typeof body === 'string' ? body : Buffer.from(body);
  const response = await fetch(url, { method, headers, body: bytes, signal });
  const type = response.headers.get('content-type') ?? '';
  const retryAfter = Number(response.headers.get('retry-after') ?? 0);
  return { status: response.status, type, body: await response.text(), retryAfter };
}

/** The same request `times` over, in parallel over so many connections as the runtime gives. */
export function postTogether(url: string, request: Post, times: number): Promise<Taken[]> {
  return Promise.all(Array.from({ length: times }, () => post(url, request)));
}

function write(response: ServerResponse, { status = 200, headers = {}, body = '' }: Answer): void {
  const raw = typeof body === 'string' || body instanceof Uint8Array;
  const type = raw ? 'text/plain' : 'application/json';
  response.writeHead(status, { 'content-type': type, ...headers });
  response.end(raw ? body : JSON.stringify(body));
}
