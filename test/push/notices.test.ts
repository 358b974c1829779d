/** Notices on their way to agents' devices: to whom, of what, when not, and what a push service may answer. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Device, Devices, NewDevice } from '../../server/wire/devices.ts';
import type { Message } from '../../server/wire/messages.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import {
  type Agent,
  foundAs,
  inboxOf,
  join,
  type Visitor,
  visit,
  websiteOf,
} from '../support/people.ts';
import { PushService } from '../support/push-service.ts';
import { dialAgent } from '../support/sockets.ts';
import { until } from '../support/until.ts';

let hub: TestHub;
let service: PushService;
let ana: Agent;
let ben: Agent;
let website: string;
let hers: NewDevice;
let his: NewDevice;

beforeAll(async () => {
  hub = await startHub();
  service = await PushService.open();
  ana = await foundAs(hub);
  ben = await join(hub, ana, 'Ben Berg');
  website = (await websiteOf(ana)).id;
});
afterAll(async () => {
  await hub.close();
  await service.close();
});

/** Both with a device and without rules of their own. */
beforeEach(async () => {
  [hers, his] = [await subscribe(ana, 'Ana’s'), await subscribe(ben, 'Ben’s')];
});
afterEach(() => prefer(ana, { notices: 'free', quietHours: null, noticeWords: true }));

async function subscribe(agent: Agent, name: string): Promise<NewDevice> {
  const { body } = await agent.call<Devices>('GET', '/api/v1/devices');
  const device = service.subscribe(name, body.publicKey);
  expect((await agent.call<Device>('POST', '/api/v1/devices', device)).status).toBe(201);
  return device;
}

const prefer = (agent: Agent, preferences: object) =>
  agent.call('PATCH', '/api/v1/agents/me', { preferences });

const came = (device: NewDevice, count: number) =>
  until(async () => service.for(device).length >= count);

const deviceOf = async (agent: Agent) =>
  (await agent.call<Devices>('GET', '/api/v1/devices')).body.data[0];

/** Somebody new writes. @returns them, and their conversation */
async function writes(name: string, text: string): Promise<{ visitor: Visitor; talk: string }> {
  const visitor = await visit(hub, website);
  await visitor.says(text, { claims: { name } });
  const found = (await inboxOf(ana, 'all')).find(({ preview }) => preview === text);
  if (!found) throw new Error('the conversation is not in the inbox');
  return { visitor, talk: found.id };
}

it('a customer writes: everybody it concerns is told who says what, sealed and signed', async () => {
  const { talk } = await writes('Ida Berg', 'Is anybody there?');
  await Promise.all([came(hers, 1), came(his, 1)]);
  expect(service.for(hers)).toMatchObject([
    {
      kind: 'said',
      conversationId: talk,
      name: 'Ida Berg',
      text: 'Is anybody there?',
      locale: 'en',
    },
  ]);
  const headers = service.taken.find(({ at }) => at === hers.endpoint)?.headers;
  expect(headers).toMatchObject({ topic: talk.replaceAll('-', ''), urgency: 'high', ttl: '14400' });
  await until(async () => typeof (await deviceOf(ana))?.pushedAt === 'string');
  expect(service.for(hers)[0]?.unread).toBeGreaterThan(0);
});

it('marks are not read out: notices and the list have the words alone', async () => {
  const visitor = await visit(hub, website);
  const text = '**Hello**, is _this_ `sku_1` [the last one](https://shop.example/1)?';
  await visitor.says(text, { claims: { name: 'Gus Moor' } });
  await came(hers, 1);
  const words = 'Hello, is this sku_1 the last one?';
  expect(service.for(hers).map((told) => told.text)).toEqual([words]);
  const row = (await inboxOf(ana, 'all')).find(({ contact }) => contact.name === 'Gus Moor');
  expect(row?.preview).toBe(words);
  const path = `/api/v1/conversations/${row?.id}/messages`;
  const said = (await ana.call<{ data: Message[] }>('GET', path)).body.data;
  expect(said.map((message) => message.text)).toEqual([text]);
});

it('what is a colleague’s is told to them alone; a call by name to whom it calls', async () => {
  const { visitor, talk } = await writes('Bo Lund', 'My parcel is lost');
  await Promise.all([came(hers, 1), came(his, 1)]);
  const assigneeId = ben.session.agent.id;
  await ana.call('PATCH', `/api/v1/conversations/${talk}`, { assigneeId });
  await visitor.says('Still lost');
  await came(his, 2);
  const note = { key: 'calls-ana-to-it', kind: 'note', text: 'What now, @Ana Alves?' };
  expect((await ben.call('POST', `/api/v1/conversations/${talk}/messages`, note)).status).toBe(201);
  await came(hers, 2);
  expect(service.for(hers).map(({ kind, name }) => [kind, name])).toEqual([
    ['said', 'Bo Lund'],
    ['called', 'Ben Berg'],
  ]);
  expect(service.for(his).map(({ text }) => text)).toEqual(['My parcel is lost', 'Still lost']);
  // Who was called takes part from then on, until she no longer wants to.
  await visitor.says('Found it');
  await came(hers, 3);
  const leave = { removeFollowerIds: [ana.session.agent.id] };
  await ana.call('PATCH', `/api/v1/conversations/${talk}`, leave);
  await visitor.says('Lost it again');
  await came(his, 4);
  expect(service.for(hers).map(({ text }) => text)).not.toContain('Lost it again');
});

