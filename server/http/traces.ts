/** Each request is a span, continued from whoever asked if they say so. */
import { beginSpan, endSpan, type Span, within } from '../telemetry/traces.ts';
import type { App } from './door.ts';

const spans = new WeakMap<object, Span>();

/** To be hung in before routes: what they do is part of the span. */
export function addTraces(app: App): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const { traceparent } = request.headers;
    const route = request.routeOptions.url ?? 'unknown';
    const known = typeof traceparent === 'string' ? traceparent : null;
    const span = beginSpan('server', `${request.method} ${route}`, known);
    if (!span) return done();
    span.attributes = { 'http.request.method': request.method, 'http.route': route };
    spans.set(request, span);
    within(span, done);
  });
  // A body is read in the connection's own context, and what follows would be left in it.
  app.addHook('preValidation', (request, _reply, done) => {
    within(spans.get(request) ?? null, done);
  });
  app.addHook('onResponse', async (request, reply) => {
    const span = spans.get(request);
    if (!span) return;
    span.attributes['http.response.status_code'] = reply.statusCode;
    span.failed = reply.statusCode >= 500;
    endSpan(span);
  });
}
