/** Macros kept: everybody's, and each agent's own, which nobody else sees. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Macro, MacroAction } from '../../server/wire/macros.ts';
import type { TestHub } from '../support/hub.ts';
import { openOffice } from '../support/office.ts';
import { type Agent, foundAnother } from '../support/people.ts';
import { dialAgent } from '../support/sockets.ts';
import { until } from '../support/until.ts';

const DONE: MacroAction = { do: 'status', status: 'done' };
const NOWHERE = '0190a0a0-0000-7000-8000-000000000000';

let hub: TestHub;
let ana: Agent;
let ben: Agent;

beforeAll(async () => {
  ({ hub, ana, ben } = await openOffice());
});
afterAll(() => hub.close());

const make = (agent: Agent, name: string, shared: boolean, actions: unknown[] = [DONE]) =>
  agent.call<Macro>('POST', '/api/v1/macros', { name, actions, shared });

const namesOf = async (agent: Agent): Promise<string[]> =>
  (await agent.call<{ data: Macro[] }>('GET', '/api/v1/macros')).body.data.map(({ name }) => name);

it('stand in the order in which they were made; what an admin shares is everybody’s, and all hear of it', async () => {
  const live = await dialAgent(hub, ben);
  expect(await make(ana, 'Zap', true)).toMatchObject({ status: 201, body: { shared: true } });
  await until(async () => live.of('changed').length > 0);
  expect(live.of('changed')).toEqual([{ what: 'macros' }]);
  live.close();
  expect((await make(ana, 'Ana alone', false)).status).toBe(201);
  expect((await make(ben, 'Ben alone', false)).status).toBe(201);
  expect((await make(ana, 'Again', true)).status).toBe(201);
  expect(await namesOf(ana)).toEqual(['Zap', 'Ana alone', 'Again']);
  expect(await namesOf(ben)).toEqual(['Zap', 'Ben alone', 'Again']);
});

it('only admins share, and change or remove what is shared', async () => {
  expect((await make(ben, 'For all of us', true)).status).toBe(403);
  const { body } = await make(ana, 'Shared', true);
  const path = `/api/v1/macros/${body.id}`;
  expect((await ben.call('PATCH', path, { name: 'Ben’s' })).status).toBe(403);
  expect((await ben.call('DELETE', path)).status).toBe(403);
  const actions = [DONE, { do: 'assign', to: 'me' }];
  expect(await ana.call('PATCH', path, { actions })).toMatchObject({
    status: 200,
    body: { name: 'Shared', actions },
  });
  expect((await ana.call('DELETE', path)).status).toBe(204);
  expect(await namesOf(ben)).not.toContain('Shared');
});

it('others’ own ones, and those of other workspaces, are not there', async () => {
  const { body } = await make(ben, 'Ben’s secret', false);
  const otto = await foundAnother(hub);
  const path = `/api/v1/macros/${body.id}`;
  for (const stranger of [ana, otto]) {
    expect((await stranger.call('PATCH', path, { name: 'Mine now' })).status).toBe(404);
    expect((await stranger.call('DELETE', path)).status).toBe(404);
  }
  expect((await ben.call('PATCH', path, { name: 'Ben’s own' })).status).toBe(200);
});

it('refuses a name that is taken, and steps that make no sense', async () => {
  expect((await make(ana, 'Taken', false)).status).toBe(201);
  expect((await make(ana, ' taken ', false)).status).toBe(409);
  const refused = async (...actions: unknown[]) =>
    (await make(ana, `Refused ${JSON.stringify(actions).slice(0, 80)}`, false, actions)).status;
  expect(await refused()).toBe(400);
  expect(await refused({ do: 'dance' })).toBe(400);
  expect(await refused({ do: 'reply', text: '  ' })).toBe(400);
  expect(await refused({ do: 'reply', text: 'One' }, { do: 'reply', text: 'Two' })).toBe(400);
  expect(await refused({ do: 'tag', tagId: NOWHERE })).toBe(404);
  expect(await refused({ do: 'assign', to: NOWHERE })).toBe(404);
  expect(await refused({ do: 'snooze', until: '' })).toBe(400);
});
