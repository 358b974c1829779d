/** Nothing is missed, nothing is applied twice, and doubt ends in a sync. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Channel } from '../../../server/wire/channels.ts';
import { conversation, event, FakeServer, NOON, setUp } from './fake.ts';

beforeEach(() => void vi.useFakeTimers({ now: NOON }));
afterEach(() => void vi.useRealTimers());

/** Lets every answer that is ready arrive. */
const settle = () => vi.advanceTimersByTimeAsync(0);

async function live() {
  const all = setUp();
  all.wire.raise();
  await settle();
  return all;
}

describe('the line to the server', () => {
  it('is live only after it caught up', async () => {
    const { wire, store } = setUp();
    expect(store.connection.state.value.name).toBe('connecting');
    wire.raise();
    expect(store.connection.state.value.name).toBe('connecting');
    await settle();
    expect(store.connection.state.value.name).toBe('live');
  });

  it('keeps a short loss to itself, and says a longer one with its beginning', async () => {
    const { wire, store } = await live();
    await vi.advanceTimersByTimeAsync(5_000);
    wire.drop();
    await vi.advanceTimersByTimeAsync(2_900);
    expect(store.connection.state.value.name).toBe('connecting');
    await vi.advanceTimersByTimeAsync(200);
    expect(store.connection.state.value).toEqual({ name: 'offline', since: NOON + 5_000 });
    wire.raise();
    expect(store.connection.state.value.name).toBe('catching-up');
    await settle();
    expect(store.connection.state.value.name).toBe('live');
  });

  it('comes back by itself after a goodbye, within the time asked for', async () => {
    const { wire, lineDied } = await live();
    wire.tell().goodbye({ within: 4_000 });
    expect(wire.redials).toBe(0);
    await vi.advanceTimersByTimeAsync(4_000);
    expect(wire.redials).toBe(1);
    expect(lineDied).not.toHaveBeenCalled();
  });

  it('throws doubt on other connections when it died unheard, once', async () => {
    const { wire, lineDied } = await live();
    wire.drop();
    wire.raise();
    await settle();
    expect(lineDied).not.toHaveBeenCalled();
    wire.drop(true);
    wire.drop(true);
    expect(lineDied).toHaveBeenCalledOnce();
  });

  it('looks for what it may have missed when it is sent to, within the time asked for', async () => {
    const { wire } = await live();
    const asked = () => wire.count('sync');
    const before = asked();
    wire.tell().look({ within: 2_000 });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(asked()).toBe(before + 1);
  });

  it('sends the agent to the door when the session ended', async () => {
    const { wire, loggedOut } = await live();
    expect(loggedOut).not.toHaveBeenCalled();
    wire.tell().refused('not_logged_in');
    expect(loggedOut).toHaveBeenCalledOnce();
  });
});

