/** Who is on the website: told by its pages where the channel wants it, forgotten when they fall silent, stored nowhere. */
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Board, Trail } from '../../server/wire/visits.ts';
import type { TestHub } from '../support/hub.ts';
import { openWebsite } from '../support/office.ts';
import { type Agent, foundAnother, inboxOf, visit, websiteOf } from '../support/people.ts';

const SHOP = 'https://shop.example';

let hub: TestHub;
let ana: Agent;
let website: string;
let count = 0;

beforeAll(async () => {
  ({ hub, ana, website } = await openWebsite());
});
afterAll(() => hub.close());
afterEach(() => vi.useRealTimers());

const follow = (trail: 'on' | 'off', more: object = {}) =>
  ana.call('PATCH', `/api/v1/channels/${website}`, { settings: { trail, ...more } });

const newVisit = () => {
  count += 1;
  return String(count).padStart(32, '0');
};

/** As a page sends it: so that no browser has to ask first. */
async function beat(told: object, { origin = SHOP, ip = '203.0.113.5', browser = 'A' } = {}) {
  const answer = await hub.app.inject({
    method: 'POST',
    url: `/widget/v1/${website}/visits`,
    headers: { 'content-type': 'text/plain;charset=UTF-8', origin, 'user-agent': browser },
    payload: JSON.stringify({ title: 'A page', path: '/', ...told }),
    remoteAddress: ip,
  });
  expect(answer.headers['access-control-allow-origin']).toBe('*');
  return answer;
}

const board = async (agent = ana) => (await agent.call<Board>('GET', '/api/v1/visits')).body;
const on = async (id: string) => (await board()).data.find((visit) => visit.id === id);
const trail = async (conversation: string) =>
  (await ana.call<{ visit: Trail | null }>('GET', `/api/v1/conversations/${conversation}/visit`))
    .body.visit;

describe('a page', () => {
  it('tells nothing where nobody asked for it', async () => {
    expect((await beat({ visit: newVisit() })).statusCode).toBe(404);
    expect(await board()).toEqual({ data: [], total: 0 });
    await follow('on');
    const { snippet } = await websiteOf(ana);
    expect(snippet?.split('\n')).toEqual([
      expect.stringContaining('/widget.js"'),
      expect.stringContaining(`/widget/trail.js" data-channel="${website}"`),
    ]);
  });

  it('says where somebody is; of addresses no more than it takes is kept, whatever it sends', async () => {
    const id = newVisit();
    const referrer = 'https://search.example/find?q=a+secret';
    const [first, again] = [
      await beat({
        visit: id,
        path: '/plants?mail=mia@example.net#top',
        title: 'Plants',
        referrer,
      }),
      await beat({ visit: id, path: '/plants?mail=mia@example.net', title: ' Plants for shade ' }),
    ];
    expect([first.json(), again.json()]).toEqual([{ known: false }, { known: true }]);
    expect(await on(id)).toMatchObject({
      ...{ site: SHOP, referrer: 'https://search.example', seen: 1, conversation: null },
      page: { path: '/plants', title: 'Plants for shade' },
    });
    await beat({ visit: id, path: '/plants/fern', title: 'Fern' });
    expect(await on(id)).toMatchObject({ seen: 2, page: { path: '/plants/fern' } });
  });

  it('of another website, and what is no beat, is refused', async () => {
    await follow('on', { allowedOrigins: SHOP });
    const id = newVisit();
    expect((await beat({ visit: id }, { origin: 'https://other.example' })).statusCode).toBe(403);
    for (const wrong of [
      { visit: 'short' },
      { visit: id, path: 'javascript:alert(1)' },
      { visit: id, email: 'mia@example.net' },
      { visit: id, title: 'x'.repeat(2_001) },
    ]) {
      expect((await beat(wrong)).statusCode).toBe(400);
    }
    expect((await beat({ visit: id, path: `/${'x'.repeat(40_000)}` })).statusCode).toBe(413);
    expect(await on(id)).toBeUndefined();
    expect((await beat({ visit: id })).statusCode).toBe(200);
    expect(await on(id)).toBeDefined();
  });

  it('that falls silent is forgotten, and so is all it told', async () => {
    const id = newVisit();
    await beat({ visit: id });
    await beat({ visit: id, path: '/next' });
    expect(await on(id)).toMatchObject({ seen: 2 });
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 91_000 });
    expect(await on(id)).toBeUndefined();
    expect((await beat({ visit: id })).json()).toEqual({ known: false });
    expect(await on(id)).toMatchObject({ seen: 1 });
  });
});

