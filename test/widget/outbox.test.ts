/** Messages on their way: kept, in order, under one key, from one tab at a time. */
import { describe, expect, it, vi } from 'vitest';
import type { VisitorMessage } from '../../server/wire/visitor.ts';
import type { MessageDraft } from '../../widget/panel/api.ts';
import { Refused, Unreachable } from '../../widget/panel/errors.ts';
import { Outbox } from '../../widget/panel/outbox.ts';
import { createBrowser, createHandAlarm, createTurns, message, settle } from './samples.ts';

/** A server that stores each key once, and the tabs of one browser. */
function setUp() {
  const stored = new Map<string, VisitorMessage>();
  const browser = createBrowser();
  const lock = createTurns();
  let now = 1_700_000_000_000;
  const send = vi.fn(async ({ key, text }: MessageDraft): Promise<VisitorMessage> => {
    await settle();
    const known = stored.get(key);
    if (known) return known;
    const made = message(stored.size + 1, { direction: 'in', key, text });
    stored.set(key, made);
    return made;
  });
  const openTab = () => {
    const alarm = createHandAlarm();
    // The line shows what is stored, and what the line shows is settled.
    const show = ({ key }: VisitorMessage) => outbox.settle(new Set([key]));
    const outbox = new Outbox({
      store: browser.openStore(),
      lock,
      alarm,
      send,
      stored: show,
      now: () => ++now,
    });
    return { outbox, alarm };
  };
  const texts = () => [...stored.values()].map(({ text }) => text);
  return { stored, browser, send, openTab, texts, pass: (ms: number) => (now += ms) };
}

const add = (outbox: Outbox, ...texts: string[]) => {
  for (const text of texts) outbox.add(text, [], null);
};
const states = (outbox: Outbox) => outbox.items.value.map((item) => outbox.stateOf(item).at);

describe('writing', () => {
  it('sends in order and forgets what is stored', async () => {
    const { openTab, texts } = setUp();
    const { outbox } = openTab();
    add(outbox, 'one', 'two', 'three');
    expect(outbox.items.value.map(({ text }) => text)).toEqual(['one', 'two', 'three']);
    await outbox.drain();
    expect(texts()).toEqual(['one', 'two', 'three']);
    expect(outbox.items.value).toEqual([]);
  });

  it('keeps what is sent on show until the line has it', async () => {
    const { browser, send } = setUp();
    const outbox = new Outbox({
      store: browser.openStore(),
      lock: createTurns(),
      alarm: createHandAlarm(),
      send,
      stored: () => undefined,
      now: Date.now,
    });
    add(outbox, 'one');
    await outbox.drain();
    await outbox.drain();
    expect([states(outbox), send.mock.calls.length]).toEqual([['sent'], 1]);
  });

  it('sends what is added at the very moment the last one is done', async () => {
    const { openTab, texts, send } = setUp();
    const { outbox } = openTab();
    send.mockImplementationOnce(async (draft) => {
      queueMicrotask(() => queueMicrotask(() => add(outbox, 'late')));
      return message(9, { direction: 'in', key: draft.key });
    });
    add(outbox, 'one');
    await outbox.drain();
    await settle();
    await settle();
    expect(texts()).toEqual(['late']);
  });
});

describe('offline', () => {
  it('waits, says so, and sends in order when the network is back', async () => {
    const { openTab, texts, send } = setUp();
    const { outbox } = openTab();
    outbox.online(false);
    add(outbox, 'one', 'two');
    await outbox.drain();
    expect([send.mock.calls.length, states(outbox)]).toEqual([0, ['waiting', 'waiting']]);
    outbox.online(true);
    await outbox.drain();
    expect(texts()).toEqual(['one', 'two']);
  });

  it('survives a reload of the page', async () => {
    const { openTab, texts } = setUp();
    const before = openTab();
    before.outbox.online(false);
    add(before.outbox, 'one', 'two');
    const after = openTab();
    await after.outbox.drain();
    expect(texts()).toEqual(['one', 'two']);
  });
});

describe('an answer that is lost', () => {
  it('leads to another attempt with the same key, and to one message', async () => {
    const { openTab, stored, send } = setUp();
    const { outbox, alarm } = openTab();
    const real = send.getMockImplementation();
    send.mockImplementationOnce(async (draft) => {
      await real?.(draft);
      throw new Unreachable();
    });
    add(outbox, 'one');
    await outbox.drain();
    expect(states(outbox)).toEqual(['waiting']);
    alarm.ring();
    await outbox.drain();
    const keys = send.mock.calls.map(([{ key }]) => key);
    expect([keys.length, new Set(keys).size, stored.size]).toEqual([2, 1, 1]);
  });

  it('makes the next wait longer, and never the same for two visitors', async () => {
    const { openTab, send } = setUp();
    const { outbox, alarm } = openTab();
    send.mockRejectedValue(new Unreachable());
    add(outbox, 'one');
    const waits: number[] = [];
    for (let turn = 0; turn < 7; turn += 1) {
      await outbox.drain();
      waits.push(alarm.delay ?? 0);
      alarm.ring();
    }
    expect(waits.at(-1)).toBeGreaterThan(10_000);
    expect(Math.max(...waits)).toBeLessThanOrEqual(30_000);
    expect(new Set(waits).size).toBeGreaterThan(3);
  });
});

