/** Who else is at a conversation, and what colleagues are told of us. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Presence } from '../../../server/wire/sockets.ts';
import { conversation, event, FakeServer, ME, NOON, setUp } from './fake.ts';

beforeEach(() => void vi.useFakeTimers({ now: NOON }));
afterEach(() => void vi.useRealTimers());

const settle = () => vi.advanceTimersByTimeAsync(0);

async function desk() {
  const server = new FakeServer();
  server.rows = [conversation('a'), conversation('b')];
  server.log = [event(1)];
  const all = setUp(server);
  all.wire.openSeq = 1;
  all.wire.raise();
  await settle();
  const said = () =>
    all.wire.asked.filter(({ name }) => name === 'present').map(({ request }) => request);
  const hear = (change: Partial<Presence>) =>
    all.wire.tell().present({
      place: 'window-1',
      who: { id: 'ben', name: 'Ben' },
      conversationId: 'a',
      state: 'looking',
      ...change,
    });
  const at = (id: string) =>
    all.store.presences.at(id).value.map(({ name, state }) => `${name} ${state}`);
  return { ...all, said, hear, at };
}

it('colleagues come, go on, and are gone', async () => {
  const { hear, at } = await desk();
  hear({});
  expect(at('a')).toEqual(['Ben looking']);
  hear({ conversationId: 'b', state: 'writing' });
  expect([at('a'), at('b')]).toEqual([[], ['Ben writing']]);
  hear({ conversationId: null });
  expect(at('b')).toEqual([]);
});

it('of several windows of one person the most telling counts, and we ourselves never', async () => {
  const { hear, at } = await desk();
  hear({ state: 'away' });
  hear({ place: 'window-2', state: 'writing' });
  hear({ place: 'window-3', who: ME, state: 'writing' });
  expect(at('a')).toEqual(['Ben writing']);
  hear({ place: 'window-2', conversationId: null });
  expect(at('a')).toEqual(['Ben away']);
});

it('what is not said again is no longer believed', async () => {
  const { hear, at } = await desk();
  hear({});
  await vi.advanceTimersByTimeAsync(39_000);
  hear({});
  await vi.advanceTimersByTimeAsync(39_000);
  expect(at('a')).toEqual(['Ben looking']);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(at('a')).toEqual([]);
});

it('after a new connection only those count who are told of then', async () => {
  const { wire, hear, at } = await desk();
  hear({});
  wire.drop();
  wire.raise();
  expect(at('a')).toEqual([]);
});

it('tells what we do: open, look, write, pause, leave; each once, and again after a reconnect', async () => {
  const { wire, store, said } = await desk();
  expect(said()).toEqual([]);
  store.reading.attentive.value = true;
  await store.open('a');
  store.presences.write('a');
  store.presences.write('a');
  await vi.advanceTimersByTimeAsync(10_000);
  store.reading.attentive.value = false;
  const all = [
    { conversationId: null, state: 'looking' },
    { conversationId: 'a', state: 'looking' },
    { conversationId: 'a', state: 'writing' },
    { conversationId: 'a', state: 'looking' },
    { conversationId: 'a', state: 'away' },
  ];
  expect(said()).toEqual(all);
  wire.drop();
  wire.raise();
  await settle();
  expect(said()).toEqual([...all, all.at(-1)]);
  store.close();
  expect(said().at(-1)).toEqual({ conversationId: null, state: 'away' });
});
