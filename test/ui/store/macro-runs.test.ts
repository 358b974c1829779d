/** Macros in the store: asked for once, learnt as a whole, and taken back as one step. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Macro } from '../../../server/wire/macros.ts';
import { conversation, FakeServer, NOON, refusal, setUp } from './fake.ts';

beforeEach(() => void vi.useFakeTimers({ now: NOON }));
afterEach(() => void vi.useRealTimers());

const MACRO: Macro = {
  id: 'macro',
  name: 'Thanks',
  actions: [{ do: 'draft', text: 'Thanks' }],
  shared: false,
  updatedAt: new Date(NOON).toISOString(),
};

function start() {
  const server = new FakeServer();
  server.rows = [conversation('a', { seq: 4 }), conversation('b', { seq: 7 })];
  const all = setUp(server);
  all.store.conversations.learn(server.rows);
  return { ...all, status: () => ['a', 'b'].map((id) => all.store.conversations.peek(id)?.status) };
}

it('tells how far the agent has seen each, and shows what came of it', async () => {
  const { store, server, status } = start();
  expect(await store.macros.run(MACRO, ['a', 'b'], null)).toBe(true);
  expect(server.runs).toMatchObject([{ id: 'macro', seen: [4, 7] }]);
  expect(status()).toEqual(['done', 'done']);
  expect(store.drafts.text('a', 'reply').peek()).toBe('Laid there');
});

it('what stands in the field is on the server before the macro adds to it', async () => {
  const { store, server } = start();
  store.drafts.write('a', 'reply', 'Half a');
  const run = server.doors.runMacro;
  server.doors.runMacro = (id, asked) => {
    expect(server.saved).toEqual([{ kind: 'reply', text: 'Half a' }]);
    return run(id, asked);
  };
  expect(await store.macros.run(MACRO, ['a'], null)).toBe(true);
  await vi.advanceTimersByTimeAsync(2_000);
  // Our own older words do not come after it.
  expect(server.saved).toHaveLength(1);
});

it('is one step, which undo takes back under the same key', async () => {
  const { store, server, status } = start();
  await store.macros.run(MACRO, ['a', 'b'], null);
  expect(store.changes.undo.steps.value).toHaveLength(1);
  expect(await store.changes.undo.pop()).toBe(true);
  expect(server.takenBack).toEqual([server.runs[0]?.key]);
  expect(status()).toEqual(['open', 'open']);
});

it('asks again under the same key when no answer came', async () => {
  const { store, server } = start();
  const run = server.doors.runMacro;
  let lost = true;
  server.doors.runMacro = async (id, asked) => {
    const answer = await run(id, asked);
    if (!lost) return answer;
    lost = false;
    throw new TypeError('the line broke');
  };
  expect(await store.macros.run(MACRO, ['a'], null)).toBe(true);
  const [first, second] = server.runs;
  expect(first?.key).toBeDefined();
  expect(second?.key).toBe(first?.key);
});

it('that was refused leaves nothing to take back, and says why', async () => {
  const { store, server, status } = start();
  server.doors.runMacro = () => Promise.reject(refusal(409, 'unseen'));
  expect(await store.macros.run(MACRO, ['a'], null)).toBe(false);
  expect(status()).toEqual(['open', 'open']);
  expect(store.changes.undo.steps.value).toEqual([]);
  expect(store.changes.failed.value).toMatchObject({ of: 1, error: { code: 'unseen' } });
});
