/** The arithmetic behind the screens. */
import { describe, expect, it } from 'vitest';
import { fileProblem, lengthOf } from '../../../inbox-ui/inbox/composer/limits.ts';
import { isStroke, Sequence } from '../../../inbox-ui/inbox/keys/keymap.ts';
import { inSight, layOut } from '../../../inbox-ui/inbox/list/windowing.ts';
import { presetsAt } from '../../../inbox-ui/inbox/snooze-presets.ts';
import { keepSame, type LineSource, toItems } from '../../../inbox-ui/inbox/thread/line-items.ts';
import { findLinks } from '../../../inbox-ui/inbox/thread/links.ts';
import type { LineEvent } from '../../../inbox-ui/store/line.ts';
import type { Group } from '../../../inbox-ui/store/views.ts';
import { event, message } from '../store/fake.ts';

describe('the line', () => {
  const at = (minute: number) => new Date(2026, 2, 12, 10, minute).toISOString();
  const said = (seq: number, minute: number, change: Parameters<typeof message>[1] = {}) => {
    const step = event(seq, {
      kind: 'message',
      data: { message: message(seq, { createdAt: at(minute), ...change }) },
    });
    return { ...step, at: at(minute) } as LineEvent;
  };
  const source = (change: Partial<LineSource>): LineSource => {
    return { id: 'a', events: [], pending: [], more: true, boundary: null, me: 'me', ...change };
  };
  const kinds = (change: Partial<LineSource>) => toItems(source(change)).map(({ kind }) => kind);

  it('groups what one person says in one breath', () => {
    const items = toItems(source({ events: [said(1, 0), said(2, 2), said(3, 20)] }));
    const heads = items.map((item) => item.kind === 'message' && item.head);
    expect(heads).toEqual([false, true, false, true]);
  });

  it('begins with its channel, and shows when the talk moves to another', () => {
    const events = [said(1, 0), said(2, 1, { channelId: 'mail' })];
    expect(kinds({ events, more: false })).toEqual([
      'day',
      'channel',
      'message',
      'channel',
      'message',
    ]);
    expect(kinds({ events, more: true })).toEqual(['day', 'message', 'channel', 'message']);
  });

  it('draws again only what changed', () => {
    const events = [said(1, 0), said(2, 1, { direction: 'out', state: 'queued' })];
    const before = toItems(source({ events }));
    const sent = said(2, 1, { direction: 'out', state: 'accepted' });
    const after = keepSame(before, toItems(source({ events: [events[0] ?? sent, sent] })));
    expect(after.map((item, at) => item === before[at])).toEqual([true, true, false]);
  });

  it('divides what was read from what is new', () => {
    const events = [said(1, 0), said(2, 1, { direction: 'out' }), said(3, 2), said(4, 3)];
    const items = toItems(source({ events, boundary: 1 }));
    expect(items.map(({ kind }) => kind)).toEqual([
      'day',
      'message',
      'message',
      'unread',
      'message',
      'message',
    ]);
    expect(items.find(({ kind }) => kind === 'unread')).toMatchObject({ count: 2 });
  });

  it('shows a message once, whether still on its way or already there', () => {
    const pending = {
      key: 'k1',
      conversationId: 'a',
      kind: 'reply',
      text: 'Hi',
      attachments: [],
      createdAt: at(1),
      state: 'posting',
      reason: null,
      message: null,
    } as const;
    const waiting = { ...pending, attachments: [] };
    expect(kinds({ events: [said(1, 0)], pending: [waiting] })).toEqual([
      'day',
      'message',
      'pending',
    ]);
    const there = said(2, 1, { direction: 'out', key: 'k1' });
    const items = toItems(source({ events: [said(1, 0), there], pending: [waiting] }));
    expect(items.map(({ kind, key }) => [kind, key]).at(-1)).toEqual(['message', 'k1']);
    expect(items).toHaveLength(3);
  });
});

describe('links', () => {
  const hrefs = (text: string) => findLinks(text).flatMap(({ href }) => href ?? []);
  it('are found without the full stop after them', () => {
    expect(hrefs('See https://a.example/x?y=1. Or www.b.example!')).toEqual([
      'https://a.example/x?y=1',
      'https://www.b.example/',
    ]);
    expect(hrefs('(https://a.example/wiki/X_(y))')).toEqual(['https://a.example/wiki/X_(y)']);
  });
  it('lead nowhere dangerous', () => {
    expect(hrefs('javascript:alert(1) data:text/html,x file:///etc http://')).toEqual([]);
  });
  it('lose no words around them', () => {
    const text = 'a https://b.example, c\nwww.d.example.';
    expect(
      findLinks(text)
        .map((part) => part.text)
        .join(''),
    ).toBe(text);
  });
});

