/** Where an agent takes notices: with the log-in it begins, with the log-in it ends, and it is nobody else's. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Device, Devices, NewDevice } from '../../server/wire/devices.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import {
  type Agent,
  Caller,
  foundAnother,
  foundAs,
  join,
  logIn,
  tokenOf,
} from '../support/people.ts';
import { PushService } from '../support/push-service.ts';

let hub: TestHub;
let service: PushService;
let ana: Agent;
let ben: Agent;

beforeAll(async () => {
  hub = await startHub();
  service = await PushService.open();
  ana = await foundAs(hub);
  ben = await join(hub, ana, 'Ben Berg');
});
afterAll(async () => {
  await hub.close();
  await service.close();
});

const devicesOf = async (agent: Caller): Promise<Devices> =>
  (await agent.call<Devices>('GET', '/api/v1/devices')).body;

const namesOf = async (agent: Caller) => (await devicesOf(agent)).data.map(({ name }) => name);

const add = (agent: Caller, device: NewDevice) =>
  agent.call<Device>('POST', '/api/v1/devices', device);

async function subscribe(agent: Caller, name: string): Promise<NewDevice> {
  return service.subscribe(name, (await devicesOf(agent)).publicKey);
}

it('a workspace has one key, and another one another', async () => {
  const otto = await foundAnother(hub);
  const [own, same, other] = await Promise.all([ana, ben, otto].map(devicesOf));
  expect(own?.publicKey).toMatch(/^B[A-Za-z0-9_-]{86}$/);
  expect(same?.publicKey).toBe(own?.publicKey);
  expect(other?.publicKey).not.toBe(own?.publicKey);
});

it('a log-in has one; the same again is the same, and what the browser says anew replaces it', async () => {
  const phone = await subscribe(ana, 'Phone');
  const added = await add(ana, phone);
  expect(added).toMatchObject({
    status: 201,
    body: { name: 'Phone', current: true, problem: null },
  });
  expect((await add(ana, phone)).body.id).toBe(added.body.id);
  const renewed = await add(ana, await subscribe(ana, 'Phone, anew'));
  expect(renewed.body.id).toBe(added.body.id);
  const elsewhere = await logIn(hub, 'ana@example.com');
  await add(elsewhere, await subscribe(elsewhere, 'Desk'));
  expect((await devicesOf(ana)).data).toMatchObject([
    { name: 'Desk', current: false },
    { name: 'Phone, anew', current: true },
  ]);
  await elsewhere.call('DELETE', '/api/v1/session');
  expect(await namesOf(ana)).toEqual(['Phone, anew']);
});

it('whoever logs in last has the browser', async () => {
  const shared = await subscribe(ana, 'Shared');
  await add(ana, shared);
  expect(await namesOf(ana)).toEqual(['Shared']);
  await add(ben, shared);
  expect(await namesOf(ana)).toEqual([]);
  expect(await namesOf(ben)).toEqual(['Shared']);
});

it('nobody sees, removes or tries those of others', async () => {
  const { body } = await add(ben, await subscribe(ben, 'Ben’s'));
  const path = `/api/v1/devices/${body.id}`;
  expect(await namesOf(ana)).not.toContain('Ben’s');
  expect((await ana.call('DELETE', path)).status).toBe(404);
  expect((await ana.call('POST', `${path}/notices`, {})).status).toBe(404);
  expect((await ben.call('DELETE', path)).status).toBe(204);
  expect(await namesOf(ben)).toEqual([]);
});

it('a new password ends them, as it ends the log-ins', async () => {
  const cleo = await join(hub, ana, 'Cleo Cruz');
  await add(cleo, await subscribe(cleo, 'Cleo’s'));
  expect(await namesOf(cleo)).toEqual(['Cleo’s']);
  const password = { current: 'a long and quiet river', next: 'a long and quiet brook' };
  await cleo.call('PATCH', '/api/v1/agents/me', { password });
  const again = await logIn(hub, 'cleo.cruz@example.com', password.next);
  expect(await namesOf(again)).toEqual([]);
});

it('a token has none, and what is no push service or no key is refused', async () => {
  const fit = await subscribe(ana, 'Fit');
  const program = new Caller(hub, {
    authorization: `Bearer ${await tokenOf(ana, ['read', 'write'])}`,
  });
  expect((await add(program, fit)).status).toBe(403);
  const p256dh = Buffer.alloc(65, 4).toString('base64url');
  for (const unfit of [
    { ...fit, endpoint: 'not an address' },
    { ...fit, endpoint: 'http://push.example.com/plain' },
    { ...fit, endpoint: 'ftp://127.0.0.1/' },
    { ...fit, keys: { ...fit.keys, p256dh } },
    { ...fit, name: ' ' },
  ]) {
    expect((await add(ana, unfit)).status).toBe(400);
  }
  expect((await add(ana, fit)).status).toBe(201);
});
