/**
 * Traces, for those who asked for them (OTEL_EXPORTER_OTLP_ENDPOINT): what one request set off, through transactions and
 * jobs to the platform it was sent to. Nobody asked: nothing is made, and `inSpan` is a plain call.
 * Names follow https://opentelemetry.io/docs/specs/semconv/; nothing in a span says who wrote what.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

export type SpanKind = 'internal' | 'server' | 'client' | 'consumer';

export type Span = {
  /** 16 bytes in hex: the same for everything that one request set off. */
  traceId: string;
  /** 8 bytes in hex. */
  spanId: string;
  parentId: string | null;
  kind: SpanKind;
  name: string;
  /** Nanoseconds since 1970, as decimal text. */
  startedAt: string;
  endedAt: string;
  attributes: Record<string, string | number>;
  failed: boolean;
};

type Context = Pick<Span, 'traceId' | 'spanId'>;

const contexts = new AsyncLocalStorage<Context>();
let collect: ((span: Span) => void) | null = null;

/** @param collector gets every span once, when it has ended; null: nobody wants any */
export function collectSpans(collector: ((span: Span) => void) | null): void {
  collect = collector;
}

/** @param parent a W3C `traceparent`; left out: the span we are in; anything unreadable begins a trace */
export function beginSpan(kind: SpanKind, name: string, parent?: string | null): Span | null {
  if (!collect) return null;
  const above = parent === undefined ? contexts.getStore() : readTraceparent(parent);
  return {
    traceId: above?.traceId ?? randomBytes(16).toString('hex'),
    spanId: randomBytes(8).toString('hex'),
    parentId: above?.spanId ?? null,
    ...{ kind, name, startedAt: nanoseconds(), endedAt: '', attributes: {}, failed: false },
  };
}

export function endSpan(span: Span | null): void {
  if (!span) return;
  span.endedAt = nanoseconds();
  collect?.(span);
}

/** What is called from here on is part of the span. */
export function within<Result>(span: Span | null, work: () => Result): Result {
  return span ? contexts.run(span, work) : work();
}

/** What is called from here on belongs to nobody's request: whoever rang for it may have rung for others, too. */
export function outside<Result>(work: () => Result): Result {
  return collect ? contexts.exit(work) : work();
}

/** The whole of the work is one span; it may add attributes to it. */
export async function inSpan<Result>(
  kind: SpanKind,
  name: string,
  work: (span: Span | null) => Promise<Result>,
  parent?: string | null,
): Promise<Result> {
  const span = beginSpan(kind, name, parent);
  if (!span) return work(null);
  try {
    return await contexts.run(span, () => work(span));
  } catch (error) {
    span.failed = true;
    throw error;
  } finally {
    endSpan(span);
  }
}

/** The span we are in, as it is handed on: https://www.w3.org/TR/trace-context/#traceparent-header */
export function traceparent(): string | null {
  const context = collect && contexts.getStore();
  return context ? `00-${context.traceId}-${context.spanId}-01` : null;
}

function readTraceparent(text: string | null): Context | null {
  const [, traceId, spanId] =
    /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}/.exec(text ?? '') ?? [];
  const valid = traceId && spanId && /[1-9a-f]/.test(traceId) && /[1-9a-f]/.test(spanId);
  return valid ? { traceId, spanId } : null;
}

const nanoseconds = (): string =>
  String(BigInt(Math.round((performance.timeOrigin + performance.now()) * 1_000)) * 1_000n);