describe('keys', () => {
  const press = (
    key: string,
    code = '',
    held: Partial<Record<'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey', boolean>> = {},
  ) => {
    return { key, code, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...held };
  };
  it('go by what is printed on them', () => {
    // AZERTY: the key in the place of Q says A.
    expect(isStroke('a', press('a', 'KeyQ'))).toBe(true);
    expect(isStroke('q', press('a', 'KeyQ'))).toBe(false);
  });
  it('go by their place where nothing Latin is printed', () => {
    expect(isStroke('j', press('о', 'KeyJ'))).toBe(true);
    expect(isStroke('shift+e', press('У', 'KeyE', { shiftKey: true }))).toBe(true);
    expect(isStroke('?', press('？', 'Slash', { shiftKey: true }))).toBe(true);
    expect(isStroke('/', press('？', 'Slash', { shiftKey: true }))).toBe(false);
  });
  it('mean something else with Shift, Ctrl or Alt', () => {
    expect(isStroke('e', press('E', 'KeyE', { shiftKey: true }))).toBe(false);
    expect(isStroke('shift+e', press('E', 'KeyE', { shiftKey: true }))).toBe(true);
    expect(isStroke('r', press('r', 'KeyR', { ctrlKey: true }), false)).toBe(false);
    expect(isStroke('mod+k', press('k', 'KeyK', { ctrlKey: true }), false)).toBe(true);
    expect(isStroke('mod+k', press('k', 'KeyK', { metaKey: true }), true)).toBe(true);
    expect(isStroke('a', press('a', 'KeyA', { altKey: true }))).toBe(false);
  });
  it('of signs do not care how the layout writes them', () => {
    expect(isStroke('?', press('?', 'Minus', { shiftKey: true }))).toBe(true);
    expect(isStroke('/', press('/', 'Digit7', { shiftKey: true }))).toBe(true);
  });
  it('of digits are what is printed, with Shift where the layout has them there', () => {
    expect(isStroke('1', press('1', 'Digit1'))).toBe(true);
    expect(isStroke('1', press('1', 'Digit1', { shiftKey: true }))).toBe(true);
    expect(isStroke('1', press('!', 'Digit1', { shiftKey: true }))).toBe(false);
  });
  it('can follow each other, for a moment', () => {
    const bindings = ['g i', 'i', 'e'];
    const sequence = new Sequence();
    expect(sequence.match(bindings, press('g'), 0)).toBe('pending');
    expect(sequence.match(bindings, press('i'), 500)).toBe('g i');
    expect(sequence.match(bindings, press('i'), 600)).toBe('i');
    expect(sequence.match(bindings, press('g'), 700)).toBe('pending');
    expect(sequence.match(bindings, press('i'), 5_000)).toBe('i');
  });
});

describe('snooze presets', () => {
  const ids = (now: Date) => presetsAt(now).map(({ id }) => id);
  it('fit the day', () => {
    // A Thursday morning, evening, and a Sunday.
    expect(ids(new Date(2026, 2, 12, 10, 20))).toEqual(['laterToday', 'tomorrow', 'monday']);
    expect(ids(new Date(2026, 2, 12, 19, 0))).toEqual(['tomorrow', 'monday']);
    expect(ids(new Date(2026, 2, 15, 10, 0))).toEqual(['laterToday', 'tomorrow']);
    const [later, tomorrow, monday] = presetsAt(new Date(2026, 2, 12, 10, 20));
    expect(later?.at).toEqual(new Date(2026, 2, 12, 13));
    expect(tomorrow?.at).toEqual(new Date(2026, 2, 13, 9));
    expect(monday?.at).toEqual(new Date(2026, 2, 16, 9));
    expect(presetsAt(new Date(2026, 2, 16, 8)).at(-1)?.at).toEqual(new Date(2026, 2, 23, 9));
  });
});

describe('a long list', () => {
  const entries = Array.from({ length: 1000 }, (_, at) => {
    return { id: `r${at}`, group: at < 3 ? 'overdue' : 'today' } as const;
  });
  it('is as tall as all of it and has only the rows in sight', () => {
    const { placed, height } = layOut(entries, 64);
    expect(height).toBe(1000 * 64 + 2 * 32);
    const seen = inSight(placed, { top: 32_000, height: 800 }, 'r0');
    expect(seen.length).toBeLessThan(40);
    expect(seen[0]).toMatchObject({ id: 'r0' });
  });
});

describe('a list in groups', () => {
  const heads = (...groups: Group[]) => {
    const entries = groups.map((group, at) => ({ id: `r${at}`, group }));
    return layOut(entries, 64).placed.flatMap((one) =>
      one.kind === 'heading' ? [`${one.group} ${one.count}`] : [],
    );
  };
  it('says each once, also when rows keep the places they had', () => {
    expect(heads('pressing', 'overdue', 'today', 'overdue')).toEqual([
      'pressing 1',
      'overdue 2',
      'today 1',
    ]);
  });
  it('says again what goes on behind those of low priority', () => {
    expect(heads('today', 'low', 'low', 'today', 'earlier')).toEqual([
      'today 1',
      'low 2',
      'today 1',
      'earlier 1',
    ]);
  });
});

describe('limits of a channel', () => {
  const rules = {
    text: { max: 10, countedAs: 'characters' },
    attachments: { types: ['image/*', 'application/pdf'], maxBytes: 100, maxCount: 2 },
    formatting: false,
  };
  it('count as the channel does', () => {
    expect(lengthOf('👍é', 'characters')).toBe(2);
    expect(lengthOf('👍é', 'utf16-units')).toBe(3);
    expect(lengthOf('👍é', 'utf8-bytes')).toBe(6);
  });
  it('refuse a file before it is uploaded', () => {
    const file = { name: 'a.png', type: 'image/png', size: 50 };
    expect(fileProblem(file, rules, 0)).toBeNull();
    expect(fileProblem(file, rules, 2)).toBe('tooMany');
    expect(fileProblem({ ...file, size: 101 }, rules, 0)).toBe('tooBig');
    expect(fileProblem({ ...file, size: 0 }, rules, 0)).toBe('empty');
    expect(fileProblem({ ...file, type: 'video/mp4' }, rules, 0)).toBe('wrongType');
    expect(fileProblem({ ...file, type: '' }, rules, 0)).toBeNull();
    expect(fileProblem(file, { ...rules, attachments: null }, 0)).toBe('noFiles');
  });
});
