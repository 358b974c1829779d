/** Saved views: an agent's own and shared ones; who sees, changes and removes them; what they hold, and how much. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { OwnConversation } from '../../server/wire/conversations.ts';
import type { SavedView, ViewSizes } from '../../server/wire/saved-views.ts';
import type { Filter } from '../../server/wire/view-filters.ts';
import { postEcho } from '../support/echo.ts';
import type { TestHub } from '../support/hub.ts';
import { openOffice } from '../support/office.ts';
import { type Agent, connectEcho, foundAnother, inboxOf } from '../support/people.ts';
import { dialAgent } from '../support/sockets.ts';
import { until } from '../support/until.ts';

const SECRET = 'the secret of the viewed channel';
const OPEN: Filter = { all: [{ field: 'status', op: 'is', value: 'open' }] };
const MINE: Filter = {
  all: [...('all' in OPEN ? OPEN.all : []), { field: 'assignee', op: 'is', value: 'me' }],
};

let hub: TestHub;
let ana: Agent;
let ben: Agent;
let channelId: string;

beforeAll(async () => {
  ({ hub, ana, ben } = await openOffice());
  channelId = (await connectEcho(ana, SECRET)).id;
});
afterAll(() => hub.close());

const save = (agent: Agent, name: string, shared: boolean, filter: unknown = OPEN) =>
  agent.call<SavedView & { detail: string }>('POST', '/api/v1/views', { name, shared, filter });

async function made(
  agent: Agent,
  name: string,
  shared: boolean,
  filter?: Filter,
): Promise<SavedView> {
  const { status, body } = await save(agent, name, shared, filter);
  if (status !== 201) throw new Error(`saving answered ${status}: ${body.detail}`);
  return body;
}

async function namesOf(agent: Agent): Promise<string[]> {
  const { body } = await agent.call<{ data: SavedView[] }>('GET', '/api/v1/views/saved');
  return body.data.map(({ name }) => name);
}

const sizesOf = async (agent: Agent): Promise<Map<string, number>> => {
  const { body } = await agent.call<ViewSizes>('GET', '/api/v1/views/sizes');
  return new Map(body.data.map(({ id, count }) => [id, count]));
};

const says = (person: string, text: string) =>
  postEcho(hub, channelId, SECRET, { id: `viewed-${text}`, from: person, text });

const listed = (agent: Agent, id: string) =>
  agent.call<{ data: OwnConversation[] }>('GET', `/api/v1/conversations?view=saved:${id}`);

it('an own one is its maker’s alone; a shared one is everybody’s, whoever made it, and all hear of it', async () => {
  const live = await dialAgent(hub, ana);
  const shared = await made(ben, 'Everybody’s', true);
  await until(async () => live.of('changed').length > 0);
  expect(live.of('changed')).toEqual([{ what: 'saved-views' }]);
  live.close();
  expect(shared).toMatchObject({
    shared: true,
    ownerId: ben.session.agent.id,
    order: 'waiting',
    density: null,
  });
  await made(ana, 'ana alone', false);
  await made(ben, 'Ben alone', false);
  expect(await namesOf(ana)).toEqual(['ana alone', 'Everybody’s']);
  expect(await namesOf(ben)).toEqual(['Ben alone', 'Everybody’s']);
});

it('a shared one is changed by its maker and by admins, and by nobody else', async () => {
  const [hers, his] = [await made(ana, 'Of Ana', true), await made(ben, 'Of Ben', true)];
  const change = (agent: Agent, { id }: SavedView, body: object) =>
    agent.call<SavedView>('PATCH', `/api/v1/views/${id}`, body);
  expect((await change(ben, hers, { name: 'Of Ben now' })).status).toBe(403);
  expect((await ben.call('DELETE', `/api/v1/views/${hers.id}`)).status).toBe(403);
  expect((await change(ben, his, { order: 'newest', density: 'compact' })).body).toMatchObject({
    ...{ name: 'Of Ben', order: 'newest', density: 'compact' },
  });
  expect((await change(ana, his, { filter: MINE })).body).toMatchObject({
    ...{ filter: MINE, order: 'newest', ownerId: ben.session.agent.id },
  });
});

it('others’ own ones, and those of other workspaces, are not there, and neither is what they hold', async () => {
  const secret = await made(ben, 'Ben’s secret', false);
  expect((await listed(ben, secret.id)).status).toBe(200);
  const otto = await foundAnother(hub);
  for (const stranger of [ana, otto]) {
    const path = `/api/v1/views/${secret.id}`;
    expect((await stranger.call('PATCH', path, { name: 'Mine now' })).status).toBe(404);
    expect((await stranger.call('DELETE', path)).status).toBe(404);
    expect((await listed(stranger, secret.id)).status).toBe(404);
  }
  expect(await namesOf(otto)).toEqual([]);
  // Once it is shared with the workspace, the colleague sees it, and the other workspace does not.
  await ben.call('PATCH', `/api/v1/views/${secret.id}`, { shared: true });
  expect((await listed(ana, secret.id)).status).toBe(200);
  expect((await listed(otto, secret.id)).status).toBe(404);
});

it('what was removed is gone, and comes back as it was', async () => {
  const view = await made(ben, 'Comes back', true, MINE);
  const path = `/api/v1/views/${view.id}`;
  expect((await ana.call('DELETE', path)).status).toBe(204);
  expect(await namesOf(ben)).not.toContain('Comes back');
  expect((await listed(ben, view.id)).status).toBe(404);
  expect((await ana.call('DELETE', path)).status).toBe(404);
  expect((await ben.call('PATCH', path, { name: 'Renamed while gone' })).status).toBe(404);
  const back = await ana.call<SavedView>('PATCH', path, { removed: false });
  expect(back).toMatchObject({ status: 200, body: { ...view, updatedAt: expect.any(String) } });
  expect(await namesOf(ben)).toContain('Comes back');
  // Its name may have been taken meanwhile.
  await ana.call('DELETE', path);
  await made(ana, 'comes BACK', true);
  expect((await ana.call('PATCH', path, { removed: false })).status).toBe(409);
});

it('no two of one owner have the same name, and two at once make one', async () => {
  const twins = await Promise.all([save(ana, 'Twins', true), save(ben, 'TWINS', true)]);
  expect(twins.map(({ status }) => status).sort()).toEqual([201, 409]);
  expect((await save(ana, 'Twins', false)).status).toBe(201);
  expect((await save(ana, ' twins', false)).status).toBe(409);
});

it('it holds what its filter says, for each agent their own, and moves with what happens', async () => {
  const view = await made(ana, 'What is mine', true, MINE);
  await says('somebody', 'Whose is this?');
  const [talk] = await inboxOf(ana);
  expect(talk).toMatchObject({ preview: 'Whose is this?', assignee: null });
  const assign = (assigneeId: string) =>
    ana.call('PATCH', `/api/v1/conversations/${talk?.id}`, { assigneeId });
  const has = async (agent: Agent) => [
    (await listed(agent, view.id)).body.data.map(({ id }) => id),
    (await sizesOf(agent)).get(view.id),
  ];
  expect(await has(ana)).toEqual([[], 0]);
  await assign(ana.session.agent.id);
  expect(await has(ana)).toEqual([[talk?.id], 1]);
  expect(await has(ben)).toEqual([[], 0]);
  await assign(ben.session.agent.id);
  expect(await has(ana)).toEqual([[], 0]);
  expect(await has(ben)).toEqual([[talk?.id], 1]);
});

it('what time alone will bring in can be read ahead', async () => {
  const filter: Filter = { all: [{ field: 'waiting', op: 'older', value: 5 }] };
  const view = await made(ana, 'Waits for long', false, filter);
  await says('patient', 'I can wait');
  expect((await listed(ana, view.id)).body.data).toEqual([]);
  const path = `/api/v1/conversations?view=saved:${view.id}&ahead=`;
  const ahead = (seconds: number) => ana.call<{ data: OwnConversation[] }>('GET', path + seconds);
  expect((await ahead(60)).body.data).toEqual([]);
  expect((await ahead(600)).body.data.map(({ preview }) => preview)).toContain('I can wait');
});

const status = { field: 'status', op: 'is', value: 'open' };
const deep = { all: [{ any: [{ all: [{ any: [status] }] }] }] };

it.each([
  [{}, 'filter: a group has either all or any, and nothing else.'],
  [{ all: [] }, 'all'],
  [{ all: [status], any: [status] }, 'filter: a group has either all or any, and nothing else.'],
  [{ all: [{ ...status, value: 'opened' }] }, 'filter.all.0.value: not a value of status'],
  [{ all: [status, { ...status, op: 'contains' }] }, 'filter.all.1.op: status takes is, is-not.'],
  [{ any: [{ ...status, field: 'weather' }] }, 'body.filter.any.0.field'],
  [{ any: [{ ...status, field: 'priority' }] }, 'filter.any.0.value: not a value of priority'],
  [{ any: [{ ...status, more: 1 }] }, 'body.filter.any.0: there is no field more.'],
  [{ any: [{ ...status, all: [status] }] }, 'filter.any.0: a group has either all or any'],
  [
    { all: [{ field: 'tag', op: 'is', value: 'urgent' }] },
    'filter.all.0.value: not a value of tag',
  ],
  [{ all: [{ field: 'waiting', op: 'older', value: 0 }] }, 'filter.all.0.value'],
  [
    { all: [{ field: 'created', op: 'before', value: '9999-12-31T23:59:59Z' }] },
    'filter.all.0.value',
  ],
  [
    { all: [{ field: 'created', op: 'before', value: '2026-02-31T00:00:00Z' }] },
    'filter.all.0.value',
  ],
  [{ all: [{ field: 'subject', op: 'contains', value: '\0' }] }, 'filter.all.0.value'],
  [deep, 'body.filter.all.0.any.0.all.0: there is no field any.'],
  [
    { all: [{ any: Array(20).fill(status) }, { any: Array(11).fill(status) }] },
    'filter: 30 conditions',
  ],
])('%j is refused, and it is said where', async (filter, why) => {
  expect((await save(ana, 'A good one', false)).status).toBe(201);
  const refused = await save(ana, 'Wrong', false, filter);
  expect([refused.status, refused.body.detail]).toEqual([400, expect.stringContaining(why)]);
  const { body } = await ana.call<{ data: SavedView[] }>('GET', '/api/v1/views/saved');
  const good = body.data.find(({ name }) => name === 'A good one');
  expect((await ana.call('DELETE', `/api/v1/views/${good?.id}`)).status).toBe(204);
});

it('a token that only reads sees and counts, and changes nothing', async () => {
  const { body } = await ana.call<{ token: string }>('POST', '/api/v1/tokens', {
    ...{ name: 'reads', scopes: ['read'] },
  });
  const reads = (method: string, path: string, content?: object) =>
    hub.app.inject({
      method: method as 'GET',
      url: `/api/v1/${path}`,
      headers: { authorization: `Bearer ${body.token}` },
      ...(content && { payload: content }),
    });
  expect((await reads('GET', 'views/saved')).statusCode).toBe(200);
  expect((await reads('POST', 'views/sizes', { filter: OPEN })).statusCode).toBe(200);
  const written = await reads('POST', 'views', { name: 'No', shared: false, filter: OPEN });
  expect(written.statusCode).toBe(403);
});
