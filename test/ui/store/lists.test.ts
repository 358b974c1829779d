/** Views show what belongs in them, in one order, and nothing moves by itself. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { belongs, compareKeys, groupOf, VIEWS } from '../../../inbox-ui/store/views.ts';
import type { OwnConversation, Priority } from '../../../server/wire/conversations.ts';
import { conversation, FakeServer, ME, NOON, setUp } from './fake.ts';

beforeEach(() => void vi.useFakeTimers({ now: NOON }));
afterEach(() => void vi.useRealTimers());

describe('a view', () => {
  const someone = { id: 'other', name: 'Bo' };
  const cases: [string, Partial<OwnConversation>, string[]][] = [
    ['unassigned and waiting', {}, ['inbox', 'unassigned', 'all']],
    ['mine', { assignee: ME }, ['inbox', 'mine', 'all']],
    ['called', { mentionSeq: 1 }, ['inbox', 'mentions', 'unassigned', 'all']],
    ['called, and done', { mentionSeq: 1, status: 'done' }, ['done', 'all']],
    ['someone else’s', { assignee: someone }, ['inbox', 'all']],
    ['answered', { assignee: ME, waitingSince: null }, ['inbox', 'mine', 'waiting', 'all']],
    ['snoozed', { status: 'snoozed' }, ['snoozed', 'all']],
    ['done', { status: 'done', assignee: ME }, ['done', 'all']],
    ['half answered', { status: 'done', hasDraft: true }, ['drafts', 'done', 'all']],
  ];
  it.each(cases)('holds what is %s', (_name, change, views) => {
    const row = conversation('a', change);
    expect(VIEWS.filter((view) => belongs(view, row, ME.id))).toEqual(views);
  });

  it('of a channel or a tag holds what is open there', () => {
    const [tag, other] = [crypto.randomUUID(), crypto.randomUUID()];
    const row = conversation('a', { tagIds: [tag] });
    const here = { ...row, channel: { ...row.channel, id: other } };
    expect(belongs(`tag:${tag}`, row, ME.id)).toBe(true);
    expect(belongs(`tag:${other}`, row, ME.id)).toBe(false);
    expect(belongs(`channel:${other}`, here, ME.id)).toBe(true);
    expect(belongs(`channel:${tag}`, here, ME.id)).toBe(false);
    expect(belongs(`tag:${tag}`, { ...row, status: 'done' }, ME.id)).toBe(false);
  });

  it('is ordered by rank, then id', () => {
    const keys = [
      { rank: 2, id: 'a' },
      { rank: 1, id: 'b' },
      { rank: 1, id: 'a' },
    ];
    expect(keys.sort(compareKeys).map(({ rank, id }) => `${rank}${id}`)).toEqual([
      '1a',
      '1b',
      '2a',
    ]);
  });

  it('is grouped by priority while somebody waits, however long', () => {
    const waiting = { waitingSince: new Date(NOON - 31 * 60_000).toISOString() };
    const group = (priority: Priority, more: object = waiting) =>
      groupOf(conversation('a', { priority, ...more }), NOON);
    expect(group('urgent')).toBe('pressing');
    expect(group('high')).toBe('pressing');
    expect(group('normal')).toBe('overdue');
    expect(group('low')).toBe('low');
    expect(group('urgent', { waitingSince: null })).toBe('today');
  });

  it('is grouped by waiting first, then by day', () => {
    const ago = (minutes: number) => new Date(NOON - minutes * 60_000).toISOString();
    const answered = { waitingSince: null };
    expect(groupOf(conversation('a', { waitingSince: ago(31) }), NOON)).toBe('overdue');
    expect(groupOf(conversation('a', { waitingSince: ago(29) }), NOON)).toBe('today');
    expect(groupOf(conversation('a', answered), NOON)).toBe('today');
    const yesterday = { ...answered, lastMessageAt: ago(24 * 60) };
    expect(groupOf(conversation('a', yesterday), NOON)).toBe('earlier');
  });
});

async function inbox(rows: OwnConversation[], pageSize = 50) {
  const server = new FakeServer();
  server.rows = rows;
  server.pageSize = pageSize;
  const all = setUp(server);
  all.wire.raise();
  await vi.advanceTimersByTimeAsync(0);
  const list = await all.store.lists.visit('inbox');
  const ids = () => list.shown.value.map(({ id }) => id);
  const tell = (id: string, change: Partial<OwnConversation>) => {
    const row = server.put(id, change);
    all.wire.tell().conversation({ conversation: row, xids: [String(100 + row.seq)] });
  };
  return { ...all, list, ids, tell };
}

const three = () => [
  conversation('a', { rank: 1 }),
  conversation('b', { rank: 2 }),
  conversation('c', { rank: 3 }),
];

describe('nothing moves by itself', () => {
  it('counts what arrives while the agent reads, and shows it when asked', async () => {
    const { list, ids, tell } = await inbox(three());
    list.hold(true);
    tell('new', { rank: 0 });
    tell('newer', { rank: 9 });
    // Below the others it can stand at once: nothing moves.
    expect(ids()).toEqual(['a', 'b', 'c', 'newer']);
    expect([...list.news.value]).toEqual(['new']);
    list.settle();
    expect(ids()).toEqual(['new', 'a', 'b', 'c', 'newer']);
    expect(list.news.value.size).toBe(0);
  });

  it('keeps the place of a row that would sink, rise or leave', async () => {
    const { list, ids, tell, store } = await inbox(three());
    list.hold(true);
    tell('c', { rank: 0 });
    tell('a', { rank: 8, waitingSince: null });
    tell('b', { status: 'done' });
    expect(ids()).toEqual(['a', 'b', 'c']);
    // What the rows say is true all the same.
    expect(store.conversations.peek('b')?.status).toBe('done');
    expect([...list.news.value]).toEqual(['c']);
    list.hold(false);
    expect(ids()[0]).toBe('c');
    expect(ids()).not.toContain('b');
  });

  it('takes back the count when what came is gone again', async () => {
    const { list, tell } = await inbox(three());
    list.hold(true);
    tell('new', { rank: 0 });
    tell('new', { status: 'done' });
    expect(list.news.value.size).toBe(0);
  });

  it('puts itself in order when nobody reads', async () => {
    const { list, ids, tell } = await inbox(three());
    list.hold(false);
    tell('new', { rank: 0 });
    await vi.advanceTimersByTimeAsync(150);
    expect(ids()).toEqual(['new', 'a', 'b', 'c']);
  });

  it('shows the agent’s own doing at once, and moves only that row', async () => {
    const { list, ids, tell, store } = await inbox(three());
    list.hold(true);
    tell('new', { rank: 0 });
    const closing = store.changes.close(['b']);
    expect(ids()).toEqual(['a', 'c']);
    await closing;
    expect(ids()).toEqual(['a', 'c']);
    await store.changes.undo.pop();
    expect(ids()).toEqual(['a', 'b', 'c']);
    expect(list.news.value.size).toBe(1);
  });

  it('has what was done and taken back in its old place at once, and counts no news', async () => {
    const { list, ids, tell, store } = await inbox(three());
    list.hold(true);
    await store.changes.close(['b']);
    // Nobody waits for what is done: among what is open it would stand last.
    tell('b', { status: 'done', waitingSince: null, rank: 99 });
    const undoing = store.changes.undo.pop();
    expect(ids()).toEqual(['a', 'b', 'c']);
    tell('b', { status: 'open', waitingSince: new Date(NOON).toISOString(), rank: 2 });
    await undoing;
    expect(ids()).toEqual(['a', 'b', 'c']);
    expect(list.news.value.size).toBe(0);
  });

  it('has nothing to keep in place in an empty list', async () => {
    const { list, ids, tell } = await inbox([]);
    list.hold(true);
    tell('new', { rank: 0 });
    await vi.advanceTimersByTimeAsync(150);
    expect(ids()).toEqual(['new']);
  });
});

describe('pages', () => {
  it('knows only what lies inside the part it loaded', async () => {
    const { list, ids, tell } = await inbox(three(), 2);
    list.hold(false);
    expect(ids()).toEqual(['a', 'b']);
    // Behind the edge: its neighbours there are unknown.
    tell('far', { rank: 7 });
    tell('near', { rank: 1.5 });
    await vi.advanceTimersByTimeAsync(150);
    expect(ids()).toEqual(['a', 'near', 'b']);
  });

  it('read anew while somebody is at its end goes on from there, without another touch', async () => {
    const { list, ids } = await inbox(three(), 2);
    const meanwhile: Promise<void>[] = [];
    await list.reload(() => void meanwhile.push(list.more()));
    await Promise.all(meanwhile);
    expect(meanwhile).toHaveLength(1);
    expect(ids()).toEqual(['a', 'b', 'c']);
  });

  it('puts the next page below', async () => {
    const { list, ids } = await inbox(three(), 2);
    await list.more();
    expect(ids()).toEqual(['a', 'b', 'c']);
    expect(list.complete).toBe(true);
  });
});

describe('counts', () => {
  const told = (at: string, count: number, unread: number) => ({
    at,
    data: [{ view: 'inbox' as const, count, unread }],
    channels: [{ channelId: 'channel', count, unread }],
    tags: [{ tagId: 'tag', count }],
  });

  it('move with every change the screen sees, without asking', async () => {
    const { server, store, tell } = await inbox(three());
    const counts = vi.spyOn(server.doors, 'counts');
    store.counts.receive(told('7', 3, 3));
    tell('a', { status: 'done' });
    expect(store.counts.byView.value?.inbox).toEqual({ count: 2, unread: 2 });
    expect(store.counts.byView.value?.done).toEqual({ count: 1, unread: 1 });
    tell('born', { rank: 0 });
    expect(store.counts.byView.value?.inbox).toEqual({ count: 3, unread: 3 });
    store.conversations.mark('born', { readSeq: 1 });
    expect(store.counts.byView.value?.inbox).toEqual({ count: 3, unread: 2 });
    expect(counts).not.toHaveBeenCalled();
  });

  it('are what the server told last, also of conversations this screen has never seen', async () => {
    const { store, tell } = await inbox(three());
    store.counts.receive(told('7', 3, 3));
    tell('a', { status: 'done' });
    store.counts.receive(told('9', 50, 20));
    expect(store.counts.byView.value?.inbox).toEqual({ count: 50, unread: 20 });
    expect(store.counts.byChannel.value.get('channel')).toEqual({ count: 50, unread: 20 });
    store.counts.receive(told('8', 4, 4));
    expect(store.counts.byView.value?.inbox).toEqual({ count: 50, unread: 20 });
  });

  it('wait with the server’s word while a change of one’s own is on its way', async () => {
    const { server, store } = await inbox(three());
    store.counts.receive(told('7', 3, 3));
    let answer = (): void => undefined;
    const change = server.doors.change;
    server.doors.change = async (id, wanted) => {
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      return change(id, wanted);
    };
    const closing = store.changes.close(['a']);
    expect(store.counts.byView.value?.inbox.count).toBe(2);
    store.counts.receive(told('8', 3, 3));
    await vi.advanceTimersByTimeAsync(0);
    expect(store.counts.byView.value?.inbox.count).toBe(2);
    answer();
    await closing;
    store.counts.receive(told('9', 2, 2));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(store.counts.byView.value?.inbox.count).toBe(2);
  });
});
