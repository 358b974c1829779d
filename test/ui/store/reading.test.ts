/** What was put back is unread, though it lies open; and what was read before that does not make it read again. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { isUnread } from '../../../inbox-ui/store/views.ts';
import { conversation, event, FakeServer, NOON, setUp } from './fake.ts';

beforeEach(() => void vi.useFakeTimers({ now: NOON }));
afterEach(() => void vi.useRealTimers());

const GLANCE_MS = 400;

/** A conversation that was opened, looked at to its end, and put back. */
async function putBack() {
  const server = new FakeServer();
  server.rows = [conversation('a', { seq: 3, inboundSeq: 3 }), conversation('b')];
  server.log = [event(1), event(2), event(3)];
  const { store, wire } = setUp(server);
  wire.openSeq = 3;
  wire.raise();
  await vi.advanceTimersByTimeAsync(0);
  const look = async (id: string) => {
    await store.open(id);
    store.reading.attentive.value = true;
    store.reading.atEnd.value = true;
    await vi.advanceTimersByTimeAsync(GLANCE_MS);
  };
  await look('a');
  const unread = () => isUnread(store.conversations.peek('a'));
  expect(unread()).toBe(false);
  await store.reading.putBack('a');
  return { server, store, wire, look, unread };
}

it('is unread while it lies open, on the server, too', async () => {
  const { server, unread } = await putBack();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(unread()).toBe(true);
  expect(server.reads.at(-1)).toEqual({ id: 'a', seq: 2 });
});

it('stays so when the server tells of the move, and when a row comes late that was read before', async () => {
  const { store, wire, unread } = await putBack();
  wire.tell().read({ conversationId: 'a', seq: 2 });
  store.conversations.learn([conversation('a', { seq: 3, inboundSeq: 3, readSeq: 3 })]);
  expect(unread()).toBe(true);
});

it('stays so when it is told only afterwards that it had been read; then a reading elsewhere counts', async () => {
  const { wire, unread } = await putBack();
  wire.tell().read({ conversationId: 'a', seq: 3 });
  expect(unread()).toBe(true);
  wire.tell().read({ conversationId: 'a', seq: 2 });
  expect(unread()).toBe(true);
  wire.tell().read({ conversationId: 'a', seq: 3 });
  expect(unread()).toBe(false);
});

it('is read when it is opened again, and then a late row does not put it back', async () => {
  const { store, look, unread } = await putBack();
  await look('b');
  await look('a');
  expect(unread()).toBe(false);
  store.conversations.learn([conversation('a', { seq: 3, inboundSeq: 3, readSeq: 2 })]);
  expect(unread()).toBe(false);
});

it('is read when more is said before the eyes of the agent', async () => {
  const { server, store, unread } = await putBack();
  store.conversations.learn([conversation('a', { seq: 4, inboundSeq: 4, readSeq: 2 })], 'told');
  await vi.advanceTimersByTimeAsync(GLANCE_MS);
  expect(unread()).toBe(false);
  expect(server.reads.at(-1)).toEqual({ id: 'a', seq: 4 });
});

it('is as it was when the server does not answer', async () => {
  const { server, store, look, unread } = await putBack();
  await look('b');
  await look('a');
  server.doors.read = () => Promise.reject(new Error('away'));
  await expect(store.reading.putBack('a')).rejects.toThrow('away');
  expect(unread()).toBe(false);
});
