/** A note calls a colleague by name: they see it at once, until the conversation is done. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Counts, OwnConversation } from '../../server/wire/conversations.ts';
import { mentionsIn } from '../../server/wire/mentions.ts';
import { postEcho } from '../support/echo.ts';
import type { TestHub } from '../support/hub.ts';
import { openOffice } from '../support/office.ts';
import { type Agent, connectEcho, inboxOf, join } from '../support/people.ts';
import { dialAgent } from '../support/sockets.ts';
import { until } from '../support/until.ts';

const SECRET = 'the secret of the channel that is talked about';

let hub: TestHub;
let ana: Agent;
let ben: Agent;
let talk: OwnConversation;
let keys = 0;

beforeAll(async () => {
  ({ hub, ana, ben } = await openOffice());
  await join(hub, ana, 'Ben');
  const { id } = await connectEcho(ana, SECRET);
  await postEcho(hub, id, SECRET, { id: 'mentioned', from: 'ida', text: 'Where is it?' });
  const [row] = await inboxOf(ana);
  if (!row) throw new Error('the conversation is not in the inbox');
  talk = row;
});
afterAll(() => hub.close());

const write = (kind: 'note' | 'reply', text: string) =>
  ana.call('POST', `/api/v1/conversations/${talk.id}/messages`, {
    ...{ kind, text },
    key: `mentions-${++keys}`,
  });
const change = (wanted: object) => ana.call('PATCH', `/api/v1/conversations/${talk.id}`, wanted);
const callsTo = async (agent: Agent) =>
  (await agent.call<Counts>('GET', '/api/v1/views')).body.data.find(
    ({ view }) => view === 'mentions',
  );

it('the one who is called hears of it at once, and has the conversation among their mentions', async () => {
  const live = await dialAgent(hub, ben);
  const { status } = await write('note', 'Can you look at this, @ben berg? It is urgent.');
  expect(status).toBe(201);
  await until(async () => live.of('mentioned').length > 0);
  const [mine] = await inboxOf(ben, 'mentions');
  expect(mine).toMatchObject({ id: talk.id, mentionSeq: talk.seq + 1 });
  expect(live.of('mentioned')).toEqual([{ conversationId: talk.id, seq: talk.seq + 1 }]);
  live.close();
  expect(await callsTo(ben)).toEqual({ view: 'mentions', count: 1, unread: 1 });
  await ben.call('PUT', `/api/v1/conversations/${talk.id}/read`, { seq: talk.seq + 1 });
  expect(await callsTo(ben)).toEqual({ view: 'mentions', count: 1, unread: 0 });
});

it('nobody else is: not who called, nor whose name is only the beginning of it', async () => {
  expect(await inboxOf(ana, 'mentions')).toEqual([]);
  expect(await callsTo(ana)).toEqual({ view: 'mentions', count: 0, unread: 0 });
  const { body } = await ana.call<OwnConversation>('GET', `/api/v1/conversations/${talk.id}`);
  expect(body.mentionSeq).toBe(0);
});

it('an answer to the customer calls nobody', async () => {
  await write('reply', 'Hello @Ana Alves speaking');
  expect(await inboxOf(ana, 'mentions')).toEqual([]);
});

it('done, it is no longer there; open again, it is', async () => {
  await change({ status: 'done' });
  expect(await inboxOf(ben, 'mentions')).toEqual([]);
  expect(await callsTo(ben)).toEqual({ view: 'mentions', count: 0, unread: 0 });
  await change({ status: 'open' });
  expect((await inboxOf(ben, 'mentions')).map(({ id }) => id)).toEqual([talk.id]);
});

it.each([
  ['@Ben Berg', ['Ben Berg']],
  ['Thanks @ben!', ['Ben']],
  ['@Ben Berg, @林悦看一下', ['Ben Berg', '林悦']],
  ['请@林悦看一下', ['林悦']],
  ['@Benjamin', []],
  ['write to me@ben', []],
  ['@ Ben', []],
  ['@@Ben', ['Ben']],
])('%j calls %j', (text, names) => {
  const people = ['Ben', 'Ben Berg', '林悦'].map((name) => ({ id: name, name }));
  expect(mentionsIn(text, people).flatMap(({ ids }) => ids)).toEqual(names);
});
