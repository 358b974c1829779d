/** `/metrics`: what Prometheus reads, and nobody outside this machine. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { postEcho } from '../support/echo.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { type Agent, Caller, connectEcho, foundAs, inboxOf, websiteOf } from '../support/people.ts';
import { dialAgent } from '../support/sockets.ts';
import { until } from '../support/until.ts';

const SECRET = 'the secret of a counted channel';

let hub: TestHub;
let ana: Agent;
beforeAll(async () => {
  hub = await startHub();
  ana = await foundAs(hub);
});
afterAll(() => hub.close());

const ask = (headers = {}) => new Caller(hub, headers).call<string>('GET', '/metrics');

it('counts the requests of every door by route, never by address', async () => {
  const { id } = await websiteOf(ana);
  await new Caller(hub).call('GET', `/widget/v1/${id}/config`);
  await new Caller(hub).call('GET', '/nowhere');
  const { body } = await ask();
  expect(body).toContain('interline_http_seconds_count{route="/api/v1/channels",status="200"} 1');
  expect(body).toContain('route="/widget/v1/:channelId/config"');
  expect(body).toContain('{route="unknown",status="404"}');
  expect(body).toContain('interline_jobs_due{kind="deliver"} 0');
  expect(body).not.toContain(id);
});

/** The value of one figure now; 0 when it was never counted. */
async function figure(name: string): Promise<number> {
  const { body } = await ask();
  const line = body.split('\n').find((one) => one.startsWith(`${name} `));
  return Number(line?.slice(name.length + 1) ?? 0);
}

it('follows a message in, its repeat, and the answer out', async () => {
  const channel = await connectEcho(ana, SECRET);
  const names = [
    'interline_ingest_seconds_count',
    'interline_repeats_total',
    'interline_messages_total{direction="in"}',
    'interline_messages_total{direction="out"}',
    'interline_message_states_total{state="accepted"}',
    'interline_send_seconds_count{adapter="echo",outcome="accepted"}',
  ];
  const before = await Promise.all(names.map(figure));
  const said = { id: 'one', from: 'ada', name: 'Ada', text: 'How are you?' };
  for (let n = 0; n < 2; n++) await postEcho(hub, channel.id, SECRET, said);
  const [talk] = await inboxOf(ana, 'all');
  const path = `/api/v1/conversations/${talk?.id}/messages`;
  await ana.call('POST', path, { key: 'an-answer-key', kind: 'reply', text: 'Well, and you?' });
  await until(async () => (await figure(names.at(-1) ?? '')) > (before.at(-1) ?? 0));
  await until(async () => (await figure(names[4] ?? '')) > (before[4] ?? 0));
  const after = await Promise.all(names.map(figure));
  expect(after.map((value, n) => value - (before[n] ?? 0))).toEqual([2, 1, 1, 1, 1, 1]);
});

it('counts what is refused by its code, and what cannot be taken in', async () => {
  const channel = await connectEcho(ana, SECRET);
  const names = [
    'interline_refusals_total{code="signature"}',
    'interline_refusals_total{code="wrong_credentials"}',
    'interline_quarantined_total',
  ];
  const before = await Promise.all(names.map(figure));
  await postEcho(hub, channel.id, 'not its secret', { id: 'forged', from: 'eve', text: 'Hello' });
  const guess = { email: 'ana@example.com', password: 'not her password at all' };
  await new Caller(hub).call('POST', '/api/v1/session', guess);
  await postEcho(hub, channel.id, SECRET, 'this is no JSON');
  const after = await Promise.all(names.map(figure));
  expect(after.map((value, n) => value - (before[n] ?? 0))).toEqual([1, 1, 1]);
});

it('says how many screens are open, and how the loop and the database fare', async () => {
  expect(await figure('interline_sockets{namespace="agent"}')).toBe(0);
  const screen = await dialAgent(hub, ana);
  expect(await figure('interline_sockets{namespace="agent"}')).toBe(1);
  expect(await figure('interline_socket_buffered_bytes')).toBe(0);
  expect(await figure('interline_database_connections')).toBeGreaterThan(0);
  const { body } = await ask();
  expect(body).toMatch(/^nodejs_eventloop_lag_p99_seconds [\d.e-]+$/m);
  expect(body).toContain('interline_ingress_waiting 0');
  screen.close();
});

it('is not there for whoever comes through a proxy', async () => {
  expect((await ask()).status).toBe(200);
  expect((await ask({ 'x-forwarded-for': '203.0.113.9' })).status).toBe(404);
});
