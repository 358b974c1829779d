/** The live connection as the visitor's widget lives with it: jitter, beats, farewells and detours. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Connection } from '../../widget/panel/connection.ts';
import type { Carrier } from '../../widget/panel/wire.ts';
import { message } from './samples.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

class FakeCarrier implements Carrier {
  onmessage: Carrier['onmessage'] = null;
  onclose: Carrier['onclose'] = null;
  readyState = 1;
  readonly sent: string[] = [];
  readonly way: string;

  constructor(way: string) {
    this.way = way;
  }

  send(text: string): void {
    this.sent.push(text);
  }

  close(): void {
    this.readyState = 3;
  }

  say(text: string): void {
    this.onmessage?.({ data: text });
  }

  letIn(): void {
    this.say('40/visitor,{"sid":"s"}');
  }
}

function setUp() {
  const carriers: FakeCarrier[] = [];
  const open = (way: string) => () => {
    const carrier = new FakeCarrier(way);
    carriers.push(carrier);
    return carrier;
  };
  const events = {
    connected: vi.fn(),
    message: vi.fn(),
    typing: vi.fn(),
    seen: vi.fn(),
    beat: vi.fn(),
    unknownVisitor: vi.fn(),
  };
  const ways = { first: open('first'), second: open('second') };
  const connection = new Connection({ channelId: 'c', ways, random: () => 0.5 }, events);
  const last = (): FakeCarrier => {
    const carrier = carriers.at(-1);
    if (!carrier) throw new Error('nothing was opened');
    return carrier;
  };
  return { connection, events, carriers, last };
}

describe('a visitor with a token', () => {
  it('connects with it, and with none of it is there nothing', () => {
    const { connection, carriers, last } = setUp();
    connection.use(null);
    expect([carriers.length, connection.state.value]).toEqual([0, 'off']);
    connection.use('token');
    last().say('0{"sid":"x"}');
    expect(last().sent).toEqual(['40/visitor,{"channelId":"c","token":"token"}']);
    last().letIn();
    expect(connection.state.value).toBe('live');
    connection.use(null);
    expect([last().readyState, connection.state.value]).toEqual([3, 'off']);
  });

  it('hears what the server says', () => {
    const { connection, events, last } = setUp();
    connection.use('token');
    last().letIn();
    last().say(`42/visitor,["message",${JSON.stringify(message(1))}]`);
    last().say('42/visitor,["typing",{"name":"Ana","active":true}]');
    last().say('42/visitor,["seen",{"seq":4}]');
    last().say('42/visitor,["invented",{}]');
    expect(events.connected).toHaveBeenCalledTimes(1);
    expect(events.message).toHaveBeenCalledWith(message(1));
    expect(events.typing).toHaveBeenCalledWith('Ana', true);
    expect(events.seen).toHaveBeenCalledWith(4);
  });

  it('who is unknown is not tried again with the same token', () => {
    const { connection, events, last, carriers } = setUp();
    connection.use('token');
    last().say('44/visitor,{"message":"unknown_visitor"}');
    expect(events.unknownVisitor).toHaveBeenCalledWith('token');
    vi.advanceTimersByTime(60_000);
    expect(carriers.length).toBe(1);
  });
});

describe('a line that breaks', () => {
  it('is opened again after a wait that grows to ten seconds and a half', () => {
    const { connection, carriers, last } = setUp();
    connection.use('token');
    const waits: number[] = [];
    for (let turn = 0; turn < 8; turn += 1) {
      const { length } = carriers;
      last().onclose?.();
      const start = Date.now();
      while (carriers.length === length) vi.advanceTimersByTime(50);
      waits.push(Date.now() - start);
    }
    expect(connection.state.value).toBe('lost');
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 10_000, 10_000, 10_000]);
  });

  it('is opened at once when the network comes back', () => {
    const { connection, carriers, last } = setUp();
    connection.use('token');
    for (let turn = 0; turn < 5; turn += 1) {
      last().onclose?.();
      vi.advanceTimersByTime(15_000);
    }
    last().onclose?.();
    const { length } = carriers;
    connection.wake();
    vi.advanceTimersByTime(300);
    expect(carriers.length).toBe(length + 1);
  });

  it('tells nothing of an old connection that speaks late', () => {
    const { connection, events, carriers } = setUp();
    connection.use('one');
    connection.use('two');
    carriers[0]?.letIn();
    carriers[0]?.say('42/visitor,["seen",{"seq":4}]');
    expect([events.connected, events.seen].map(({ mock }) => mock.calls.length)).toEqual([0, 0]);
  });
});

describe('the beat', () => {
  it('asks every twenty seconds how far the server is', () => {
    const { connection, events, last } = setUp();
    connection.use('token');
    last().letIn();
    vi.advanceTimersByTime(20_000);
    expect(last().sent).toEqual(['42/visitor,1["beat"]']);
    last().say('43/visitor,1[{"ok":true,"seq":9,"talk":"over"}]');
    expect(events.beat).toHaveBeenCalledWith(9, 'over');
    vi.advanceTimersByTime(20_000);
    expect(last().sent.length).toBe(2);
  });

  it('that nobody answers within five seconds means a new connection', () => {
    const { connection, carriers, last } = setUp();
    connection.use('token');
    last().letIn();
    vi.advanceTimersByTime(25_500);
    expect([carriers.length, carriers[0]?.readyState, connection.state.value]).toEqual([
      2,
      3,
      'lost',
    ]);
  });

  it('is sent at once after a sleep', () => {
    const { connection, last } = setUp();
    connection.use('token');
    last().letIn();
    connection.check();
    expect(last().sent).toEqual(['42/visitor,1["beat"]']);
  });
});

describe('a server that sends us to look', () => {
  it('is asked how far the line goes, after a random part of the time it named', () => {
    const { connection, last } = setUp();
    connection.use('token');
    last().letIn();
    last().say('42/visitor,["look",{"within":2000}]');
    vi.advanceTimersByTime(900);
    expect(last().sent).toEqual([]);
    vi.advanceTimersByTime(200);
    expect(last().sent).toEqual(['42/visitor,1["beat"]']);
  });
});

describe('a server that stops', () => {
  it('is heard until it is left for another, after a random part of the time it named', () => {
    const { connection, carriers, last, events } = setUp();
    connection.use('token');
    last().letIn();
    last().say('42/visitor,["goodbye",{"within":8000}]');
    vi.advanceTimersByTime(3_900);
    expect([carriers.length, connection.state.value]).toEqual([1, 'live']);
    last().say('42/visitor,["seen",{"seq":7}]');
    expect(events.seen).toHaveBeenCalledWith(7);
    vi.advanceTimersByTime(200);
    expect([carriers.length, carriers[0]?.readyState]).toEqual([2, 3]);
    last().letIn();
    expect(connection.state.value).toBe('live');
  });

  it('that cuts the line at once is asked again no sooner than it was going to be', () => {
    const { connection, carriers, last } = setUp();
    connection.use('token');
    last().letIn();
    last().say('42/visitor,["goodbye",{"within":8000}]');
    last().onclose?.();
    expect(connection.state.value).toBe('lost');
    vi.advanceTimersByTime(3_900);
    expect(carriers.length).toBe(1);
    vi.advanceTimersByTime(200);
    expect(carriers.length).toBe(2);
  });

  it('that finds us too slow is asked again, and everything is caught up', () => {
    const { connection, carriers, last, events } = setUp();
    connection.use('token');
    last().letIn();
    last().say('42/visitor,["resync"]');
    vi.advanceTimersByTime(600);
    last().letIn();
    expect([carriers.length, events.connected.mock.calls.length]).toEqual([2, 2]);
  });
});

describe('the second way', () => {
  const waysOf = (count: number, provenFirst: boolean): string => {
    const { connection, carriers, last } = setUp();
    connection.use('token');
    if (provenFirst) last().letIn();
    while (carriers.length < count) {
      last().onclose?.();
      vi.advanceTimersByTime(15_000);
    }
    return carriers.map(({ way }) => way[0]).join('');
  };

  it('is tried when the first gets nowhere', () => expect(waysOf(6, false)).toBe('ffsffs'));

  it('is not, once the first has worked: then the server is away, not the way', () =>
    expect(waysOf(6, true)).toBe('ffffff'));
});

it('typing is told only while the line lives, never kept for later', () => {
  const { connection, last } = setUp();
  connection.use('token');
  connection.typing(true);
  last().letIn();
  connection.typing(false);
  expect(last().sent).toEqual(['42/visitor,1["typing",{"active":false}]']);
});
