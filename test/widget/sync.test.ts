/** Keeping the line complete, whatever comes late, twice or not at all. */
import { describe, expect, it, vi } from 'vitest';
import type { VisitorLine, VisitorMessage } from '../../server/wire/visitor.ts';
import type { Slice } from '../../widget/panel/api.ts';
import { Refused, Unreachable } from '../../widget/panel/errors.ts';
import { Line } from '../../widget/panel/line.ts';
import { Sync } from '../../widget/panel/sync.ts';
import { createHandAlarm, message, page, settle } from './samples.ts';

/** A server that holds a line, and a tab that keeps up with it. */
function setUp(held: number) {
  const server = { held, perPage: 50 };
  const ask = vi.fn(async (slice: Slice): Promise<VisitorLine> => answer(server, slice));
  const arrived = vi.fn<(messages: VisitorMessage[]) => void>();
  const alarm = createHandAlarm();
  const line = new Line();
  return { server, ask, arrived, alarm, line, sync: new Sync({ line, ask, arrived, alarm }) };
}

function answer({ held, perPage }: { held: number; perPage: number }, slice: Slice): VisitorLine {
  const all = Array.from({ length: held }, (_, index) => index + 1);
  const { after, before, limit = perPage } = slice;
  const wanted = all.filter((seq) => seq > (after ?? 0) && seq < (before ?? held + 1));
  const seqs = after === undefined ? wanted.slice(-limit) : wanted.slice(0, limit);
  return page(seqs, { seq: held, more: seqs.length < wanted.length });
}

const seqs = (line: Line) => line.messages.value.map(({ seq }) => seq);

describe('catching up', () => {
  it('begins with the newest page and tells nobody of history', async () => {
    const { sync, line, arrived } = setUp(45);
    await sync.catchUp();
    expect([seqs(line).length, line.have, line.older.value]).toEqual([30, 45, true]);
    expect(arrived).not.toHaveBeenCalled();
  });

  it('asks for what is missing, page after page', async () => {
    const { sync, line, server, ask, arrived } = setUp(2);
    await sync.catchUp();
    Object.assign(server, { held: 7, perPage: 2 });
    await sync.catchUp();
    expect(seqs(line)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(ask.mock.calls.slice(1).map(([slice]) => slice.after)).toEqual([2, 4, 6]);
    expect(arrived.mock.calls.flat(2).map(({ seq }) => seq)).toEqual([3, 4, 5, 6, 7]);
  });

  it('fills the gap before a message that came too early', async () => {
    const { sync, line, server } = setUp(2);
    await sync.catchUp();
    server.held = 5;
    sync.offer(message(5));
    await settle();
    expect(seqs(line)).toEqual([1, 2, 3, 4, 5]);
  });

  it('does not take an answer that is older than a push for a shorter line', async () => {
    const { sync, line, server, ask } = setUp(2);
    await sync.catchUp();
    let release = (_page: VisitorLine): void => undefined;
    ask.mockImplementationOnce(() => new Promise((resolve) => (release = resolve)));
    const caught = sync.catchUp();
    await settle();
    server.held = 3;
    sync.offer(message(3));
    release(page([], { seq: 2 }));
    await caught;
    expect(seqs(line)).toEqual([1, 2, 3]);
  });

  it('begins anew when the line on the server is another one', async () => {
    const { sync, line, server } = setUp(9);
    await sync.catchUp();
    server.held = 1;
    await sync.catchUp();
    expect(seqs(line)).toEqual([1]);
  });

  it('ignores an answer that belongs to a visitor who is gone', async () => {
    const { sync, line, ask } = setUp(0);
    let release = (_page: VisitorLine): void => undefined;
    ask.mockImplementationOnce(() => new Promise((resolve) => (release = resolve)));
    const caught = sync.catchUp();
    await settle();
    sync.clear();
    release(page([1, 2, 3]));
    await caught;
    expect(seqs(line)).toEqual([]);
  });

  it('hears a wish that is made while it reads', async () => {
    const { sync, server, line } = setUp(1);
    const first = sync.catchUp();
    server.held = 2;
    void sync.catchUp();
    await first;
    expect(line.have).toBe(2);
  });
});

describe('the beat', () => {
  it('fetches when the server is ahead, or says that the talk stands otherwise', async () => {
    const { sync, ask, server } = setUp(2);
    await sync.catchUp();
    sync.compare(2);
    await settle();
    expect(ask).toHaveBeenCalledTimes(1);
    server.held = 3;
    sync.compare(3);
    await settle();
    expect(ask).toHaveBeenCalledTimes(2);
    sync.compare(3, 'open');
    await settle();
    expect(ask).toHaveBeenCalledTimes(2);
    sync.compare(3, 'over');
    await settle();
    expect(ask).toHaveBeenCalledTimes(3);
  });
});

describe('a failure', () => {
  it('is waited out as long as the server asks', async () => {
    const { sync, ask, alarm, line } = setUp(1);
    ask.mockRejectedValueOnce(new Refused(503, 'unavailable', '', 7_000));
    await sync.catchUp();
    expect(alarm.delay).toBe(7_000);
    alarm.ring();
    await settle();
    expect(line.have).toBe(1);
  });

  it('without any answer is left to the next connection', async () => {
    const { sync, ask, alarm, line } = setUp(1);
    ask.mockRejectedValueOnce(new Unreachable());
    await sync.catchUp();
    expect([alarm.delay, line.loaded.value]).toEqual([null, false]);
  });
});

it('history is read upwards, one page at a time', async () => {
  const { sync, line, ask } = setUp(70);
  await sync.catchUp();
  await Promise.all([sync.older(), sync.older()]);
  expect([seqs(line)[0], ask.mock.calls.length]).toEqual([11, 2]);
  await sync.older();
  expect([seqs(line)[0], line.older.value]).toEqual([1, false]);
});
