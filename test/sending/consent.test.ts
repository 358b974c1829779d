/** Nobody who said no is written to, by whatever way, until they say yes again. */
import type postgres from 'postgres';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import type { InboundEvent } from '../../adapters/message.ts';
import type { TemplateList } from '../../server/wire/sending.ts';
import { ownerOf } from '../support/database.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { foundAs } from '../support/people.ts';
import { until } from '../support/until.ts';
import { consentOf, declare, declareNothing, echo, Platform } from './platform.ts';

let hub: TestHub;
let owner: postgres.Sql;
let platform: Platform;

const parse = echo.parse;

beforeAll(async () => {
  hub = await startHub();
  owner = ownerOf(hub);
  platform = await Platform.connect(hub, await foundAs(hub));
  // The message as always, and beside it what a whole message of one word says about being written to.
  echo.parse = async (request, settings) => {
    const events = await parse(request, settings);
    return events.flatMap((event): InboundEvent[] => {
      if (event.type !== 'message' || !/^(STOP|START)( ADS)?$/.test(event.text)) return [event];
      const { externalId: id, from, text } = event;
      const allowed = text.startsWith('START');
      const about = text.endsWith(' ADS') ? ({ about: 'marketing' } as const) : {};
      return [event, consentOf(settings.channelId, from.value, { id, allowed, ...about })];
    });
  };
});
afterEach(() => {
  declareNothing();
  vi.restoreAllMocks();
});
afterAll(async () => {
  echo.parse = parse;
  await owner.end();
  await hub.close();
});

it('a STOP is shown as a message, and from then on nothing goes to them, with the reason', async () => {
  const talk = await platform.hears('Ida', 'Who is this?');
  expect((await platform.answer(talk, 'A shop')).status).toBe(201);
  expect((await platform.line(talk)).blocked).toBeNull();
  await platform.hears('Ida', 'STOP');
  expect((await platform.line(talk)).blocked).toBe('They wrote STOP.');
  const refused = await platform.answer(talk, 'Buy something');
  expect(refused.status).toBe(400);
  expect(refused.body.detail).toContain('nothing is sent to Ida. They wrote STOP.');
  expect((await platform.answer(talk, 'They do not want to', { kind: 'note' })).status).toBe(201);
});

it('a START lifts it', async () => {
  const talk = await platform.hears('Joe', 'Hello');
  await platform.hears('Joe', 'STOP');
  expect((await platform.answer(talk, 'Refused')).status).toBe(400);
  await platform.hears('Joe', 'START');
  expect((await platform.line(talk)).blocked).toBeNull();
  expect((await platform.answer(talk, 'Welcome back')).status).toBe(201);
});

it('a STOP to advertising holds back templates that advertise, and nothing else', async () => {
  declare({ templates: true });
  const text = 'Hello {{1}}';
  echo.templates = async () => [
    { name: 'ready', language: 'en', text, state: 'approved' },
    { name: 'sale', language: 'en', text, state: 'approved', marketing: true },
  ];
  const templates = `/api/v1/channels/${platform.channelId}/templates`;
  const listed = await platform.agent.call<TemplateList>('POST', templates, {});
  expect(listed.body.data.map(({ marketing }) => marketing)).toEqual([false, true]);
  const send = (talk: string, name: string, more: object = {}) =>
    platform.answer(talk, '', { template: { name, language: 'en', values: ['Una'] }, ...more });
  const talk = await platform.hears('Una', 'Hello');
  expect((await send(talk, 'sale')).status).toBe(201);
  const sendAt = new Date(Date.now() + 3_600_000).toISOString();
  const planned = await send(talk, 'sale', { sendAt });
  await platform.hears('Una', 'STOP ADS');
  expect((await platform.line(talk)).blocked).toBeNull();
  const refused = await send(talk, 'sale');
  expect(refused).toMatchObject({ status: 400, body: { detail: expect.stringContaining('STOP') } });
  expect((await send(talk, 'ready')).status).toBe(201);
  expect((await platform.answer(talk, 'Here is your answer')).status).toBe(201);
  // What was to advertise tomorrow does not.
  await owner`update jobs set due_at = now() where subject_id in
    (select id from deliveries where message_id = ${planned.body.id})`;
  const state = async () =>
    (await owner`select state from messages where id = ${planned.body.id}`)[0]?.['state'];
  await until(async () => (await state()) === 'failed');
  await platform.hears('Una', 'START');
  expect((await send(talk, 'sale')).status).toBe(400);
  await platform.hears('Una', 'STOP');
  await platform.hears('Una', 'START ADS');
  expect((await platform.answer(talk, 'Nothing at all')).status).toBe(400);
  await platform.hears('Una', 'START');
  expect((await send(talk, 'sale')).status).toBe(201);
  delete echo.templates;
});

it('a STOP to one channel is no word about another, nor about the same name elsewhere', async () => {
  const other = await Platform.connect(hub, platform.agent);
  const talk = await platform.hears('Kim', 'Hello to the first');
  const there = await other.hears('Kim', 'Hello to the second');
  await platform.hears('Kim', 'STOP');
  expect((await platform.answer(talk, 'Refused')).status).toBe(400);
  expect((await other.answer(there, 'Gladly')).status).toBe(201);
  // The same value under another scope on the same channel: somebody else.
  await owner`update consents set scope = 'another page' where channel_id = ${platform.channelId}`;
  expect((await platform.answer(talk, 'Somebody else said no')).status).toBe(201);
});

it('what was written before and has not gone yet does not go any more', async () => {
  const talk = await platform.hears('Lee', 'Hello');
  const send = vi.spyOn(echo, 'send');
  const sendAt = new Date(Date.now() + 3_600_000).toISOString();
  const planned = await platform.answer(talk, 'Tomorrow is a sale', { sendAt });
  expect(planned.status).toBe(201);
  await platform.hears('Lee', 'STOP');
  await owner`update messages set due_at = now() where id = ${planned.body.id}`;
  await owner`update jobs set due_at = now()`;
  const isFailed = async () =>
    (await platform.messages(talk)).some(
      ({ id, state }) => id === planned.body.id && state === 'failed',
    );
  // The sweep finds it.
  await until(isFailed, 20_000);
  const said = (await platform.messages(talk)).find(({ id }) => id === planned.body.id);
  expect(said?.reason).toBe('They wrote STOP.');
  // Others' answers may go meanwhile.
  expect(send.mock.calls.map(([message]) => message.text)).not.toContain('Tomorrow is a sale');
});

it('an automatic answer goes to whoever begins, but never to a STOP', async () => {
  const { agent, channelId } = platform;
  const autoReply = 'We answer soon.';
  await agent.call('PATCH', `/api/v1/channels/${channelId}`, { autoReply });
  const texts = async (talk: string) => (await platform.messages(talk)).map(({ text }) => text);
  expect(await texts(await platform.hears('Mia', 'Hello there'))).toEqual([
    'Hello there',
    autoReply,
  ]);
  expect(await texts(await platform.hears('Nia', 'STOP'))).toEqual(['STOP']);
});