describe('sync', () => {
  it('asks from null first and from the cursor after a loss', async () => {
    const { wire } = await live();
    wire.drop();
    wire.raise();
    await settle();
    const cursors = wire.asked.filter(({ name }) => name === 'sync').map(({ request }) => request);
    expect(cursors).toEqual([{ cursor: null }, { cursor: '100' }]);
  });

  it('begins where the lists were read, the earliest of them, and reads none twice', async () => {
    const { wire, server, store } = setUp();
    server.rows = [conversation('a')];
    const read = vi.spyOn(server.doors, 'conversations');
    server.asOf = '1000';
    await store.lists.visit('inbox');
    server.asOf = '999';
    await store.lists.visit('all');
    wire.raise();
    await settle();
    expect(wire.asked).toContainEqual({ name: 'sync', request: { cursor: '999' } });
    expect(read).toHaveBeenCalledTimes(2);
    expect(store.connection.state.value.name).toBe('live');
  });

  it('waits for a list that is on its way, and begins anew when there is none', async () => {
    for (const [answers, cursor] of [
      [true, '90'],
      [false, null],
    ] as const) {
      const { wire, server, store } = setUp();
      server.asOf = '90';
      const { conversations } = server.doors;
      server.doors.conversations = async (...asked) => {
        await new Promise((resolve) => setTimeout(resolve, 500));
        if (!answers) throw new Error('no network');
        return conversations(...asked);
      };
      store.lists.visit('inbox').catch(() => undefined);
      wire.raise();
      await settle();
      expect(wire.count('sync')).toBe(0);
      await vi.advanceTimersByTimeAsync(500);
      expect(wire.asked).toContainEqual({ name: 'sync', request: { cursor } });
    }
  });

  it('shows of a list what was asked for last, whichever answer comes first', async () => {
    const { server, store } = setUp();
    const answers: ((channels: Channel[]) => void)[] = [];
    server.doors.channels = () => new Promise((resolve) => answers.push(resolve));
    const asked = [store.directory.load('channels'), store.directory.load('channels')];
    const [older, newer] = [[{ id: 'older' }], [{ id: 'newer' }]] as unknown as Channel[][];
    answers[1]?.(newer ?? []);
    answers[0]?.(older ?? []);
    await Promise.all(asked);
    expect(store.directory.channels.value).toEqual(newer);
  });

  it('takes over what the agent read and began to write elsewhere meanwhile', async () => {
    const { wire, server, store } = await live();
    server.rows = [
      conversation('read', { seq: 3, inboundSeq: 3 }),
      conversation('unread again', { seq: 3, inboundSeq: 3, readSeq: 3 }),
      conversation('begun'),
      conversation('sent', { hasDraft: true }),
      conversation('here', { hasDraft: true }),
    ];
    await store.lists.visit('inbox');
    server.doors.saveDraft = () => Promise.reject(new Error('no network'));
    store.drafts.write('here', 'reply', 'Not on the server');
    wire.drop();
    const [read, unread] = server.rows.map((row) => ({ ...row, readSeq: 3 - row.readSeq }));
    const conversations = [read, unread].filter((row) => row !== undefined);
    wire.sync = () => {
      return { ok: true, cursor: '110', reset: false, conversations, drafts: ['begun'] };
    };
    wire.raise();
    await settle();
    const marks = store.conversations.all().map(({ id, readSeq, hasDraft }) => {
      return [id, { readSeq, hasDraft }];
    });
    expect(Object.fromEntries(marks)).toEqual({
      read: { readSeq: 3, hasDraft: false },
      'unread again': { readSeq: 0, hasDraft: false },
      begun: { readSeq: 0, hasDraft: true },
      sent: { readSeq: 0, hasDraft: false },
      here: { readSeq: 0, hasDraft: true },
    });
  });

  it('keeps its cursor when loading after a reset fails, and tries again', async () => {
    const { wire, server, store } = setUp();
    await store.lists.visit('inbox');
    const { conversations } = server.doors;
    server.doors.conversations = () => Promise.reject(new Error('no network'));
    wire.sync = () => ({ ok: true, cursor: '200', reset: true, conversations: [], drafts: [] });
    wire.raise();
    await settle();
    expect(store.connection.state.value.name).toBe('connecting');
    server.doors.conversations = conversations;
    await vi.advanceTimersByTimeAsync(2_000);
    expect(store.connection.state.value.name).toBe('live');
    expect(wire.asked.filter(({ name }) => name === 'sync').at(-1)?.request).toEqual({
      cursor: null,
    });
  });

  it('forgets everything on a reset and reads the list in sight again', async () => {
    const { wire, server, store } = await live();
    server.rows = [conversation('a'), conversation('b', { rank: 11 })];
    const list = await store.lists.visit('inbox');
    expect(list.shown.value.map(({ id }) => id)).toEqual(['a', 'b']);
    server.rows = [conversation('b', { rank: 11, seq: 9 }), conversation('c', { rank: 12 })];
    wire.sync = () => ({ ok: true, cursor: '300', reset: true, conversations: [], drafts: [] });
    wire.drop();
    wire.raise();
    await settle();
    expect(store.conversations.peek('a')).toBeUndefined();
    expect(store.conversations.peek('b')?.seq).toBe(9);
    list.settle();
    expect(list.shown.value.map(({ id }) => id)).toEqual(['b', 'c']);
  });

  it('believes an older state after a reset, in the list and on the opened line', async () => {
    const { wire, server, store } = await live();
    server.rows = [conversation('a', { seq: 9 })];
    server.log = [event(1), event(2), event(3)];
    await store.lists.visit('inbox');
    await store.open('a');
    server.rows = [conversation('a', { seq: 2 })];
    server.log = [event(1), event(2)];
    wire.sync = () => ({ ok: true, cursor: '50', reset: true, conversations: [], drafts: [] });
    wire.drop();
    wire.raise();
    await settle();
    expect(store.conversations.peek('a')?.seq).toBe(2);
    expect(store.thread.opened.value?.have).toBe(2);
  });

  it('believes nothing that the device kept once the server answers', async () => {
    const server = new FakeServer();
    server.rows = [conversation('a', { seq: 9, preview: 'Kept' })];
    server.log = [event(1), event(2), event(3)];
    const { wire, store } = setUp(server, undefined, true);
    await store.lists.visit('inbox');
    await store.open('a');
    expect(store.thread.opened.value?.have).toBe(3);
    server.rows = [conversation('a', { seq: 2, preview: 'True' })];
    server.log = [event(1), event(2)];
    wire.sync = () => ({ ok: true, cursor: '50', reset: true, conversations: [], drafts: [] });
    wire.raise();
    await settle();
    expect(store.conversations.peek('a')?.preview).toBe('True');
    expect(store.thread.opened.value?.have).toBe(2);
  });

  it('applies a row only when its seq is newer', async () => {
    const { wire, store } = await live();
    const told = (seq: number, preview: string) => {
      const row = conversation('a', { seq, preview });
      wire.tell().conversation({ conversation: row, xids: ['101'] });
      return store.conversations.peek('a')?.preview;
    };
    expect(told(1, 'one')).toBe('one');
    expect(told(3, 'three')).toBe('three');
    expect(told(2, 'two')).toBe('three');
    expect(told(3, 'again')).toBe('three');
  });

  it('reads a row it never had, and again while it is older than what was told', async () => {
    const { wire, server, store } = await live();
    server.rows = [conversation('old', { seq: 7, readSeq: 5 })];
    wire.tell().conversation({ conversation: conversation('old', { seq: 8 }), xids: ['101'] });
    await settle();
    expect(store.conversations.peek('old')?.seq).toBe(7);
    server.rows = [conversation('old', { seq: 8, readSeq: 5 })];
    await vi.advanceTimersByTimeAsync(2_000);
    expect(store.conversations.peek('old')).toMatchObject({ seq: 8, readSeq: 5 });
  });
});

