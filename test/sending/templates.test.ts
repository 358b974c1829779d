/** Approved messages: listed, filled in, and sent where free text is not taken any more. */
import type postgres from 'postgres';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { Template } from '../../adapters/adapter.ts';
import { ChannelError } from '../../adapters/errors.ts';
import type { TemplateList } from '../../server/wire/sending.ts';
import { ownerOf } from '../support/database.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { foundAs, join } from '../support/people.ts';
import { until } from '../support/until.ts';
import { declare, declareNothing, echo, Platform } from './platform.ts';

const LISTED: Template[] = [
  { name: 'sale', language: 'en', text: 'Sale!', state: 'rejected' },
  { name: 'order', language: 'en', text: 'Hello {{1}}, {{2}} is here, {{1}}.', state: 'approved' },
  { name: 'order', language: 'de', text: 'Hallo {{1}}, {{2}} ist da.', state: 'pending' },
];
const ORDER = { name: 'order', language: 'en', values: ['Ida', 'your lamp'] };
const READS = 'Hello Ida, your lamp is here, Ida.';

let hub: TestHub;
let owner: postgres.Sql;
let platform: Platform;

beforeAll(async () => {
  hub = await startHub();
  owner = ownerOf(hub);
  platform = await Platform.connect(hub, await foundAs(hub));
});
beforeEach(() => {
  declare({ replyWindowHours: 24, templates: true });
  echo.templates = async () => LISTED;
});
afterEach(() => {
  delete echo.templates;
  declareNothing();
  vi.restoreAllMocks();
});
afterAll(async () => {
  await owner.end();
  await hub.close();
});

const path = () => `/api/v1/channels/${platform.channelId}/templates`;
const sync = () => platform.agent.call<TemplateList & { detail: string }>('POST', path(), {});

/** Somebody who wrote two days ago. */
async function talkOf(name: string): Promise<string> {
  const talk = await platform.hears(name, `Where is my lamp? ${name}`);
  await owner`update threads set heard_at = now() - interval '2 days' where conversation_id = ${talk}`;
  return talk;
}

it('are listed as the platform lists them, those that can be used first', async () => {
  const before = await platform.agent.call<TemplateList>('GET', path());
  expect(before.body).toEqual({ data: [], at: null });
  const asked = await sync();
  expect(asked.status).toBe(200);
  expect(
    asked.body.data.map(({ name, language, state, places }) => [name, language, state, places]),
  )
    // How many values each takes.
    .toEqual([
      ['order', 'en', 'approved', 2],
      ['sale', 'en', 'rejected', 0],
      ['order', 'de', 'pending', 2],
    ]);
  expect((await platform.agent.call<TemplateList>('GET', path())).body).toEqual(asked.body);
});

it('stay as they are when the platform cannot be asked, and its words are passed on', async () => {
  await sync();
  echo.templates = async () => {
    throw new ChannelError('unauthorized', 'The token has expired.');
  };
  const failed = await sync();
  expect(failed).toMatchObject({ status: 409, body: { detail: 'The token has expired.' } });
  expect((await platform.agent.call<TemplateList>('GET', path())).body.data).toHaveLength(3);
});

it('can be listed anew by every agent who writes', async () => {
  const bo = await join(hub, platform.agent, 'Bo Berg');
  expect((await bo.call('POST', path(), {})).status).toBe(200);
});

it('go out when free text does not any more, filled in here and named for the platform', async () => {
  await sync();
  const send = vi.spyOn(echo, 'send');
  const talk = await talkOf('Ida');
  expect((await platform.answer(talk, 'Too late')).status).toBe(409);
  const sent = await platform.answer(talk, 'whatever was shown', { template: ORDER });
  expect(sent).toMatchObject({ status: 201, body: { text: READS, direction: 'out' } });
  await until(() => send.mock.calls.length === 1);
  expect(send.mock.calls[0]?.[0]).toMatchObject({ text: READS, template: ORDER });
});

it('are sent once under a key, and the key stands for nothing else', async () => {
  await sync();
  const talk = await talkOf('Joe');
  const key = 'template-key';
  const first = await platform.answer(talk, '', { key, template: ORDER });
  expect(first.status).toBe(201);
  const again = await platform.answer(talk, '', { key, template: ORDER });
  expect(again.body.id).toBe(first.body.id);
  const other = { ...ORDER, values: ['Joe', 'your chair'] };
  expect((await platform.answer(talk, '', { key, template: other })).status).toBe(422);
});

it.each([
  ['does not exist', { ...ORDER, name: 'none' }, 400, 'there is no “none”'],
  ['does not exist in that language', { ...ORDER, language: 'fr' }, 400, 'in “fr”'],
  ['waits for approval', { ...ORDER, language: 'de' }, 409, 'still waiting for approval'],
  ['was not approved', { ...ORDER, name: 'sale', values: [] }, 409, 'not approved'],
  ['lacks a value', { ...ORDER, values: ['Ida'] }, 400, 'has 2 to fill in'],
  ['has an empty value', { ...ORDER, values: ['Ida', ' '] }, 400, 'none of them may be empty'],
])('is refused when it %s', async (_why, template, status, words) => {
  await sync();
  const talk = await talkOf(`Kim ${words}`);
  expect((await platform.answer(talk, '', { template: ORDER })).status).toBe(201);
  const refused = await platform.answer(talk, '', { template });
  expect(refused.status).toBe(status);
  expect(refused.body.detail).toContain(words);
});

it('is no note, has no files, and is nothing for channels without templates', async () => {
  await sync();
  const talk = await talkOf('Lee');
  const refusals = [
    await platform.answer(talk, '', { template: ORDER, kind: 'note' }),
    await platform.answer(talk, '', { template: ORDER, attachments: [crypto.randomUUID()] }),
  ];
  declare({ templates: false });
  refusals.push(await platform.answer(talk, '', { template: ORDER }));
  expect(refusals.map(({ status }) => status)).toEqual([400, 400, 400]);
});

it('puts a value in its place as it is, whatever it looks like', async () => {
  await sync();
  const talk = await talkOf('Mia');
  const template = { ...ORDER, values: ['{{2}} $& $1', 'it'] };
  const sent = await platform.answer(talk, '', { template });
  expect(sent.body.text).toBe('Hello {{2}} $& $1, it is here, {{2}} $& $1.');
});