it('what comes in one breath is told once, and of it the last', async () => {
  const { visitor, talk } = await writes('Cy Dorn', 'One');
  await came(hers, 1);
  await Promise.all([visitor.says('Two'), visitor.says('Three'), visitor.says('Four')]);
  await came(hers, 2);
  const last = (await inboxOf(ana)).find(({ id }) => id === talk)?.preview;
  expect(service.for(hers).map(({ text }) => text)).toEqual(['One', last]);
});

it('who looks at a screen is told nothing; who looks away, everything', async () => {
  const live = await dialAgent(hub, ana);
  await live.ask('present', { conversationId: null, state: 'looking' });
  await writes('Dee Falk', 'While she looks');
  await came(his, 1);
  await live.ask('present', { conversationId: null, state: 'away' });
  await writes('Dee Falk', 'While she does not');
  await came(hers, 1);
  expect(service.for(hers).map(({ text }) => text)).toEqual(['While she does not']);
  live.close();
});

it('quiet hours are quiet, and words that nobody is to see stay where they are', async () => {
  const always = { from: '00:00', to: '23:59', weekends: true, zone: 'UTC' };
  await prefer(ana, { quietHours: always });
  await writes('Eve Gram', 'At night');
  await came(his, 1);
  await prefer(ana, { quietHours: null, noticeWords: false });
  await writes('Eve Gram', 'A secret');
  await came(hers, 1);
  expect(service.for(hers)).toMatchObject([{ kind: 'said', name: null, text: null }]);
});

it('nothing is told to whoever wants nothing, nor of what was answered or read meanwhile', async () => {
  await prefer(ana, { notices: 'none' });
  service.moods.push({ status: 503, retryAfter: '1' });
  const { talk } = await writes('Fay Holm', 'Answered before it was told');
  await until(async () => service.answered.at(-1) === 503);
  const answer = { key: 'answers-fay-holm', kind: 'reply', text: 'Here I am' };
  expect((await ana.call('POST', `/api/v1/conversations/${talk}/messages`, answer)).status).toBe(
    201,
  );
  await writes('Fay Holm', 'The next one');
  await came(his, 1);
  expect(service.for(his).map(({ text }) => text)).toEqual(['The next one']);
  expect(service.for(hers)).toEqual([]);
});

it('a service that asks for patience gets it, and then the latest', async () => {
  service.moods.push({ status: 429, retryAfter: '1' }, { status: 429, retryAfter: '1' });
  const { visitor } = await writes('Gil Ibsen', 'First');
  await until(async () => service.answered.filter((status) => status === 429).length >= 2);
  await until(async () => (await deviceOf(ana))?.problem === 429);
  await visitor.says('Second');
  await Promise.all([came(hers, 1), came(his, 1)]);
  expect(service.for(hers).map(({ text }) => text)).toEqual(['Second']);
  await until(async () => (await deviceOf(ana))?.problem === null);
});

it('a browser that takes none any more is forgotten, one that is refused says so', async () => {
  service.forget(hers);
  service.moods.push({ status: 403 });
  await writes('Hal Juhl', 'Who hears this?');
  await until(async () => (await deviceOf(ana)) === undefined);
  await until(async () => (await deviceOf(ben))?.problem === 403);
  expect(service.for(his)).toEqual([]);
});

it('a try is told at once, even at night, or why not', async () => {
  const always = { from: '00:00', to: '23:59', weekends: true, zone: 'UTC' };
  await prefer(ana, { quietHours: always });
  const path = `/api/v1/devices/${(await deviceOf(ana))?.id}/notices`;
  expect((await ana.call('POST', path, {})).status).toBe(204);
  expect(service.for(hers)).toMatchObject([{ kind: 'test', conversationId: null }]);
  service.moods.push({ status: 500 });
  expect(await ana.call('POST', path, {})).toMatchObject({ status: 503 });
  service.forget(hers);
  expect(await ana.call('POST', path, {})).toMatchObject({ status: 410 });
  expect(await deviceOf(ana)).toBeUndefined();
});

it('whoever has logged out is told nothing', async () => {
  const cleo = await join(hub, ana, 'Cleo Cruz');
  const hersToo = await subscribe(cleo, 'Cleo’s');
  await writes('Ina Krog', 'While Cleo is there');
  await came(hersToo, 1);
  await cleo.call('DELETE', '/api/v1/session');
  await writes('Ina Krog', 'While Cleo is gone');
  await came(his, 2);
  expect(service.for(hersToo)).toHaveLength(1);
});
