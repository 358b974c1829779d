/** What counts as seen, and an answer that is stopped because something was not. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConversationEvent } from '../../../server/wire/events.ts';
import type { Message } from '../../../server/wire/messages.ts';
import { conversation, event, FakeKeeper, FakeServer, message, NOON, setUp } from './fake.ts';

beforeEach(() => void vi.useFakeTimers({ now: NOON }));
afterEach(() => void vi.useRealTimers());

const GLANCE_MS = 400;
const BEN = { id: 'ben', name: 'Ben' };
const answer = (text: string) => ({
  conversationId: 'a',
  kind: 'reply' as const,
  text,
  attachments: [],
});

type Desk = Awaited<ReturnType<typeof opened>>;

/** A conversation in front of somebody who looks at its end. */
async function opened(keeper = new FakeKeeper()) {
  const server = new FakeServer();
  server.rows = [conversation('a')];
  server.log = [event(1)];
  const all = setUp(server, keeper);
  all.wire.openSeq = 1;
  all.wire.raise();
  await vi.advanceTimersByTimeAsync(0);
  await all.store.open('a');
  all.store.reading.attentive.value = true;
  all.store.reading.atEnd.value = true;
  await vi.advanceTimersByTimeAsync(GLANCE_MS);
  const pending = () => all.store.outbox.pending.value.map(({ text, state }) => ({ text, state }));
  return { ...all, pending };
}

function happens({ server, wire }: Desk, change: Partial<Message>): ConversationEvent {
  const seq = server.log.length + 1;
  const next = event(seq, { kind: 'message', data: { message: message(seq, change) } });
  server.log.push(next);
  wire.tell().event(next);
  return next;
}

const theCustomerWrites = (desk: Desk) => happens(desk, {});
const aNoteIsLeft = (desk: Desk) => happens(desk, { direction: 'note', author: BEN });
const itIsAnswered = (desk: Desk) => happens(desk, { direction: 'out', author: BEN });
const begins = ({ store }: Desk) => store.drafts.write('a', 'reply', 'I think');
const looks = () => vi.advanceTimersByTimeAsync(GLANCE_MS);

async function sends(desk: Desk): Promise<void> {
  desk.store.send(answer('I think so'));
  await vi.advanceTimersByTimeAsync(0);
}

const GONE = [{ text: 'I think so', state: 'stored' }];
const STOPPED = [{ text: 'I think so', state: 'stopped' }];

describe('what was seen', () => {
  it.each([
    ['the customer', theCustomerWrites],
    ['a colleague in a note', aNoteIsLeft],
    ['a colleague in an answer', itIsAnswered],
  ])('is what %s said before one began to write, at the end of the line', async (_, said) => {
    const desk = await opened();
    said(desk);
    await looks();
    begins(desk);
    await sends(desk);
    expect(desk.pending()).toEqual(GONE);
  });

  it('is what the customer goes on to say while one writes, however fast one answers', async () => {
    const desk = await opened();
    begins(desk);
    theCustomerWrites(desk);
    await sends(desk);
    expect(desk.pending()).toEqual(GONE);
  });

  it('stays seen when one looks up the line for something', async () => {
    const desk = await opened();
    begins(desk);
    theCustomerWrites(desk);
    desk.store.reading.atEnd.value = false;
    await sends(desk);
    expect(desk.pending()).toEqual(GONE);
  });

  it('is what colleagues say one after the other, without a pause', async () => {
    const desk = await opened();
    for (let n = 0; n < 5; n++) {
      aNoteIsLeft(desk);
      await vi.advanceTimersByTimeAsync(GLANCE_MS / 2);
    }
    // What came during one glance is looked at in the next.
    await looks();
    await looks();
    await sends(desk);
    expect(desk.pending()).toEqual(GONE);
  });
});

describe('an answer is stopped', () => {
  it.each([
    ['a note', aNoteIsLeft],
    ['an answer', itIsAnswered],
  ])('by %s that came while one wrote', async (_, said) => {
    const desk = await opened();
    begins(desk);
    said(desk);
    await looks();
    await sends(desk);
    expect(desk.pending()).toEqual(STOPPED);
  });

  it.each([
    ['a note', aNoteIsLeft],
    ['an answer', itIsAnswered],
  ])('by %s that came a moment before, too short for a glance', async (_, said) => {
    const desk = await opened();
    said(desk);
    await sends(desk);
    expect(desk.pending()).toEqual(STOPPED);
  });

  it.each([
    ['a note', aNoteIsLeft],
    ['an answer', itIsAnswered],
  ])('by %s that came before, while one looked elsewhere', async (_, said) => {
    const desk = await opened();
    desk.store.reading.atEnd.value = false;
    said(desk);
    await looks();
    begins(desk);
    await sends(desk);
    expect(desk.pending()).toEqual(STOPPED);
    expect(desk.store.outbox.pending.value[0]?.missed?.map(({ seq }) => seq)).toEqual([2]);
  });

  it('by what came while the line was down', async () => {
    const desk = await opened();
    desk.wire.drop();
    const note = message(2, { direction: 'note', author: BEN });
    desk.server.log.push(event(2, { kind: 'message', data: { message: note } }));
    await sends(desk);
    expect(desk.pending()).toEqual(STOPPED);
  });

  it('but not by an automatic answer', async () => {
    const desk = await opened();
    begins(desk);
    happens(desk, { direction: 'out', automatic: 'reply' });
    expect(desk.store.sight.of('a')).toBe(2);
  });

  it('but not by the customer, who went on writing while the line was down', async () => {
    const desk = await opened();
    desk.wire.drop();
    desk.server.log.push(event(2));
    await sends(desk);
    expect(desk.pending()).toEqual(GONE);
  });
});

describe('a stopped answer', () => {
  async function stopped(keeper = new FakeKeeper()) {
    const desk = await opened(keeper);
    begins(desk);
    aNoteIsLeft(desk);
    await looks();
    await sends(desk);
    expect(desk.pending()).toEqual(STOPPED);
    return desk;
  }

  it('goes once its writer was told', async () => {
    const { store, pending } = await stopped();
    const [one] = store.outbox.pending.value;
    if (!one) throw new Error('it is gone');
    store.sight.shown('a', 2);
    store.sendAnyway(one);
    await vi.advanceTimersByTimeAsync(0);
    expect(pending()).toEqual(GONE);
  });

  it('is stopped again by what came after that', async () => {
    const desk = await stopped();
    const [one] = desk.store.outbox.pending.value;
    if (!one) throw new Error('it is gone');
    desk.store.sight.shown('a', 2);
    const note = message(3, { direction: 'note', author: BEN });
    desk.server.log.push(event(3, { kind: 'message', data: { message: note } }));
    desk.store.sendAnyway(one);
    await vi.advanceTimersByTimeAsync(0);
    expect(desk.pending()).toEqual(STOPPED);
    expect(desk.store.outbox.pending.value[0]?.missed?.map(({ seq }) => seq)).toEqual([3]);
  });

  it('is still there, and still stopped, after the tab crashed', async () => {
    const keeper = new FakeKeeper();
    await stopped(keeper);
    const { pending, server } = await opened(keeper);
    expect(pending()).toEqual(STOPPED);
    expect(server.posts).toEqual([]);
  });
});
