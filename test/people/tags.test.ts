/** Tags: words of everybody's, put on conversations, with a queue and a number of their own. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Counts, OwnConversation } from '../../server/wire/conversations.ts';
import type { EventPage } from '../../server/wire/events.ts';
import type { SearchPage } from '../../server/wire/search.ts';
import type { Tag } from '../../server/wire/tags.ts';
import { postEcho } from '../support/echo.ts';
import type { TestHub } from '../support/hub.ts';
import { openOffice } from '../support/office.ts';
import { type Agent, connectEcho, foundAnother, inboxOf } from '../support/people.ts';
import { dialAgent } from '../support/sockets.ts';
import { until } from '../support/until.ts';

const SECRET = 'the secret of the tagged channel';
const PEOPLE = 7;

let hub: TestHub;
let ana: Agent;
let ben: Agent;
let channelId: string;

beforeAll(async () => {
  ({ hub, ana, ben } = await openOffice());
  channelId = (await connectEcho(ana, SECRET)).id;
  for (let n = 0; n < PEOPLE; n++) await says(n, `Question ${n}`);
});
afterAll(() => hub.close());

const says = (person: number, text: string) =>
  postEcho(hub, channelId, SECRET, { id: `tagged-${text}`, from: `person-${person}`, text });

const coin = (agent: Agent, name: string) => agent.call<Tag>('POST', '/api/v1/tags', { name });

async function made(name: string): Promise<Tag> {
  const { status, body } = await coin(ana, name);
  if (status !== 201) throw new Error(`coining answered ${status}`);
  return body;
}

async function talkOf(person: number): Promise<OwnConversation> {
  const row = (await inboxOf(ana, 'all')).find(({ contact }) =>
    contact.name.includes(`-${person}`),
  );
  if (!row) throw new Error(`person ${person} is not in the inbox`);
  return row;
}

const change = (agent: Agent, id: string, wanted: object) =>
  agent.call<OwnConversation>('PATCH', `/api/v1/conversations/${id}`, wanted);

const numbersIn = async (view: string): Promise<number[]> =>
  (await inboxOf(ana, view)).map(({ number }) => number);

type Page = { data: OwnConversation[]; next: string | null };

async function pageByPage(view: string, cursor = ''): Promise<number[]> {
  const path = `/api/v1/conversations?view=${view}&limit=1${cursor && `&cursor=${cursor}`}`;
  const { data, next } = (await ana.call<Page>('GET', path)).body;
  const numbers = data.map(({ number }) => number);
  return next === null ? numbers : [...numbers, ...(await pageByPage(view, next))];
}

const countsOf = async (agent: Agent) => (await agent.call<Counts>('GET', '/api/v1/views')).body;

const offered = async (agent: Agent): Promise<string[]> =>
  (await agent.call<{ data: Tag[] }>('GET', '/api/v1/tags')).body.data
    .filter((tag) => tag.offered)
    .map(({ name }) => name);

it('anybody coins one, all hear of it, and the same word is the same tag', async () => {
  const live = await dialAgent(hub, ana);
  const { status, body } = await coin(ben, ' Refund ');
  expect({ status, body }).toMatchObject({ status: 201, body: { name: 'Refund', offered: true } });
  await until(async () => live.of('changed').length > 0);
  expect(live.of('changed')).toEqual([{ what: 'tags' }]);
  live.close();
  expect((await coin(ana, 'REFUND')).body).toEqual(body);
  expect((await coin(ana, '退款')).body.name).toBe('退款');
  expect(await offered(ben)).toEqual(['Refund', '退款']);
  expect((await coin(ana, '  ')).status).toBe(400);
});

it('admins rename and remove them; removed, they stay where they are, and come back by their name', async () => {
  const tag = await made('Complaint');
  const path = `/api/v1/tags/${tag.id}`;
  expect((await ben.call('PATCH', path, { name: 'Ben’s' })).status).toBe(403);
  expect((await ben.call('DELETE', path)).status).toBe(403);
  expect((await ana.call('PATCH', path, { name: 'refund' })).status).toBe(409);
  expect(await ana.call('PATCH', path, { name: 'Anger' })).toMatchObject({
    status: 200,
    body: { id: tag.id, name: 'Anger' },
  });
  const { id } = await talkOf(0);
  await change(ana, id, { addTagIds: [tag.id] });
  expect((await ana.call('DELETE', path)).status).toBe(204);
  expect(await offered(ana)).not.toContain('Anger');
  expect((await talkOf(0)).tagIds).toEqual([tag.id]);
  expect((await coin(ben, 'anger')).body).toEqual({ id: tag.id, name: 'Anger', offered: true });
  await change(ana, id, { removeTagIds: [tag.id] });
});

it('are put on and taken off with a trace; what is so already leaves none', async () => {
  const [one, two] = [await made('One'), await made('Two')];
  const before = await talkOf(1);
  const tagged = await change(ana, before.id, { addTagIds: [one.id, two.id, one.id] });
  expect(tagged.body).toMatchObject({ tagIds: [one.id, two.id], seq: before.seq + 1 });
  const again = await change(ben, before.id, { addTagIds: [two.id] });
  expect(again.body.seq).toBe(before.seq + 1);
  const off = await change(ben, before.id, { removeTagIds: [one.id] });
  expect(off.body).toMatchObject({ tagIds: [two.id], seq: before.seq + 2 });
  const path = `/api/v1/conversations/${before.id}/events?after=${before.seq}`;
  const { body } = await ana.call<EventPage>('GET', path);
  expect(body.data).toMatchObject([
    { kind: 'tagged', actor: { name: 'Ana Alves' }, data: { removed: [] } },
    {
      kind: 'tagged',
      actor: { name: 'Ben Berg' },
      data: { added: [], removed: [{ name: 'One' }] },
    },
  ]);
  expect(body.data[0]?.data).toMatchObject({ added: [{ name: 'One' }, { name: 'Two' }] });
});

it('two agents who tag at once both get what they wanted', async () => {
  const [mine, his] = [await made('From Ana'), await made('From Ben')];
  const { id } = await talkOf(2);
  await Promise.all([
    change(ana, id, { addTagIds: [mine.id] }),
    change(ben, id, { addTagIds: [his.id] }),
  ]);
  expect(new Set((await talkOf(2)).tagIds)).toEqual(new Set([mine.id, his.id]));
});

it('refuses what is no tag of this workspace, and more than anybody could read', async () => {
  const otto = await foundAnother(hub);
  const foreign = (await coin(otto, 'Foreign')).body;
  const { id, seq } = await talkOf(3);
  expect((await change(ana, id, { addTagIds: [foreign.id] })).status).toBe(404);
  const many = await Promise.all(Array.from({ length: 21 }, (_, n) => made(`Many ${n}`)));
  const ids = many.map((tag) => tag.id);
  await change(ana, id, { addTagIds: ids.slice(0, 20) });
  expect((await change(ana, id, { addTagIds: ids.slice(20) })).status).toBe(400);
  expect(await talkOf(3)).toMatchObject({ tagIds: ids.slice(0, 20), seq: seq + 1 });
  await change(ana, id, { removeTagIds: ids.slice(0, 20) });
});

it('have a queue in the order of the inbox, page by page, of what is open; and so has a channel', async () => {
  const tag = await made('Queue');
  for (const person of [6, 4, 5]) {
    await change(ana, (await talkOf(person)).id, { addTagIds: [tag.id] });
  }
  const view = `tag:${tag.id}`;
  const inbox = await numbersIn('inbox');
  expect(inbox).toHaveLength(PEOPLE);
  expect(await numbersIn(`channel:${channelId}`)).toEqual(inbox);
  const waiting = await Promise.all([4, 5, 6].map(async (person) => (await talkOf(person)).number));
  expect(await numbersIn(view)).toEqual(waiting);
  expect(await pageByPage(view)).toEqual(waiting);
  // An answered one goes behind those that wait.
  const { id } = await talkOf(4);
  const reply = { key: 'tagged-answer', kind: 'reply', text: 'Answered' };
  await ana.call('POST', `/api/v1/conversations/${id}/messages`, reply);
  expect(await numbersIn(view)).toEqual([waiting[1], waiting[2], waiting[0]]);
  await change(ana, id, { status: 'done' });
  expect(await numbersIn(view)).toEqual([waiting[1], waiting[2]]);
  expect((await countsOf(ben)).tags).toContainEqual({ tagId: tag.id, count: 2 });
  await says(4, 'Once more');
  expect(await numbersIn(view)).toHaveLength(3);
  expect((await countsOf(ben)).tags).toContainEqual({ tagId: tag.id, count: 3 });
});

it('narrow a search', async () => {
  const tag = await made('Found');
  const tagged = await talkOf(5);
  await change(ana, tagged.id, { addTagIds: [tag.id] });
  const find = async (more: string) =>
    (await ana.call<SearchPage>('GET', `/api/v1/search?q=question${more}`)).body.data.map(
      ({ conversation }) => conversation.id,
    );
  expect(await find('')).toHaveLength(PEOPLE);
  expect(await find(`&tag=${tag.id}`)).toEqual([tagged.id]);
});
