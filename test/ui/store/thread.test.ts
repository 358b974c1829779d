/** The opened conversation: have + 1, else fetch; join first, read second. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { conversation, event, message, NOON, setUp } from './fake.ts';

beforeEach(() => void vi.useFakeTimers({ now: NOON }));
afterEach(() => void vi.useRealTimers());

const settle = () => vi.advanceTimersByTimeAsync(0);

async function opened(steps = 2) {
  const all = setUp();
  all.server.rows = [conversation('a', { seq: steps })];
  all.server.log = Array.from({ length: steps }, (_, at) => event(at + 1));
  all.wire.openSeq = steps;
  all.wire.raise();
  await settle();
  await all.store.open('a');
  const line = all.store.thread.opened.value;
  if (!line) throw new Error('Nothing was opened.');
  const seqs = () => line.events.value.map(({ seq }) => seq);
  return { ...all, line, seqs };
}

describe('a step of the opened conversation', () => {
  it('is applied when it is the next one', async () => {
    const { wire, line, seqs } = await opened();
    wire.tell().event(event(3));
    expect(seqs()).toEqual([1, 2, 3]);
    expect(line.have).toBe(3);
  });

  it('is dropped when it was applied before', async () => {
    const { wire, line, seqs } = await opened();
    wire.tell().event(event(2));
    wire.tell().event(event(1));
    expect(seqs()).toEqual([1, 2]);
    expect(line.have).toBe(2);
  });

  it('waits for the hole before it to be filled', async () => {
    const { wire, server, seqs } = await opened();
    server.log.push(event(3), event(4));
    wire.tell().event(event(4));
    expect(seqs()).toEqual([1, 2]);
    await settle();
    expect(seqs()).toEqual([1, 2, 3, 4]);
  });

  it('is kept when the answer that fills the hole is older than it', async () => {
    const { wire, server, seqs } = await opened();
    server.log.push(event(3));
    wire.tell().event(event(5));
    wire.tell().event(event(4));
    await settle();
    expect(seqs()).toEqual([1, 2, 3, 4, 5]);
  });

  it('does not ask for ever when the hole cannot be filled', async () => {
    const { wire, server, seqs } = await opened();
    const events = vi.spyOn(server.doors, 'events');
    wire.tell().event(event(9));
    await settle();
    expect(seqs()).toEqual([1, 2]);
    expect(events).toHaveBeenCalledTimes(1);
  });

  it('of another conversation changes nothing', async () => {
    const { wire, line } = await opened();
    wire.tell().event(event(3, undefined, 'b'));
    expect(line.have).toBe(2);
  });

  it('may only change the state of a message', async () => {
    const { wire, line } = await opened(1);
    const mine = message(2, { direction: 'out', state: 'queued' });
    wire.tell().event(event(2, { kind: 'message', data: { message: mine } }));
    const data = { messageId: 'message-2', state: 'failed', reason: 'No such number.' } as const;
    wire.tell().event(event(3, { kind: 'message-state', data }));
    expect(line.events.value).toHaveLength(2);
    expect(line.events.value[1]).toMatchObject({
      data: { message: { state: 'failed', reason: 'No such number.' } },
    });
    expect(line.have).toBe(3);
  });

  it('may bring a message as it is now, and then no quote of it says what it said', async () => {
    const { wire, line, seqs } = await opened();
    const said = { direction: 'in' as const, automatic: null, author: null };
    const quotes = { id: 'message-2', text: 'Text 2', ...said };
    wire.tell().event(event(3, { kind: 'message', data: { message: message(3, { quotes }) } }));
    const gone = message(2, { text: '', deletedAt: new Date(NOON).toISOString() });
    wire.tell().event(event(4, { kind: 'message-deleted', data: { message: gone } }));
    expect(seqs()).toEqual([1, 2, 3]);
    expect(line.have).toBe(4);
    expect(line.events.value.slice(1)).toMatchObject([
      { data: { message: { id: 'message-2', text: '', deletedAt: gone.deletedAt } } },
      { data: { message: { quotes: { id: 'message-2', text: '' } } } },
    ]);
  });

  it('about a message on an older page still counts', async () => {
    const { wire, line } = await opened();
    const data = { messageId: 'long ago', state: 'read', reason: null } as const;
    wire.tell().event(event(3, { kind: 'message-state', data }));
    expect(line.have).toBe(3);
  });
});

describe('opening', () => {
  it('joins before it reads, and keeps what arrives in between', async () => {
    const { wire, server, store } = setUp();
    server.rows = [conversation('a', { seq: 2 })];
    server.log = [event(1), event(2)];
    wire.raise();
    await settle();
    wire.openSeq = 2;
    const { line } = server.doors;
    server.doors.line = async (id, before) => {
      expect(wire.count('open')).toBe(1);
      const page = await line(id, before);
      // Written after the page was read, told before the page arrives.
      server.log.push(event(3));
      wire.tell().event(event(3));
      return page;
    };
    await store.open('a');
    expect(store.thread.opened.value?.events.value.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  it('fetches what came after the page when the join says so', async () => {
    const { wire, server, store } = setUp();
    server.rows = [conversation('a', { seq: 1 })];
    server.log = [event(1)];
    wire.raise();
    await settle();
    wire.openSeq = 2;
    const { line } = server.doors;
    server.doors.line = async (id, before) => {
      const page = await line(id, before);
      server.log.push(event(2));
      return page;
    };
    await store.open('a');
    expect(store.thread.opened.value?.have).toBe(2);
  });

  it('fills what was missed while the line was down', async () => {
    const { wire, server, seqs } = await opened();
    wire.drop();
    server.log.push(event(3), event(4));
    wire.openSeq = 4;
    wire.raise();
    await settle();
    expect(seqs()).toEqual([1, 2, 3, 4]);
  });

  it('works without a live line', async () => {
    const { server, store } = setUp();
    server.rows = [conversation('a')];
    server.log = [event(1)];
    await store.open('a');
    expect(store.thread.phase.value).toBe('ready');
    expect(store.thread.opened.value?.have).toBe(1);
  });

  it('says so when the conversation does not exist', async () => {
    const { server, store } = setUp();
    server.doors.line = async () => Promise.reject(Object.assign(new Error('no'), { status: 404 }));
    await store.open('nowhere');
    expect(store.thread.phase.value).toBe('missing');
  });

  it('shows a line read ahead at once, and asks only for what is new', async () => {
    const { server, store } = await opened();
    server.rows.push(conversation('b', { seq: 1 }));
    server.log.push(event(1, undefined, 'b'));
    await store.thread.prefetch('b');
    const line = vi.spyOn(server.doors, 'line');
    const opening = store.open('b');
    expect(store.thread.phase.value).toBe('ready');
    await opening;
    expect(line).not.toHaveBeenCalled();
  });

  it('asks once for a line that is opened while it is read ahead', async () => {
    const { server, store } = await opened();
    server.rows.push(conversation('b', { seq: 1 }));
    server.log.push(event(1, undefined, 'b'));
    const line = vi.spyOn(server.doors, 'line');
    const ahead = store.thread.prefetch('b');
    await store.open('b');
    await ahead;
    expect(line).toHaveBeenCalledOnce();
    expect(store.thread.opened.value?.have).toBe(1);
  });

  it('puts an older page before what is there', async () => {
    const { server, store } = setUp();
    server.rows = [conversation('a', { seq: 4 })];
    server.log = [event(1), event(2), event(3), event(4)];
    server.doors.line = async (_id, before) =>
      before === null
        ? { data: server.log.slice(2), seq: 4, more: true }
        : { data: server.log.slice(0, 2), seq: 4, more: false };
    await store.open('a');
    await store.thread.loadOlder();
    const line = store.thread.opened.value;
    expect(line?.events.value.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect(line?.more.value).toBe(false);
    expect(line?.have).toBe(4);
  });
});

describe('reading', () => {
  it('is told only for an end in sight of somebody who looks', async () => {
    const { server, store } = await opened();
    store.reading.atEnd.value = true;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(server.reads).toEqual([]);
    store.reading.attentive.value = true;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(server.reads).toEqual([{ id: 'a', seq: 1 }]);
    expect(store.conversations.peek('a')?.readSeq).toBe(1);
  });
});

describe('answering at once', () => {
  it('tells the other side that theirs was read, before the answer goes', async () => {
    const { server, store } = await opened();
    store.reading.atEnd.value = true;
    store.reading.attentive.value = true;
    store.send({ conversationId: 'a', kind: 'reply', text: 'Quick', attachments: [] });
    expect(server.reads).toEqual([{ id: 'a', seq: 1 }]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(server.reads).toHaveLength(1);
  });
});

describe('typing', () => {
  it('is told at most every three seconds and believed for six', async () => {
    const { wire, store } = await opened();
    store.typing.write('a');
    store.typing.write('a');
    await vi.advanceTimersByTimeAsync(3_000);
    store.typing.write('a');
    expect(wire.count('typing')).toBe(2);
    const who = { kind: 'contact', id: 'bo', name: 'Bo' } as const;
    wire.tell().typing({ conversationId: 'a', who, active: true });
    expect(store.typing.writers.value).toMatchObject([{ name: 'Bo' }]);
    await vi.advanceTimersByTimeAsync(6_000);
    expect(store.typing.writers.value).toEqual([]);
  });

  it('is told by which way the answer will go, and taken back where it was told when that changes', async () => {
    const { wire, store } = await opened();
    store.typing.write('a', 'by-phone');
    store.typing.write('a', 'by-phone');
    store.typing.write('a', 'by-mail');
    store.typing.rest();
    const told = wire.asked.filter(({ name }) => name === 'typing');
    expect(told.map(({ request }) => request)).toEqual([
      { conversationId: 'a', threadId: 'by-phone', active: true },
      { conversationId: 'a', threadId: 'by-phone', active: false },
      { conversationId: 'a', threadId: 'by-mail', active: true },
      { conversationId: 'a', threadId: 'by-mail', active: false },
    ]);
  });

  it('of ourselves in another tab is not news', async () => {
    const { wire, store } = await opened();
    const who = { kind: 'agent', id: 'me', name: 'Ana' } as const;
    wire.tell().typing({ conversationId: 'a', who, active: true });
    expect(store.typing.writers.value).toEqual([]);
  });
});
