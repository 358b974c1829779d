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
    const closing = store.changes.close(['a']);
    expect(row()?.status).toBe('done');
    expect(await closing).toBe(true);
    expect(row()).toMatchObject({ status: 'done', seq: 2 });
    expect(server.changes).toEqual([{ status: 'done' }]);
  });

  it('is rolled back when the server refuses, and says why', async () => {
    const { store, row, server } = start();
    server.doors.change = () => Promise.reject(refusal(403, 'forbidden'));
    const assigning = store.changes.assign(['a'], ME);
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
    const closing = store.changes.close(['a']);
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
    await Promise.all([store.changes.close(['a']), store.changes.undo.pop()]);
    expect(server.changes).toEqual([{ status: 'done' }, { status: 'open' }]);
    expect(row()?.status).toBe('open');
  });
});

describe('tags', () => {
  it('go on and off at once, and undo takes off only what was put on', async () => {
    const { store, row, server } = start();
    server.put('a', { tagIds: ['kept'] });
    store.conversations.learn(server.rows);
    const tagging = store.changes.tag(['a'], 'new', true);
    expect(row()?.tagIds).toEqual(['kept', 'new']);
    await tagging;
    await store.changes.tag(['a'], 'kept', false);
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
    expect(await store.changes.tag(['a'], 'gone', false)).toBe(true);
    expect(server.changes).toEqual([]);
  });
});

describe('a priority', () => {
  it('is set at once, and undo brings back the one before', async () => {
    const { store, row, server } = start();
    const raising = store.changes.prioritise(['a'], 'urgent');
    expect(row()?.priority).toBe('urgent');
    await raising;
    await store.changes.prioritise(['a'], 'urgent');
    await store.changes.undo.pop();
    expect(server.changes).toEqual([{ priority: 'urgent' }, { priority: 'normal' }]);
    expect(row()?.priority).toBe('normal');
  });
});

describe('undo', () => {
  it('takes back the latest step first', async () => {
    const { store, row } = start();
    await store.changes.assign(['a'], ME);
    await store.changes.snooze(['a'], '2026-03-13T09:00:00.000Z');
    expect(row()).toMatchObject({ status: 'snoozed' });
    expect(await store.changes.undo.pop()).toBe(true);
    expect(row()).toMatchObject({ status: 'open', assignee: { id: 'me' } });
    expect(await store.changes.undo.pop()).toBe(true);
    expect(row()?.assignee).toBeNull();
    expect(await store.changes.undo.pop()).toBe(false);
  });

  it('is possible for eight seconds', async () => {
    const { store } = start();
    await store.changes.close(['a']);
    await vi.advanceTimersByTimeAsync(7_900);
    expect(store.changes.undo.steps.value).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(store.changes.undo.steps.value).toEqual([]);
  });
});

