/**
 * Sends spans where the operator wants them, by OTLP over HTTP in JSON. Written here because the exporters of
 * OpenTelemetry itself want a newer Node than we ask for. Shapes: https://opentelemetry.io/docs/specs/otlp/#otlphttp
 */
import type { Span, SpanKind } from './traces.ts';

export type Otlp = {
  /** The base address; spans go to `/v1/traces` below it. */
  endpoint: string;
  headers: Record<string, string>;
  serviceName: string;
};

const EVERY_MS = 2_000;
const PATIENCE_MS = 10_000;
/** More than this waits for nobody: watching must never cost memory. */
const MOST_WAITING = 4_096;
const MOST_TOGETHER = 512;

export class Exporter {
  readonly #otlp: Otlp;
  readonly #resource: object;
  readonly #onTrouble: (why: string) => void;
  readonly #timer: NodeJS.Timeout;
  #waiting: Span[] = [];
  #sending = Promise.resolve();
  #troubled = false;

  /** @param onTrouble told once when spans cannot be delivered, and again only after they could */
  constructor(otlp: Otlp, version: string, onTrouble: (why: string) => void) {
    this.#otlp = otlp;
    this.#onTrouble = onTrouble;
    const attributes = { 'service.name': otlp.serviceName, 'service.version': version };
    this.#resource = { attributes: written(attributes) };
    this.#timer = setInterval(() => this.#flush(), EVERY_MS);
    this.#timer.unref();
  }

  add(span: Span): void {
    if (this.#waiting.length >= MOST_WAITING) return;
    this.#waiting.push(span);
    if (this.#waiting.length >= MOST_TOGETHER) this.#flush();
  }

  /** Sends what waits; gives up after some seconds. */
  flushed(): Promise<void> {
    this.#flush();
    return this.#sending;
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.flushed();
  }

  #flush(): void {
    if (this.#waiting.length === 0) return;
    const spans = this.#waiting.splice(0);
    this.#sending = this.#sending.then(() => this.#send(spans));
  }

  async #send(spans: Span[]): Promise<void> {
    const scopeSpans = [{ scope: { name: 'interline' }, spans: spans.map(asOtlp) }];
    try {
      const answer = await fetch(`${this.#otlp.endpoint}/v1/traces`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...this.#otlp.headers },
        body: JSON.stringify({ resourceSpans: [{ resource: this.#resource, scopeSpans }] }),
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      await answer.arrayBuffer();
      if (!answer.ok) throw new Error(`answered ${answer.status}`);
      this.#troubled = false;
    } catch (error) {
      if (!this.#troubled) this.#onTrouble(error instanceof Error ? error.message : 'unknown');
      this.#troubled = true;
    }
  }
}

const KINDS: Record<SpanKind, number> = { internal: 1, server: 2, client: 3, consumer: 5 };
const ERROR = 2;

function asOtlp({ traceId, spanId, parentId, kind, name, startedAt, endedAt, ...span }: Span) {
  return {
    ...{ traceId, spanId, name, kind: KINDS[kind] },
    ...(parentId && { parentSpanId: parentId }),
    startTimeUnixNano: startedAt,
    endTimeUnixNano: endedAt,
    attributes: written(span.attributes),
    status: span.failed ? { code: ERROR } : {},
  };
}

function written(attributes: Span['attributes']) {
  return Object.entries(attributes).map(([key, value]) => ({
    key,
    value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: value },
  }));
}