describe('a busy server', () => {
  it('is given the time it asks for, and the visitor reads how long', async () => {
    const { openTab, texts, send, pass } = setUp();
    const { outbox, alarm } = openTab();
    send.mockRejectedValueOnce(new Refused(429, 'slow_down', '', 20_000));
    add(outbox, 'one', 'two');
    await outbox.drain();
    expect(states(outbox)).toEqual(['delayed', 'delayed']);
    expect(alarm.delay).toBe(20_000);
    await outbox.drain();
    expect(send).toHaveBeenCalledTimes(1);
    pass(20_001);
    alarm.ring();
    await outbox.drain();
    expect(texts()).toEqual(['one', 'two']);
  });
});

describe('a refusal', () => {
  it('sets one message aside and lets the next ones go', async () => {
    const { openTab, texts, send } = setUp();
    const { outbox } = openTab();
    send.mockRejectedValueOnce(new Refused(422, 'invalid', 'text: too long.'));
    add(outbox, 'bad', 'good');
    await outbox.drain();
    expect(texts()).toEqual(['good']);
    expect(states(outbox)).toEqual(['failed']);
    expect(outbox.items.value[0]?.failure).toEqual({ code: 'invalid', detail: 'text: too long.' });
  });

  it('is really tried again when the visitor says so, under the same key', async () => {
    const { openTab, texts, send } = setUp();
    const { outbox } = openTab();
    send.mockRejectedValueOnce(new Refused(422, 'invalid'));
    add(outbox, 'one');
    await outbox.drain();
    const key = outbox.items.value[0]?.key ?? '';
    outbox.retry(key);
    await outbox.drain();
    expect(texts()).toEqual(['one']);
    expect(send.mock.calls.map(([draft]) => draft.key)).toEqual([key, key]);
  });

  it('can be put away; a message on its way cannot', async () => {
    const { openTab, send } = setUp();
    const { outbox } = openTab();
    send.mockRejectedValueOnce(new Refused(422, 'invalid'));
    add(outbox, 'bad');
    await outbox.drain();
    outbox.online(false);
    add(outbox, 'waiting');
    for (const { key } of outbox.items.value) outbox.discard(key);
    expect(outbox.items.value.map(({ text }) => text)).toEqual(['waiting']);
  });

  it('for an unknown visitor is answered with a new token, and no message is lost', async () => {
    const { openTab, texts, send } = setUp();
    const { outbox } = openTab();
    send.mockRejectedValueOnce(new Refused(401, 'unknown_visitor'));
    add(outbox, 'one', 'two');
    await outbox.drain();
    expect(texts()).toEqual(['one', 'two']);
  });

  it('of a broken server is repeated a few times before the visitor is told', async () => {
    const { openTab, send } = setUp();
    const { outbox, alarm } = openTab();
    send.mockRejectedValue(new Refused(500, 'failure'));
    add(outbox, 'one');
    for (let turn = 0; turn < 6; turn += 1) {
      await outbox.drain();
      alarm.ring();
    }
    expect(send).toHaveBeenCalledTimes(4);
    expect(outbox.items.value[0]?.failure?.code).toBe('server');
  });
});

describe('two tabs', () => {
  it('send each message once, in the order it was written', async () => {
    const { openTab, texts, send } = setUp();
    const [one, two] = [openTab().outbox, openTab().outbox];
    for (const tab of [one, two]) tab.online(false);
    add(one, 'a');
    add(two, 'b');
    add(one, 'c');
    for (const tab of [one, two]) tab.online(true);
    await Promise.all([one.drain(), two.drain()]);
    expect(texts()).toEqual(['a', 'b', 'c']);
    expect(send).toHaveBeenCalledTimes(3);
  });

  it('show the same, also when the other one has sent it', async () => {
    const { openTab } = setUp();
    const [one, two] = [openTab().outbox, openTab().outbox];
    for (const tab of [one, two]) tab.online(false);
    add(one, 'a');
    two.reload();
    expect(two.items.value).toEqual(one.items.value);
    one.online(true);
    await one.drain();
    two.reload();
    expect(two.items.value).toEqual([]);
  });
});

it('leaves nothing for the next person after a log-out', () => {
  const { openTab, browser } = setUp();
  const { outbox } = openTab();
  outbox.online(false);
  add(outbox, 'secret');
  outbox.clear();
  expect([outbox.items.value, browser.kept.size]).toEqual([[], 0]);
});

it('is not confused by what else lies in the storage', () => {
  const { openTab, browser } = setUp();
  browser.kept.set('interline:channel:out:broken', '{');
  browser.kept.set('interline:channel:out:odd', '{"key":1}');
  browser.kept.set('interline:other:out:1', '{"key":"k","text":"not ours"}');
  expect(openTab().outbox.items.value).toEqual([]);
});
