/** An agent's own profile: what is changed is told to their own screens, and to no colleague's. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestHub } from '../support/hub.ts';
import { openOffice } from '../support/office.ts';
import type { Agent } from '../support/people.ts';
import { dialAgent } from '../support/sockets.ts';
import { until } from '../support/until.ts';

let hub: TestHub;
let ana: Agent;
let ben: Agent;

beforeAll(async () => {
  ({ hub, ana, ben } = await openOffice());
});
afterAll(() => hub.close());

it('what one likes is told to one’s own screens alone', async () => {
  const [own, other] = [await dialAgent(hub, ana), await dialAgent(hub, ben)];
  const wanted = { preferences: { theme: 'dark' } };
  expect((await ana.call('PATCH', '/api/v1/agents/me', wanted)).status).toBe(200);
  await until(async () => own.of('changed').length > 0);
  expect(own.of('changed')).toEqual([{ what: 'me' }]);
  // What colleagues see of somebody is told to all, after it: nothing of before is still on its way.
  await ana.call('PATCH', '/api/v1/agents/me', { name: 'Ana Arendt' });
  await until(async () => other.of('changed').length > 0);
  expect(other.of('changed')).toEqual([{ what: 'agents' }]);
  own.close();
  other.close();
});

it('a new role is told to whoever has it', async () => {
  const own = await dialAgent(hub, ben);
  const { body } = await ben.call<{ agent: { id: string } }>('GET', '/api/v1/session');
  const { status } = await ana.call('PATCH', `/api/v1/agents/${body.agent.id}`, { role: 'admin' });
  expect(status).toBe(200);
  await until(async () => own.of('changed').length > 1);
  expect(own.of('changed')).toEqual([{ what: 'me' }, { what: 'agents' }]);
  own.close();
});
