/** What is being written is never lost and never overwritten under the writer's hands. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { conversation, FakeKeeper, FakeServer, NOON, setUp } from './fake.ts';

beforeEach(() => void vi.useFakeTimers({ now: NOON }));
afterEach(() => void vi.useRealTimers());

function start(keeper = new FakeKeeper()) {
  const server = new FakeServer();
  server.rows = [conversation('a')];
  const all = setUp(server, keeper);
  all.store.conversations.learn(server.rows);
  const text = (kind: 'reply' | 'note' = 'reply') => all.store.drafts.text('a', kind).value;
  const elsewhere = (words: string) => {
    all.wire.tell().draft({ conversationId: 'a', kind: 'reply', text: words });
  };
  return { ...all, text, elsewhere };
}

describe('a draft', () => {
  it('is saved once the fingers rest', async () => {
    const { store, server } = start();
    for (const words of ['H', 'He', 'Hey']) {
      store.drafts.write('a', 'reply', words);
      await vi.advanceTimersByTimeAsync(300);
    }
    expect(server.saved).toEqual([]);
    await vi.advanceTimersByTimeAsync(600);
    expect(server.saved).toEqual([{ kind: 'reply', text: 'Hey' }]);
    expect(store.drafts.state('a', 'reply').value).toBe('saved');
    expect(store.conversations.peek('a')?.hasDraft).toBe(true);
  });

  it('is saved one at a time, so that an older save cannot land last', async () => {
    const { store, server } = start();
    const saves: { text: string; done: () => void }[] = [];
    server.doors.saveDraft = (_id, _kind, text) => {
      return new Promise((done) => saves.push({ text, done }));
    };
    store.drafts.write('a', 'reply', 'first');
    await vi.advanceTimersByTimeAsync(600);
    store.drafts.write('a', 'reply', 'second');
    await vi.advanceTimersByTimeAsync(600);
    expect(saves.map(({ text }) => text)).toEqual(['first']);
    saves[0]?.done();
    await vi.advanceTimersByTimeAsync(0);
    expect(saves.map(({ text }) => text)).toEqual(['first', 'second']);
  });

  it('takes over the words of another tab', () => {
    const { text, elsewhere } = start();
    elsewhere('from the phone');
    expect(text()).toBe('from the phone');
  });

  it('is not overwritten while it is being written', async () => {
    const { store, text, elsewhere } = start();
    store.drafts.write('a', 'reply', 'mine');
    elsewhere('theirs');
    expect(text()).toBe('mine');
    // Saved, but the writer only pauses.
    await vi.advanceTimersByTimeAsync(2_000);
    elsewhere('theirs');
    expect(text()).toBe('mine');
    await vi.advanceTimersByTimeAsync(10_000);
    elsewhere('theirs');
    expect(text()).toBe('theirs');
  });

  it('does not touch the other tab of the composer', async () => {
    const { store, text } = start();
    store.drafts.write('a', 'note', 'between us');
    store.drafts.write('a', 'reply', 'to them');
    expect(text('note')).toBe('between us');
    await vi.advanceTimersByTimeAsync(600);
  });

  it('is not overwritten by an answer that was asked for while it was on its way to the server', async () => {
    const { store, server, text } = start();
    let answer: (drafts: []) => void = () => undefined;
    server.doors.drafts = () => new Promise((done) => (answer = done));
    store.drafts.write('a', 'reply', 'mine');
    await vi.advanceTimersByTimeAsync(300);
    store.drafts.flush();
    const loading = store.drafts.load('a');
    await vi.advanceTimersByTimeAsync(0);
    expect(store.drafts.state('a', 'reply').value).toBe('saved');
    answer([]);
    await loading;
    expect(text()).toBe('mine');
  });

  it('that was sent does not come back by an answer that was asked for before', async () => {
    const { store, server, text } = start();
    let answer: (drafts: { kind: 'reply'; text: string }[]) => void = () => undefined;
    server.doors.drafts = () => new Promise((done) => (answer = done as typeof answer));
    store.drafts.write('a', 'reply', 'mine');
    await vi.advanceTimersByTimeAsync(600);
    const loading = store.drafts.load('a');
    store.drafts.clear('a', 'reply');
    await vi.advanceTimersByTimeAsync(0);
    answer([{ kind: 'reply', text: 'mine' }]);
    await loading;
    expect(text()).toBe('');
  });

  it('is not overwritten by an answer that was asked for before the writing', async () => {
    const { store, server, text } = start();
    let answer: (drafts: []) => void = () => undefined;
    server.doors.drafts = () => new Promise((done) => (answer = done));
    const loading = store.drafts.load('a');
    await vi.advanceTimersByTimeAsync(50);
    store.drafts.write('a', 'reply', 'quick');
    await vi.advanceTimersByTimeAsync(700);
    answer([]);
    await loading;
    expect(text()).toBe('quick');
  });

  it('is empty for good after sending, whatever save was waiting', async () => {
    const { store, server, text } = start();
    store.drafts.write('a', 'reply', 'Hello');
    store.drafts.clear('a', 'reply');
    await vi.advanceTimersByTimeAsync(2_000);
    expect(text()).toBe('');
    expect(server.saved).toEqual([{ kind: 'reply', text: '' }]);
    expect(store.conversations.peek('a')?.hasDraft).toBe(false);
  });

  it('waits on the device while there is no network, over a crash too', async () => {
    const keeper = new FakeKeeper();
    const first = start(keeper);
    first.server.doors.saveDraft = () => Promise.reject(new TypeError('network'));
    first.store.drafts.write('a', 'reply', 'on the train');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(first.store.drafts.state('a', 'reply').value).toBe('device');
    first.store.drafts.stop();

    const second = start(keeper);
    expect(second.text()).toBe('on the train');
    await vi.advanceTimersByTimeAsync(0);
    expect(second.server.saved).toEqual([{ kind: 'reply', text: 'on the train' }]);
    expect(keeper.kept.size).toBe(0);
  });
});