describe('the beat', () => {
  const packet = (id: string, xids: string[], seq = 1) => ({
    conversation: conversation(id, { seq }),
    xids,
  });

  it('is content when as much arrived as was written', async () => {
    const { wire } = await live();
    wire.tell().conversation(packet('a', ['100', '104'], 2));
    // Above the new cursor: belongs to the next beat.
    wire.tell().conversation(packet('b', ['110']));
    wire.beat = () => ({ ok: true, cursor: '110', changes: 2, seq: null, restingSince: null });
    await vi.advanceTimersByTimeAsync(15_000);
    expect(wire.count('sync')).toBe(1);
    wire.beat = () => ({ ok: true, cursor: '111', changes: 1, seq: null, restingSince: null });
    await vi.advanceTimersByTimeAsync(16_000);
    expect(wire.count('sync')).toBe(1);
    const beats = wire.asked.filter(({ name }) => name === 'beat').map(({ request }) => request);
    expect(beats).toMatchObject([{ cursor: '100' }, { cursor: '110' }]);
  });

  it('waits a second for a packet that is late', async () => {
    const { wire } = await live();
    wire.beat = () => ({ ok: true, cursor: '110', changes: 1, seq: null, restingSince: null });
    await vi.advanceTimersByTimeAsync(15_500);
    wire.tell().conversation(packet('a', ['105']));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(wire.count('sync')).toBe(1);
  });

  it('syncs from the old cursor when a packet stays away', async () => {
    const { wire, store } = await live();
    wire.beat = () => ({ ok: true, cursor: '110', changes: 1, seq: null, restingSince: null });
    const missed = conversation('lost', { seq: 4 });
    wire.sync = () => ({
      ok: true,
      cursor: '110',
      reset: false,
      conversations: [missed],
      drafts: [],
    });
    await vi.advanceTimersByTimeAsync(16_100);
    expect(wire.count('sync')).toBe(2);
    expect(wire.asked.filter(({ name }) => name === 'sync').at(-1)?.request).toEqual({
      cursor: '100',
    });
    expect(store.conversations.peek('lost')?.seq).toBe(4);
  });

  it('compares cursors as numbers, not as text', async () => {
    const { wire } = await live();
    wire.tell().conversation(packet('a', ['999']));
    wire.beat = () => ({ ok: true, cursor: '1000', changes: 1, seq: null, restingSince: null });
    await vi.advanceTimersByTimeAsync(16_100);
    expect(wire.count('sync')).toBe(1);
  });

  it('tells since when nothing is sent, until somebody sends again', async () => {
    const { wire, store } = await live();
    expect(store.restingSince.value).toBeNull();
    const even = { ok: true, cursor: '100', changes: 0, seq: null } as const;
    const since = new Date(NOON).toISOString();
    wire.beat = () => ({ ...even, restingSince: since });
    await vi.advanceTimersByTimeAsync(15_000);
    expect(store.restingSince.value).toBe(since);
    wire.beat = () => ({ ...even, restingSince: null });
    await vi.advanceTimersByTimeAsync(15_000);
    expect(store.restingSince.value).toBeNull();
  });

  it('dials again when nobody answers', async () => {
    const { wire, lineDied } = await live();
    wire.beat = () => Promise.reject(new Error('timeout'));
    await vi.advanceTimersByTimeAsync(15_000);
    expect(wire.redials).toBe(1);
    expect(lineDied).toHaveBeenCalledOnce();
  });

  it('does not hurry a line that is dialling by itself', async () => {
    const { wire } = await live();
    wire.beat = () => {
      wire.drop();
      return Promise.reject(new Error('disconnected'));
    };
    await vi.advanceTimersByTimeAsync(15_000);
    expect(wire.redials).toBe(0);
  });

  it('fills the opened conversation when it fell behind', async () => {
    const { wire, server, store } = await live();
    server.log = [event(1)];
    server.rows = [conversation('a')];
    wire.openSeq = 1;
    await store.open('a');
    server.log.push(event(2));
    wire.beat = () => ({ ok: true, cursor: '100', changes: 0, seq: 2, restingSince: null });
    await vi.advanceTimersByTimeAsync(16_100);
    expect(store.thread.opened.value?.have).toBe(2);
    expect(wire.count('sync')).toBe(1);
  });
});
