/** `/metrics`: what Prometheus reads, and nobody outside this machine. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startHub, type TestHub } from '../support/hub.ts';
import { Caller, foundAs, websiteOf } from '../support/people.ts';

let hub: TestHub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.close());

const ask = (headers = {}) => new Caller(hub, headers).call<string>('GET', '/metrics');

it('counts the requests of every door by route, never by address', async () => {
  const { id } = await websiteOf(await foundAs(hub));
  await new Caller(hub).call('GET', `/widget/v1/${id}/config`);
  await new Caller(hub).call('GET', '/nowhere');
  const { body } = await ask();
  expect(body).toContain('interline_http_seconds_count{route="/api/v1/channels",status="200"} 1');
  expect(body).toContain('route="/widget/v1/:channelId/config"');
  expect(body).toContain('{route="unknown",status="404"}');
  expect(body).toMatch(/^interline_jobs_due 0$/m);
  expect(body).not.toContain(id);
});

it('is not there for whoever comes through a proxy', async () => {
  expect((await ask()).status).toBe(200);
  expect((await ask({ 'x-forwarded-for': '203.0.113.9' })).status).toBe(404);
});
