/** A collector of traces: takes OTLP over HTTP in JSON, refuses what is not of that shape, and keeps every span. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';

const hex = (bytes: number) => Type.String({ pattern: `^[0-9a-f]{${bytes * 2}}$` });
const Value = Type.Union([
  Type.Object({ stringValue: Type.String() }, { additionalProperties: false }),
  Type.Object(
    { intValue: Type.String({ pattern: '^-?[0-9]+$' }) },
    { additionalProperties: false },
  ),
]);
const Attributes = Type.Array(Type.Object({ key: Type.String(), value: Value }));
const Nanoseconds = Type.String({ pattern: '^[0-9]{19}$' });
const CollectedSpan = Type.Object({
  traceId: hex(16),
  spanId: hex(8),
  parentSpanId: Type.Optional(hex(8)),
  name: Type.String({ minLength: 1 }),
  kind: Type.Integer({ minimum: 1, maximum: 5 }),
  startTimeUnixNano: Nanoseconds,
  endTimeUnixNano: Nanoseconds,
  attributes: Attributes,
  status: Type.Object({ code: Type.Optional(Type.Integer()) }),
});
export type CollectedSpan = Static<typeof CollectedSpan>;
const Export = Compile(
  Type.Object({
    resourceSpans: Type.Array(
      Type.Object({
        resource: Type.Object({ attributes: Attributes }),
        scopeSpans: Type.Array(Type.Object({ spans: Type.Array(CollectedSpan) })),
      }),
    ),
  }),
);

export class Collector {
  readonly spans: CollectedSpan[] = [];
  /** Headers of each request that was taken. */
  readonly headers: Record<string, unknown>[] = [];
  /** Requests that were not of the protocol's shape. */
  refused = 0;
  readonly #server: Server;

  private constructor() {
    this.#server = createServer(async (request, response) => {
      const body: unknown = await json(request).catch(() => null);
      const taken = request.method === 'POST' && request.url === '/v1/traces' && Export.Check(body);
      if (taken) {
        this.headers.push(request.headers);
        const scopes = body.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans);
        this.spans.push(...scopes.flatMap(({ spans }) => spans));
      } else this.refused += 1;
      response.writeHead(taken ? 200 : 400, { 'content-type': 'application/json' }).end('{}');
    });
  }

  static async start(): Promise<Collector> {
    const collector = new Collector();
    await once(collector.#server.listen(0, '127.0.0.1'), 'listening');
    return collector;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  named(name: string): CollectedSpan[] {
    return this.spans.filter((span) => span.name === name);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
