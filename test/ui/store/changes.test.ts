/** The agent's own changes: at once, rolled back when refused, undone on request. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { conversation, FakeServer, ME, NOON, refusal, setUp } from './fake.ts';

beforeEach(() => void vi.useFakeTimers({ now: NOON }));
afterEach(() => void vi.useRealTimers());

function start() {
  const server = new FakeServer();
  server.rows = [conversation('a')];
  const all = setUp(server);
  all.store.conversations.learn(server.rows);
  return { ...all, row: () => all.store.conversations.peek('a') };
}

describe('a change', () => {
  it('is seen before the server answered', async () => {
    const { store, row, server } = start();
    const closing = store.changes.close('a');
    expect(row()?.status).toBe('done');
    expect(await closing).toBe(true);
    expect(row()).toMatchObject({ status: 'done', seq: 2 });
    expect(server.changes).toEqual([{ status: 'done' }]);
  });

  it('is rolled back when the server refuses, and says why', async () => {
    const { store, row, server } = start();
    server.doors.change = () => Promise.reject(refusal(403, 'forbidden'));
    const assigning = store.changes.assign('a', ME);
    expect(row()?.assignee?.id).toBe('me');
    expect(await assigning).toBe(false);
    expect(row()?.assignee).toBeNull();
    expect(store.changes.failed.value?.error?.code).toBe('forbidden');
    expect(store.changes.undo.steps.value).toEqual([]);
  });

  it('stays on top of what the server tells meanwhile', async () => {
    const { wire, store, row, server } = start();
    let answer: () => void = () => undefined;
    const { change } = server.doors;
    server.doors.change = async (id, body) => {
      await new Promise<void>((done) => (answer = done));
      return change(id, body);
    };
    const closing = store.changes.close('a');
    const news = server.put('a', { preview: 'One more thing' });
    wire.tell().conversation({ conversation: news, xids: ['101'] });
    expect(row()).toMatchObject({ status: 'done', preview: 'One more thing' });
    await vi.advanceTimersByTimeAsync(0);
    answer();
    await closing;
    expect(row()).toMatchObject({ status: 'done', seq: 3 });
  });

  it('of one conversation goes after the one before', async () => {
    const { store, server, row } = start();
    await Promise.all([store.changes.close('a'), store.changes.undo.pop()]);
    expect(server.changes).toEqual([{ status: 'done' }, { status: 'open' }]);
    expect(row()?.status).toBe('open');
  });
});

describe('tags', () => {
  it('go on and off at once, and undo takes off only what was put on', async () => {
    const { store, row, server } = start();
    server.put('a', { tagIds: ['kept'] });
    store.conversations.learn(server.rows);
    const tagging = store.changes.tag('a', 'new', true);
    expect(row()?.tagIds).toEqual(['kept', 'new']);
    await tagging;
    await store.changes.tag('a', 'kept', false);
    expect(row()?.tagIds).toEqual(['new']);
    await store.changes.undo.pop();
    await store.changes.undo.pop();
    expect(server.changes).toEqual([
      { addTagIds: ['new'], removeTagIds: [] },
      { addTagIds: [], removeTagIds: ['kept'] },
      { addTagIds: ['kept'], removeTagIds: [] },
      { addTagIds: [], removeTagIds: ['new'] },
    ]);
    expect(row()?.tagIds).toEqual(['kept']);
  });

  it('that are there already are no change', async () => {
    const { store, server } = start();
    expect(await store.changes.tag('a', 'gone', false)).toBe(true);
    expect(server.changes).toEqual([]);
  });
});

describe('undo', () => {
  it('takes back the latest step first', async () => {
    const { store, row } = start();
    await store.changes.assign('a', ME);
    await store.changes.snooze('a', '2026-03-13T09:00:00.000Z');
    expect(row()).toMatchObject({ status: 'snoozed' });
    expect(await store.changes.undo.pop()).toBe(true);
    expect(row()).toMatchObject({ status: 'open', assignee: { id: 'me' } });
    expect(await store.changes.undo.pop()).toBe(true);
    expect(row()?.assignee).toBeNull();
    expect(await store.changes.undo.pop()).toBe(false);
  });

  it('is possible for eight seconds', async () => {
    const { store } = start();
    await store.changes.close('a');
    await vi.advanceTimersByTimeAsync(7_900);
    expect(store.changes.undo.steps.value).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(store.changes.undo.steps.value).toEqual([]);
  });
});

describe('taking the oldest', () => {
  it('takes the next one when somebody was quicker', async () => {
    const { store, server } = start();
    server.rows = [conversation('a', { rank: 1 }), conversation('b', { rank: 2 })];
    const { change } = server.doors;
    server.doors.change = async (id, body) => {
      if (id !== 'a') return change(id, body);
      server.put('a', { assignee: { id: 'other', name: 'Bo' } });
      throw refusal(409, 'conflict');
    };
    expect((await store.takeOldest())?.id).toBe('b');
  });

  it('finds nothing when all are taken', async () => {
    const { store, server } = start();
    server.rows = [];
    expect(await store.takeOldest()).toBeNull();
  });
});
