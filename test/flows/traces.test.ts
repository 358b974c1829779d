/** Traces: what one request set off can be followed, where the operator asked for it, and nowhere else. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../server/config.ts';
import { Exporter } from '../../server/telemetry/otlp.ts';
import { collectSpans, inSpan, traceparent } from '../../server/telemetry/traces.ts';
import { type CollectedSpan, Collector } from '../simulators/otlp.ts';
import { postEcho } from '../support/echo.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { type Agent, connectEcho, foundAs, inboxOf } from '../support/people.ts';
import { until } from '../support/until.ts';

let hub: TestHub;
let ana: Agent;
let collector: Collector;
let exporter: Exporter;
const troubles: string[] = [];

beforeAll(async () => {
  hub = await startHub();
  ana = await foundAs(hub);
  collector = await Collector.start();
  const traces = readConfig({
    OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.endpoint}/`,
    OTEL_EXPORTER_OTLP_HEADERS: 'x-team=support%20desk',
  }).traces;
  if (!traces) throw new Error('no traces were asked for');
  exporter = new Exporter(traces, '1.2.3', (why) => troubles.push(why));
});
afterAll(async () => {
  await exporter.stop();
  await collector.stop();
  await hub.close();
});
afterEach(() => collectSpans(null));

const SECRET = 'the secret of a followed channel';
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const ABOVE = 'b7ad6b7169203331';

const attributesOf = ({ attributes }: CollectedSpan) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

describe('a request', () => {
  it('is followed into its transactions, as part of the trace it came with', async () => {
    collectSpans((span) => exporter.add(span));
    const headers = { traceparent: `00-${TRACE}-${ABOVE}-01` };
    await ana.call('GET', '/api/v1/channels', undefined, headers);
    collectSpans(null);
    await exporter.flushed();
    const [request] = collector.named('GET /api/v1/channels');
    expect(request).toMatchObject({ traceId: TRACE, parentSpanId: ABOVE, kind: 2 });
    if (!request) throw new Error('the request was not collected');
    expect(attributesOf(request)).toEqual({
      'http.request.method': 'GET',
      'http.route': '/api/v1/channels',
      'http.response.status_code': '200',
    });
    const within = collector.named('transaction').filter(({ traceId }) => traceId === TRACE);
    expect(within.length).toBeGreaterThan(0);
    expect(within.every(({ parentSpanId }) => parentSpanId === request.spanId)).toBe(true);
    expect(collector.refused).toBe(0);
    expect(collector.headers[0]).toMatchObject({ 'x-team': 'support desk' });
  });

  it('is followed, too, when it brings a body', async () => {
    collectSpans((span) => exporter.add(span));
    await ana.call('POST', '/api/v1/tokens', { name: 'Followed', scopes: ['read'] });
    collectSpans(null);
    await exporter.flushed();
    const [request] = collector.named('POST /api/v1/tokens');
    const within = collector
      .named('transaction')
      .filter(({ parentSpanId }) => parentSpanId === request?.spanId);
    // Who asks, and what is asked for.
    expect(within.length).toBeGreaterThan(1);
  });

  it('is followed through the job it makes, to the platform that is asked to send', async () => {
    const channel = await connectEcho(ana, SECRET);
    const said = { id: 'a-question', from: 'ada', name: 'Ada', text: 'Will it go?' };
    await postEcho(hub, channel.id, SECRET, said);
    const [talk] = await inboxOf(ana, 'all');
    collectSpans((span) => exporter.add(span));
    const headers = { traceparent: `00-${'5'.repeat(32)}-${ABOVE}-01` };
    const answer = { key: 'an-answer-key', kind: 'reply', text: 'It will' };
    await ana.call('POST', `/api/v1/conversations/${talk?.id}/messages`, answer, headers);
    await until(async () => {
      await exporter.flushed();
      return collector.named('send echo').length > 0 && collector.named('deliver').length > 0;
    });
    collectSpans(null);
    const [sent, delivered] = ['send echo', 'deliver'].map((name) => collector.named(name)[0]);
    expect(sent).toMatchObject({
      traceId: '5'.repeat(32),
      parentSpanId: delivered?.spanId,
      kind: 3,
    });
    expect(sent && attributesOf(sent)).toEqual({ 'interline.outcome': 'accepted' });
    const maker = collector.spans.find(({ spanId }) => spanId === delivered?.parentSpanId);
    expect(maker).toMatchObject({ traceId: '5'.repeat(32), name: 'transaction' });
  });

  it('begins a trace of its own where none is given, or one that cannot be read', async () => {
    collectSpans((span) => exporter.add(span));
    for (const given of [undefined, '00-nonsense', `00-${'0'.repeat(32)}-${ABOVE}-01`]) {
      await ana.call('GET', '/api/v1/tokens', undefined, given ? { traceparent: given } : {});
    }
    collectSpans(null);
    await exporter.flushed();
    const requests = collector.named('GET /api/v1/tokens');
    expect(requests).toHaveLength(3);
    expect(new Set(requests.map(({ traceId }) => traceId)).size).toBe(3);
    expect(requests.every(({ parentSpanId }) => parentSpanId === undefined)).toBe(true);
  });
});

describe('nobody who asked', () => {
  it('means no span, and nothing is handed on', async () => {
    expect(readConfig({}).traces).toBe(null);
    const handed = await inSpan('internal', 'anything', async (span) => [span, traceparent()]);
    expect(handed).toEqual([null, null]);
    collectSpans(() => {});
    const asked = await inSpan('internal', 'anything', async () => traceparent());
    expect(asked).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  });
});

describe('a collector that is away', () => {
  it('is complained of once, and holds up nothing', async () => {
    const nowhere = { endpoint: 'http://127.0.0.1:1', headers: {}, serviceName: 'interline' };
    const complaints: string[] = [];
    const lonely = new Exporter(nowhere, '1.2.3', (why) => complaints.push(why));
    collectSpans((span) => lonely.add(span));
    for (let n = 0; n < 2; n++) {
      expect(await inSpan('internal', 'work', async () => 'done')).toBe('done');
      await lonely.flushed();
    }
    await lonely.stop();
    expect(complaints).toHaveLength(1);
    expect(troubles).toEqual([]);
  });
});