describe('the visitor who writes', () => {
  it('is followed by the token they write with, and by no other', async () => {
    const [id, other] = [newVisit(), newVisit()];
    await beat({ visit: id, path: '/plants' });
    await beat({ visit: other, path: '/elsewhere' });
    const mia = await visit(hub, website);
    await mia.says('Which fern for shade?');
    const [talk] = await inboxOf(ana, 'all');
    if (!talk) throw new Error('nobody wrote');
    expect(await trail(talk.id)).toBeNull();
    expect((await mia.call('PUT', mia.at(`visits/${id}`), {})).status).toBe(204);
    await beat({ visit: id, path: '/plants/fern', title: 'Fern' });
    const { pages = [], ...more } = (await trail(talk.id)) ?? {};
    expect(pages.map(({ path }) => path)).toEqual(['/plants/fern', '/plants']);
    expect(more).toMatchObject({ site: SHOP, seen: 2 });
    expect((await on(id))?.conversation).toEqual({
      ...{ id: talk.id, number: talk.number, contact: talk.contact && expect.anything() },
    });
    expect((await on(other))?.conversation).toBeNull();
    // Without a token, or with one that is none, nobody says whose it is.
    const forged = { authorization: 'Bearer eyJ2IjoxfQ.forged' };
    for (const headers of [{ authorization: '' }, forged]) {
      expect((await mia.call('PUT', mia.at(`visits/${other}`), {}, headers)).status).toBe(401);
    }
    expect((await on(other))?.conversation).toBeNull();
    // Twenty pages back, and no further.
    for (let page = 0; page < 25; page += 1) await beat({ visit: id, path: `/page/${page}` });
    const long = await trail(talk.id);
    expect([long?.seen, long?.pages.length, long?.pages[0]?.path]).toEqual([27, 20, '/page/24']);
    // Whoever sits there after a log-out need not be who talked.
    await mia.call('DELETE', mia.at('session'));
    await beat({ visit: id, path: '/gifts' });
    expect([await trail(talk.id), (await on(id))?.conversation]).toEqual([null, null]);
  });

  it('is seen by nobody of another workspace', async () => {
    const otto = await foundAnother(hub);
    expect((await board()).total).toBeGreaterThan(0);
    expect(await board(otto)).toEqual({ data: [], total: 0 });
    const [talk] = await inboxOf(ana, 'all');
    expect((await otto.call('GET', `/api/v1/conversations/${talk?.id}/visit`)).status).toBe(404);
  });
});

/** So many at once as a network lets through. */
async function all<Item>(items: Item[], work: (item: Item) => ReturnType<typeof beat>) {
  const statuses: number[] = [];
  for (let n = 0; n < items.length; n += 50) {
    const answers = await Promise.all(items.slice(n, n + 50).map(work));
    statuses.push(...answers.map(({ statusCode }) => statusCode));
  }
  return statuses;
}

it('three hundred of one office are seen while one of them who means harm is slowed alone', async () => {
  await follow('on');
  const ip = '203.0.113.77';
  const harm = Array.from({ length: 660 }, newVisit);
  const flood = await all(harm, (visit) => beat({ visit }, { ip, browser: 'a script' }));
  expect(flood.filter((status) => status === 429).length).toBeGreaterThan(40);
  const ids = Array.from({ length: 300 }, newVisit);
  for (const path of ['/', '/plants']) {
    expect(new Set(await all(ids, (visit) => beat({ visit, path }, { ip })))).toEqual(
      new Set([200]),
    );
  }
  // A channel remembers so many; the board shows fewer, and says how many there are.
  const { data, total } = await board();
  expect([data.length, total]).toEqual([200, 500]);
  expect(data.every(({ id }) => ids.includes(id))).toBe(true);
  await follow('off');
  expect(await board()).toEqual({ data: [], total: 0 });
});
