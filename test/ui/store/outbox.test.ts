/** A message is sent once, whatever happens on the way, and never lost. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { conversation, event, FakeKeeper, FakeServer, NOON, refusal, setUp } from './fake.ts';

beforeEach(() => void vi.useFakeTimers({ now: NOON }));
afterEach(() => void vi.useRealTimers());

const settle = () => vi.advanceTimersByTimeAsync(0);
const reply = (text: string) => {
  return { conversationId: 'a', kind: 'reply', text, attachments: [] } as const;
};
const written = (text: string) => ({ ...reply(text), attachments: [] });

async function opened(server = new FakeServer(), keeper = new FakeKeeper()) {
  server.rows = [conversation('a')];
  if (server.log.length === 0) server.log = [event(1)];
  const all = setUp(server, keeper);
  all.wire.openSeq = server.log.length;
  all.wire.raise();
  await settle();
  await all.store.open('a');
  const pending = () => all.store.outbox.pending.value.map(({ text, state }) => ({ text, state }));
  return { ...all, pending };
}

describe('a message on its way', () => {
  it('is shown at once and leaves when the line shows it under its key', async () => {
    const { wire, server, store, pending } = await opened();
    store.outbox.send(written('Hello'));
    expect(pending()).toEqual([{ text: 'Hello', state: 'posting' }]);
    await settle();
    expect(pending()).toEqual([{ text: 'Hello', state: 'stored' }]);
    const stored = server.log.at(-1);
    if (stored) wire.tell().event(stored);
    expect(pending()).toEqual([]);
    expect(store.thread.opened.value?.events.value).toHaveLength(2);
  });

  it('is looked for when the line is silent about it', async () => {
    const { store, pending } = await opened();
    store.outbox.send(written('Hello'));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(pending()).toEqual([]);
    expect(store.thread.opened.value?.events.value).toHaveLength(2);
  });

  it('goes again under the same key when no answer came, and is one message', async () => {
    const { server, store, pending } = await opened();
    const { send } = server.doors;
    // Stored, but the answer is lost.
    server.doors.send = async (id, body) => {
      await send(id, body);
      throw new TypeError('network');
    };
    store.outbox.send(written('Hello'));
    await settle();
    expect(pending()).toEqual([{ text: 'Hello', state: 'waiting' }]);
    server.doors.send = send;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(new Set(server.posts.map(({ key }) => key)).size).toBe(1);
    expect(server.posts.length).toBe(2);
    expect(server.log.filter(({ kind }) => kind === 'message')).toHaveLength(2);
    expect(pending()).toEqual([]);
  });

  it('goes as soon as the line is back', async () => {
    const { wire, server, store, pending } = await opened();
    const { send } = server.doors;
    server.doors.send = () => Promise.reject(new TypeError('network'));
    wire.drop();
    store.outbox.send(written('Hello'));
    await settle();
    server.doors.send = send;
    wire.raise();
    await settle();
    expect(pending()[0]?.state).not.toBe('waiting');
    expect(server.posts).toHaveLength(1);
  });

  it('keeps its place before the ones written later', async () => {
    const { server, store } = await opened();
    const { send } = server.doors;
    let broken = true;
    server.doors.send = (id, body) => {
      return broken ? Promise.reject(new TypeError('network')) : send(id, body);
    };
    store.outbox.send(written('one'));
    await settle();
    store.outbox.send(written('two'));
    broken = false;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(server.posts.map(({ text }) => text)).toEqual(['one', 'two']);
  });

  it('stays with its reason when the server refuses, and does not hold up the next', async () => {
    const { server, store, pending } = await opened();
    const { send } = server.doors;
    server.doors.send = () => Promise.reject(refusal(422, 'too_long'));
    const first = store.outbox.send(written('long'));
    await settle();
    server.doors.send = send;
    store.outbox.send(written('short'));
    await settle();
    expect(pending()).toEqual([
      { text: 'long', state: 'refused' },
      { text: 'short', state: 'stored' },
    ]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.posts).toHaveLength(1);
    store.outbox.again(first.key);
    await settle();
    expect(server.posts.at(-1)).toMatchObject({ key: first.key, text: 'long' });
  });

  it('is tried again after a server error', async () => {
    const { server, store } = await opened();
    const { send } = server.doors;
    server.doors.send = () => Promise.reject(refusal(503, 'unavailable'));
    store.outbox.send(written('Hello'));
    await settle();
    server.doors.send = send;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(server.posts).toHaveLength(1);
  });
});

describe('a crash of the tab', () => {
  it('loses nothing: the next tab sends it under the same key', async () => {
    const keeper = new FakeKeeper();
    const before = await opened(new FakeServer(), keeper);
    before.server.doors.send = () => new Promise(() => undefined);
    const { key } = before.store.outbox.send(written('Hello'));
    expect(keeper.kept.size).toBe(1);

    const after = await opened(new FakeServer(), keeper);
    expect(after.server.posts).toMatchObject([{ key, text: 'Hello' }]);
    expect(keeper.kept.size).toBe(0);
  });

  it('does not send what lay there for days without being asked', async () => {
    const keeper = new FakeKeeper();
    const before = await opened(new FakeServer(), keeper);
    before.server.doors.send = () => new Promise(() => undefined);
    before.store.outbox.send(written('Hello'));
    vi.setSystemTime(NOON + 3 * 86_400_000);
    const after = await opened(new FakeServer(), keeper);
    expect(after.server.posts).toEqual([]);
    expect(after.pending()).toEqual([{ text: 'Hello', state: 'refused' }]);
  });

  it('survives what an older version left behind', async () => {
    const keeper = new FakeKeeper();
    keeper.put('interline.outbox.me.x', '{nonsense');
    keeper.put('interline.outbox.me.y', '{"key":"y"}');
    const { pending } = await opened(new FakeServer(), keeper);
    expect(pending()).toEqual([]);
    expect(keeper.kept.size).toBe(0);
  });
});

describe('what goes with the words', () => {
  const extras = { recipients: { to: [{ address: 'bo@example.org', name: '' }] }, undoable: true };

  it('survives a crash of the tab and goes along', async () => {
    const keeper = new FakeKeeper();
    const first = await opened(new FakeServer(), keeper);
    first.server.doors.send = () => Promise.reject(new TypeError('network'));
    first.store.outbox.send({ ...written('Hello'), extras });
    await settle();
    first.store.stop();
    const { server } = await opened(new FakeServer(), keeper);
    await settle();
    expect(server.posts).toMatchObject([{ text: 'Hello', ...extras }]);
  });
});

describe('taking back', () => {
  it('finds the message as the server has it, also when its answer was lost', async () => {
    const { wire, server, store } = await opened();
    const { send } = server.doors;
    server.doors.send = async (id, body) => {
      await send(id, body);
      throw new TypeError('network');
    };
    const { key } = store.outbox.send(written('Hello'));
    await settle();
    const fate = store.outbox.fate(key);
    const stored = server.log.at(-1);
    if (stored) wire.tell().event(stored);
    expect((await fate)?.key).toBe(key);
    const message = await store.outbox.fate(key);
    expect(message && (await store.takeBack(message))).toBe(true);
  });

  it('needs nobody for what never left this device', async () => {
    const { server, store, pending } = await opened();
    server.doors.send = () => Promise.reject(new TypeError('network'));
    store.outbox.send(written('First'));
    await settle();
    const { key } = store.outbox.send(written('Second'));
    expect(await store.outbox.fate(key)).toBeNull();
    expect(pending()).toEqual([{ text: 'First', state: 'waiting' }]);
  });

  it('says so when it is too late, and does not guess when no answer comes', async () => {
    const { server, store } = await opened();
    const { key } = store.outbox.send(written('Hello'));
    const message = await store.outbox.fate(key);
    if (!message) throw new Error('the message was not stored');
    server.doors.cancel = () => Promise.reject(refusal(409, 'conflict'));
    expect(await store.takeBack(message)).toBe(false);
    server.doors.cancel = () => Promise.reject(new TypeError('network'));
    await expect(store.takeBack(message)).rejects.toThrow('network');
  });
});
