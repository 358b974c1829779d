/** Priority: how pressing a conversation is, seen by everybody, in the order of the lists, and in the search. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ChangeOutcome } from '../../server/wire/conversation-changes.ts';
import type { OwnConversation, Priority } from '../../server/wire/conversations.ts';
import type { EventPage } from '../../server/wire/events.ts';
import type { SearchPage } from '../../server/wire/search.ts';
import { postEcho } from '../support/echo.ts';
import type { TestHub } from '../support/hub.ts';
import { openOffice } from '../support/office.ts';
import { type Agent, connectEcho, foundAnother, inboxOf } from '../support/people.ts';
import { dialAgent } from '../support/sockets.ts';
import { until } from '../support/until.ts';

const SECRET = 'the secret of the pressing channel';
const PEOPLE = 6;

let hub: TestHub;
let ana: Agent;
let ben: Agent;
let channelId: string;
/** In the order in which they began to wait. */
let ids: string[];

beforeAll(async () => {
  ({ hub, ana, ben } = await openOffice());
  channelId = (await connectEcho(ana, SECRET)).id;
  for (let n = 0; n < PEOPLE; n++) await says(n, `Question ${n}`);
  ids = await order('inbox');
  expect(ids).toHaveLength(PEOPLE);
});
afterAll(() => hub.close());

const says = (person: number, text: string) =>
  postEcho(hub, channelId, SECRET, { id: `pressing-${text}`, from: `person-${person}`, text });

const order = async (view: string): Promise<string[]> =>
  (await inboxOf(ana, view)).map(({ id }) => id);

const change = (agent: Agent, id: string | undefined, wanted: object) =>
  agent.call<OwnConversation>('PATCH', `/api/v1/conversations/${id}`, wanted);

const prioritise = async (at: number, priority: Priority): Promise<OwnConversation> => {
  const { status, body } = await change(ana, ids[at], { priority });
  expect(status).toBe(200);
  return body;
};

const eventsAfter = async (id: string | undefined, seq: number) =>
  (await ana.call<EventPage>('GET', `/api/v1/conversations/${id}/events?after=${seq}`)).body.data;

type Page = { data: OwnConversation[]; next: string | null };

async function pageByPage(cursor = ''): Promise<string[]> {
  const path = `/api/v1/conversations?view=inbox&limit=1${cursor && `&cursor=${cursor}`}`;
  const { data, next } = (await ana.call<Page>('GET', path)).body;
  const page = data.map(({ id }) => id);
  return next === null ? page : [...page, ...(await pageByPage(next))];
}

const at = (...places: number[]) => places.map((place) => ids[place]);

it('is normal at first; set, it leaves a trace, and everybody hears of it', async () => {
  const [before] = await inboxOf(ana, 'inbox');
  expect(before).toMatchObject({ id: ids[0], priority: 'normal' });
  const seq = before?.seq ?? 0;
  const live = await dialAgent(hub, ben);
  expect(await prioritise(0, 'high')).toMatchObject({ priority: 'high', seq: seq + 1 });
  await until(async () => live.of('conversation').length > 0);
  expect(JSON.stringify(live.of('conversation'))).toContain('"priority":"high"');
  live.close();
  expect(await eventsAfter(ids[0], seq)).toMatchObject([
    { kind: 'priority', actor: { name: 'Ana Alves' }, data: { priority: 'high' } },
  ]);
});

it('that is so already leaves no trace; what is none is refused', async () => {
  const { seq } = await prioritise(0, 'high');
  expect((await change(ben, ids[0], { priority: 'high' })).body.seq).toBe(seq);
  expect((await change(ben, ids[0], { priority: 'extreme' })).status).toBe(400);
  const otto = await foundAnother(hub);
  expect((await change(otto, ids[0], { priority: 'low' })).status).toBe(404);
  expect(await prioritise(0, 'normal')).toMatchObject({ priority: 'normal', seq: seq + 1 });
});

it('orders those who wait, page by page; of the same, the longest waiting first', async () => {
  expect(await order('inbox')).toEqual(ids);
  await prioritise(1, 'low');
  await prioritise(3, 'high');
  await prioritise(4, 'urgent');
  await prioritise(5, 'urgent');
  const pressing = at(4, 5, 3, 0, 2, 1);
  expect(await order('inbox')).toEqual(pressing);
  expect(await order('unassigned')).toEqual(pressing);
  expect(await order(`channel:${channelId}`)).toEqual(pressing);
  expect(await pageByPage()).toEqual(pressing);
});

it('waits no more once it is answered, and is as pressing as before when they write again', async () => {
  const reply = { key: 'pressing-answer', kind: 'reply', text: 'Answered' };
  await ana.call('POST', `/api/v1/conversations/${ids[4]}/messages`, reply);
  expect(await order('inbox')).toEqual(at(5, 3, 0, 2, 1, 4));
  expect(await order('waiting')).toEqual(at(4));
  await says(4, 'Once more');
  expect(await order('inbox')).toEqual(at(5, 4, 3, 0, 2, 1));
});

it('goes for many at once, each back to what it was', async () => {
  const changes = async (wanted: object[]) =>
    (
      await ana.call<{ data: ChangeOutcome[] }>('POST', '/api/v1/conversations/changes', {
        changes: wanted,
      })
    ).body.data.map(({ conversation }) => conversation?.priority);
  const before = new Map((await inboxOf(ana, 'inbox')).map((row) => [row.id, row.priority]));
  const all = ids.map((id) => ({ id, priority: 'normal' }));
  expect(await changes(all)).toEqual(ids.map(() => 'normal'));
  expect(await order('inbox')).toEqual(at(0, 1, 2, 3, 5, 4));
  const back = ids.map((id) => ({ id, priority: before.get(id) }));
  expect(await changes(back)).toEqual(ids.map((id) => before.get(id)));
  expect(await order('inbox')).toEqual(at(5, 4, 3, 0, 2, 1));
});

it('narrows a search to those that stand out', async () => {
  const find = async (more: string) =>
    (await ana.call<SearchPage>('GET', `/api/v1/search?q=question${more}`)).body.data.map(
      ({ conversation }) => conversation.id,
    );
  expect(await find('')).toHaveLength(PEOPLE);
  expect((await find('&priority=urgent')).sort()).toEqual(at(4, 5).sort());
  expect(await find('&priority=low')).toEqual(at(1));
  expect((await ana.call('GET', '/api/v1/search?q=question&priority=odd')).status).toBe(400);
});