describe('a change of many', () => {
  const TOMORROW = '2026-03-13T09:00:00.000Z';
  const BO = { id: 'bo', name: 'Bo' };

  function startMany() {
    const server = new FakeServer();
    server.rows = [
      conversation('a'),
      conversation('b', { assignee: BO }),
      conversation('c', { status: 'snoozed', snoozedUntil: TOMORROW }),
      conversation('d', { status: 'done' }),
    ];
    const all = setUp(server);
    all.store.conversations.learn(server.rows);
    const asked: string[][] = [];
    const { changeMany } = server.doors;
    server.doors.changeMany = (changes) => {
      asked.push(changes.map(({ id }) => id));
      return changeMany(changes);
    };
    const statuses = () =>
      ['a', 'b', 'c', 'd'].map((id) => all.store.conversations.peek(id)?.status ?? 'gone');
    return { ...all, asked, statuses };
  }

  it('is seen at once, is one request and one step, and leaves out what is so already', async () => {
    const { store, asked, statuses } = startMany();
    const closing = store.changes.close(['a', 'b', 'c', 'd']);
    expect(statuses()).toEqual(['done', 'done', 'done', 'done']);
    expect(await closing).toBe(true);
    expect(asked).toEqual([['a', 'b', 'c']]);
    const steps = store.changes.undo.steps.value;
    expect(steps.map(({ label }) => label.map(({ id }) => id))).toEqual([['a', 'b', 'c']]);
  });

  it('is taken back in one request, each to where it was', async () => {
    const { store, server, asked, statuses } = startMany();
    await store.changes.close(['a', 'b', 'c', 'd']);
    server.changes.length = 0;
    expect(await store.changes.undo.pop()).toBe(true);
    expect(statuses()).toEqual(['open', 'open', 'snoozed', 'done']);
    expect(store.conversations.peek('c')?.snoozedUntil).toBe(TOMORROW);
    expect(asked).toHaveLength(2);
    expect(server.changes).toEqual([
      { status: 'open' },
      { status: 'open' },
      { status: 'snoozed', snoozedUntil: TOMORROW },
    ]);
  });

  it('gives back whoever had each of them', async () => {
    const { store } = startMany();
    await store.changes.assign(['a', 'b', 'c'], ME);
    await store.changes.undo.pop();
    const owners = ['a', 'b', 'c'].map((id) => store.conversations.peek(id)?.assignee?.id ?? null);
    expect(owners).toEqual([null, 'bo', null]);
  });

  it('of which a part is refused is rolled back for that part, said and offered for the rest', async () => {
    const { store, server, statuses, asked } = startMany();
    server.rows = server.rows.filter(({ id }) => id !== 'b');
    expect(await store.changes.close(['a', 'b', 'c'])).toBe(false);
    expect(statuses()).toEqual(['done', 'open', 'done', 'done']);
    expect(store.changes.failed.value).toMatchObject({
      deeds: [{ id: 'b' }],
      of: 3,
      error: { code: 'not_found' },
    });
    const [step] = store.changes.undo.steps.value;
    expect(step?.label.map(({ id }) => id)).toEqual(['a', 'c']);
    await store.changes.undo.pop();
    expect(asked.at(-1)).toEqual(['a', 'c']);
    expect(statuses()).toEqual(['open', 'open', 'snoozed', 'done']);
  });

  it('is taken back before it was answered, and only where it came about', async () => {
    const { store, server, statuses, asked } = startMany();
    server.rows = server.rows.filter(({ id }) => id !== 'b');
    const closing = store.changes.close(['a', 'b', 'c']);
    const undoing = store.changes.undo.pop();
    expect(statuses()).toEqual(['open', 'open', 'snoozed', 'done']);
    await Promise.all([closing, undoing]);
    expect(asked).toEqual([
      ['a', 'b', 'c'],
      ['a', 'c'],
    ]);
    expect(statuses()).toEqual(['open', 'open', 'snoozed', 'done']);
    expect(store.changes.undo.steps.value).toEqual([]);
  });

  it('that nobody answered is no change, and there is nothing to take back', async () => {
    const { store, server, statuses } = startMany();
    server.doors.changeMany = () => Promise.reject(new Error('offline'));
    expect(await store.changes.snooze(['a', 'b'], TOMORROW)).toBe(false);
    expect(statuses()).toEqual(['open', 'open', 'snoozed', 'done']);
    expect(store.changes.failed.value).toMatchObject({ of: 2, error: null });
    expect(store.changes.undo.steps.value).toEqual([]);
  });

  it('waits for what is on its way about one of them, and the next for it', async () => {
    const { store, server } = startMany();
    await Promise.all([
      store.changes.assign(['b'], ME),
      store.changes.close(['a', 'b']),
      store.changes.reopen(['a']),
    ]);
    expect(server.changes).toEqual([
      { assigneeId: 'me' },
      { status: 'done' },
      { status: 'done' },
      { status: 'open' },
    ]);
  });

  it('goes in requests of a hundred, and is still one step', async () => {
    const { store, server, asked } = startMany();
    server.rows = Array.from({ length: 230 }, (_, n) => conversation(`many-${n}`));
    store.conversations.learn(server.rows);
    await store.changes.close(server.rows.map(({ id }) => id));
    expect(asked.map(({ length }) => length)).toEqual([100, 100, 30]);
    expect(store.changes.undo.steps.value.map(({ label }) => label.length)).toEqual([230]);
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
    expect((await store.changes.takeOldest(ME))?.id).toBe('b');
  });

  it('finds nothing when all are taken', async () => {
    const { store, server } = start();
    server.rows = [];
    expect(await store.changes.takeOldest(ME)).toBeNull();
  });
});
