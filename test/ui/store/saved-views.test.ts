/** Saved views on a screen: what happens elsewhere, and time alone, move rows in and out; numbers are asked for when they change. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { OwnConversation } from '../../../server/wire/conversations.ts';
import type { SavedView } from '../../../server/wire/saved-views.ts';
import type { Filter } from '../../../server/wire/view-filters.ts';
import { conversation, FakeServer, ME, NOON, setUp } from './fake.ts';

beforeEach(() => void vi.useFakeTimers({ now: NOON }));
afterEach(() => void vi.useRealTimers());

const ID = '00000000-0000-4000-8000-00000000000a';
const MINUTE_MS = 60_000;
const MINE: Filter = { all: [{ field: 'assignee', op: 'is', value: 'me' }] };
const LONG: Filter = { all: [{ field: 'waiting', op: 'older', value: 30 }] };

const viewOf = (filter: Filter, change: Partial<SavedView> = {}): SavedView => ({
  ...{ id: ID, name: 'A view', shared: false, filter, order: 'waiting', density: null },
  ...{ ownerId: ME.id, updatedAt: '', ...change },
});

const since = (minutes: number): Partial<OwnConversation> => {
  const at = NOON - minutes * MINUTE_MS;
  return { waitingSince: new Date(at).toISOString(), rank: at };
};

async function looking(rows: OwnConversation[], view: SavedView) {
  const server = new FakeServer();
  server.rows = rows;
  server.views = [view];
  const all = setUp(server);
  all.wire.raise();
  await vi.advanceTimersByTimeAsync(0);
  const list = await all.store.lists.visit(`saved:${ID}`);
  list.hold(false);
  await settled();
  const tell = async (id: string, change: Partial<OwnConversation>) => {
    const row = server.put(id, change);
    all.wire.tell().conversation({ conversation: row, xids: [String(100 + row.seq)] });
    await settled();
  };
  const retell = async (views: SavedView[]) => {
    server.views = views;
    all.wire.tell().changed({ what: 'saved-views' });
    await settled();
  };
  const ids = () => list.shown.value.map(({ id }) => id);
  const size = () => all.store.savedViews.sizes.value.get(ID);
  return { ...all, server, list, ids, size, tell, retell };
}

const settled = () => vi.advanceTimersByTimeAsync(600);

it('rows come and go with what happens, and the number with them', async () => {
  const { ids, size, tell } = await looking([conversation('a', { assignee: ME })], viewOf(MINE));
  expect([ids(), size()]).toEqual([['a'], 1]);
  await tell('new', { assignee: ME, rank: 5 });
  expect([ids(), size()]).toEqual([['new', 'a'], 2]);
  await tell('a', { assignee: null });
  expect([ids(), size()]).toEqual([['new'], 1]);
});

it('what does not move anything in or out asks for no number', async () => {
  const { server, tell } = await looking([conversation('a', { assignee: ME })], viewOf(MINE));
  const asked = server.sized;
  expect(asked).toBeGreaterThan(0);
  await tell('a', { preview: 'More words' });
  expect(server.sized).toBe(asked);
  await tell('a', { assignee: null });
  expect(server.sized).toBe(asked + 1);
});

it('one’s own doing shows at once, and the number once the server has it', async () => {
  const { store, ids, size } = await looking(
    [conversation('a', { assignee: ME }), conversation('b', { assignee: ME })],
    viewOf(MINE),
  );
  const doing = store.changes.assign(['a'], null);
  expect(ids()).toEqual(['b']);
  await doing;
  await vi.advanceTimersByTimeAsync(1_000);
  expect([ids(), size()]).toEqual([['b'], 1]);
});

it('who waits for long enough is there without a word from anybody, to the second', async () => {
  const rows = [conversation('long', since(40)), conversation('soon', since(29))];
  const { ids, size } = await looking(rows, viewOf(LONG));
  expect([ids(), size()]).toEqual([['long'], 1]);
  await vi.advanceTimersByTimeAsync(MINUTE_MS - 2_000);
  expect(ids()).toEqual(['long']);
  await vi.advanceTimersByTimeAsync(3_000);
  expect([ids(), size()]).toEqual([['long', 'soon'], 2]);
});

it('rows no screen knew of are read ahead of time', async () => {
  const { server, ids } = await looking([conversation('long', since(40))], viewOf(LONG));
  const ahead = vi.spyOn(server.doors, 'conversations');
  server.rows.push(conversation('unheard', since(28)));
  await vi.advanceTimersByTimeAsync(6 * MINUTE_MS);
  expect(ahead).toHaveBeenCalledWith(`saved:${ID}`, null, 600);
  expect(ids()).toEqual(['long', 'unheard']);
});

it('the number of a view nobody looks at is asked for as time passes', async () => {
  const { store, size } = await looking([conversation('soon', since(29))], viewOf(LONG));
  await store.lists.visit('done');
  expect(size()).toBe(0);
  await vi.advanceTimersByTimeAsync(MINUTE_MS + 16_000);
  expect(size()).toBe(1);
});

it('the latest message first, where the view says so', async () => {
  const at = (minutes: number) => ({
    lastMessageAt: new Date(NOON - minutes * MINUTE_MS).toISOString(),
  });
  const rows = [
    conversation('waits', { assignee: ME, ...since(50), ...at(5) }),
    conversation('answered', {
      assignee: ME,
      waitingSince: null,
      ...at(3),
      rank: 1e14 - (NOON - 3 * MINUTE_MS),
    }),
  ];
  const { ids, retell } = await looking(rows, viewOf(MINE));
  expect(ids()).toEqual(['waits', 'answered']);
  await retell([viewOf(MINE, { order: 'newest' })]);
  expect(ids()).toEqual(['answered', 'waits']);
});

it('a view that is changed elsewhere holds at once what it says now', async () => {
  const rows = [conversation('a', { assignee: ME }), conversation('b', { status: 'done' })];
  const { ids, size, retell } = await looking(rows, viewOf(MINE));
  expect([ids(), size()]).toEqual([['a'], 1]);
  await retell([viewOf({ all: [{ field: 'status', op: 'is', value: 'done' }] })]);
  expect([ids(), size()]).toEqual([['b'], 1]);
});

it('a view that is gone holds nothing, and comes back as it was', async () => {
  const { store, ids, retell } = await looking([conversation('a', { assignee: ME })], viewOf(MINE));
  const row = store.conversations.peek('a');
  expect(store.lists.holds(`saved:${ID}`, row)).toBe(true);
  await retell([]);
  expect(store.lists.holds(`saved:${ID}`, row)).toBe(false);
  expect(store.savedViews.sizes.value.size).toBe(0);
  await retell([viewOf(MINE)]);
  expect(store.lists.holds(`saved:${ID}`, row)).toBe(true);
  expect(ids()).toEqual(['a']);
});
