/** The small parts of the panel: groups on the line, receipts, typing, storage, words. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Choices } from '../../widget/panel/choices.ts';
import { entriesOf } from '../../widget/panel/entries.ts';
import type { Outgoing } from '../../widget/panel/outgoing.ts';
import { Receipts } from '../../widget/panel/receipts.ts';
import { createStore } from '../../widget/panel/store.ts';
import { OwnTyping, TheirTyping } from '../../widget/panel/typing.ts';
import { en } from '../../widget/words/en.ts';
import { languageOf, NAMES } from '../../widget/words/launcher.ts';
import { panel as russian } from '../../widget/words/ru.ts';
import { fill, formOf, LOCALES, pickLocale } from '../../widget/words/words.ts';
import { createBrowser, createDrawer, message } from './samples.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const at = (time: string, change: Parameters<typeof message>[1] = {}) =>
  message(1, { id: time, createdAt: new Date(`2026-03-0${time}`).toISOString(), ...change });

function outgoing(key: string, time: string): Outgoing {
  const createdAt = new Date(`2026-03-0${time}`).toISOString();
  return { key, text: key, attachments: [], claims: null, createdAt, failure: null };
}

describe('the line as it is drawn', () => {
  const drawn = (...given: Parameters<typeof entriesOf>) =>
    entriesOf(...given).map((entry) =>
      entry.kind === 'day'
        ? 'day'
        : `${entry.first ? '[' : ''}${entry.kind}${entry.last ? ']' : ''}`,
    );

  it('begins each day with a station and groups what one person says at once', () => {
    const messages = [
      at('1T10:00'),
      at('1T10:01'),
      at('1T10:02', { author: 'Tom' }),
      at('1T10:20', { author: 'Tom' }),
      at('2T10:00', { author: 'Tom' }),
    ];
    const first = ['day', '[message', 'message]', '[message]', '[message]'];
    expect(drawn(messages, [])).toEqual([...first, 'day', '[message]']);
  });

  it('shows what is on its way at the end, and never what is stored already', () => {
    const stored = at('1T10:00', { direction: 'in', key: 'a' });
    const entries = entriesOf([stored], [outgoing('a', '1T10:00'), outgoing('b', '1T10:01')]);
    expect(entries.map(({ id }) => id).slice(1)).toEqual(['a', 'b']);
  });

  it('gives a message the same place before and after it is stored', () => {
    const before = entriesOf([], [outgoing('a', '1T10:00')]);
    const after = entriesOf([at('1T10:00', { direction: 'in', key: 'a' })], []);
    expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  });
});

describe('receipts', () => {
  it('are gathered, only grow, and what is read needs no second word that it arrived', async () => {
    const tell = vi.fn(async () => undefined);
    const receipts = new Receipts(tell);
    receipts.note('delivered', 3);
    receipts.note('read', 2);
    receipts.note('read', 3);
    receipts.note('read', 1);
    await vi.advanceTimersByTimeAsync(500);
    expect(tell.mock.calls).toEqual([['read', 3]]);
    receipts.note('delivered', 4);
    await vi.advanceTimersByTimeAsync(500);
    expect(tell.mock.lastCall).toEqual(['delivered', 4]);
  });

  it('that got lost are told again', async () => {
    const tell = vi.fn(async () => undefined).mockRejectedValueOnce(new Error('away'));
    new Receipts(tell).note('read', 1);
    await vi.advanceTimersByTimeAsync(11_000);
    expect(tell.mock.calls).toEqual([
      ['read', 1],
      ['read', 1],
    ]);
  });
});

describe('typing', () => {
  it('is told at most every three seconds, and its end once', () => {
    const tell = vi.fn();
    const typing = new OwnTyping(tell);
    for (let letters = 1; letters <= 50; letters += 1) {
      typing.changed('x'.repeat(letters));
      vi.advanceTimersByTime(100);
    }
    typing.changed('');
    typing.stop();
    expect(tell.mock.calls).toEqual([[true], [true], [false]]);
  });

  it('of the other side is forgotten after six seconds', () => {
    const typing = new TheirTyping();
    typing.heard('Ana', true);
    vi.advanceTimersByTime(5_900);
    expect(typing.name.value).toBe('Ana');
    vi.advanceTimersByTime(200);
    expect(typing.name.value).toBeNull();
  });
});

describe('the store', () => {
  const refuse = () => {
    throw new DOMException('denied', 'SecurityError');
  };
  const forbidden = {
    getItem: refuse,
    setItem: refuse,
    removeItem: refuse,
    key: refuse,
    length: 1,
  };

  it.each([
    ['forbidden', forbidden],
    ['missing', null],
  ])('works for as long as the page lives where storage is %s', (_what, area) => {
    const store = createStore('channel', { area });
    store.set('out:2', 'b');
    store.set('out:1', 'a');
    expect([store.get('out:1'), store.names('out:')]).toEqual(['a', ['out:1', 'out:2']]);
    store.remove('out:1');
    expect([store.get('out:1'), store.names('')]).toEqual([null, ['out:2']]);
  });

  it('puts the session and what was written, and only that, into the jar where nothing else lasts', () => {
    const { jar, kept } = createDrawer();
    const store = createStore('channel', { area: forbidden, jar });
    for (const name of ['session', 'draft', 'read', 'out:1', 'answers']) store.set(name, 'words');
    const lasting = ['answers', 'draft', 'out:1', 'session'];
    expect([...kept.keys()].sort()).toEqual(lasting);
    kept.set('somebody else', 'words');
    const next = createStore('channel', { area: forbidden, jar });
    expect([next.names(''), next.names('out:')]).toEqual([lasting, ['out:1']]);
    expect(next.get('out:1')).toBe('words');
    for (const name of next.names('')) next.remove(name);
    expect([...kept.keys()]).toEqual(['somebody else']);
  });

  it('remembers what the jar cannot take', () => {
    const full = { ...createDrawer().jar, write: refuse };
    const store = createStore('channel', { area: forbidden, jar: full });
    store.set('out:1', 'words');
    expect([store.get('out:1'), store.names('out:')]).toEqual(['words', ['out:1']]);
  });

  it('neither keeps nor reads anything until that is allowed, then keeps what was said so far', () => {
    const { area, kept } = createBrowser();
    kept.set('interline:channel:read', '7');
    const store = createStore('channel', { area, kept: false });
    store.set('session', 'token');
    expect([store.get('session'), store.get('read'), store.names('')]).toEqual([
      'token',
      null,
      ['session'],
    ]);
    expect(kept.size).toBe(1);
    store.allow(true);
    expect([store.get('read'), kept.get('interline:channel:session')]).toEqual(['7', 'token']);
  });

  it('takes back what was kept when that is no longer allowed, and lives on', () => {
    const { area, kept } = createBrowser();
    const { jar, kept: drawer } = createDrawer();
    drawer.set('session', 'from an earlier page');
    const store = createStore('channel', { area, jar });
    store.set('draft', 'words');
    store.allow(false);
    expect([kept.size, drawer.size]).toEqual([0, 0]);
    expect([store.get('draft'), store.get('session')]).toEqual(['words', 'from an earlier page']);
  });

  it('leaves the jar alone where storage works', () => {
    const write = vi.fn();
    const { area } = createBrowser();
    const jar = { ...createDrawer().jar, write };
    createStore('channel', { area, jar }).set('session', 'token');
    expect(write).not.toHaveBeenCalled();
  });
});

describe('what the visitor chose', () => {
  it('is there at the next opening and in the other tabs, and gone when it is chosen away', () => {
    const { openStore } = createBrowser();
    const [one, other] = [new Choices(openStore()), new Choices(openStore())];
    expect([one.size.value, one.sound.value]).toEqual(['', '']);
    one.choose('size', '140%');
    one.choose('sound', 'on');
    other.adopt();
    expect([other.size.value, other.sound.value]).toEqual(['140%', 'on']);
    one.choose('sound', '');
    const next = new Choices(openStore());
    expect([next.size.value, next.sound.value]).toEqual(['140%', '']);
  });
});

describe('words', () => {
  it('are those of the first language that is spoken here', () => {
    expect(pickLocale(['sv', 'de-CH', 'en'])).toBe('de');
    expect(pickLocale(['EN_gb'])).toBe('en');
    expect(pickLocale(['fil', 'kok', 'pt-PT'])).toBe('pt-BR');
    expect(['zh', 'zh-SG', 'zh-Hans-TW'].map((one) => pickLocale([one]))).toEqual(
      Array(3).fill('zh-CN'),
    );
    expect(['zh-Hant', 'zh_HK', 'zh-tw'].map((one) => pickLocale([one]))).toEqual(
      Array(3).fill('zh-TW'),
    );
    expect(pickLocale([])).toBe('en');
  });

  it('are chosen alike by the launcher, which has only a name to say', () => {
    expect(LOCALES.map((locale) => languageOf([locale]))).toEqual(
      LOCALES.map((locale) => locale.slice(0, 2)),
    );
    expect(languageOf(['constructor', 'EN_gb'])).toBe('en');
    expect(NAMES[languageOf(['sv', 'ja-JP'])]).toBe('チャット');
  });

  it('go with their number, in the digits of the place', () => {
    const { offlineWaiting } = russian;
    const said = [1, 3, 5, 21].map((count) => formOf(offlineWaiting, count, 'ru'));
    expect(new Set(said).size).toBe(3);
    expect(said[3]).toBe(said[0]);
    expect(formOf('{count}', 1, 'ru')).toBe('{count}');
    expect(fill('{count}', { count: 4_096 }, 'de')).toBe('4.096');
    expect(fill('{count}', { count: 3 }, 'ar-EG')).toBe('٣');
  });

  it('keep a gap that nobody filled, rather than invent something', () => {
    expect(fill('{name} wrote {count}', { count: 0 })).toBe('{name} wrote 0');
    expect(fill('{toString}', {})).toBe('{toString}');
  });

  it('are few, calm, and never those of our own desk', () => {
    const texts = Object.values(en).flatMap((word) =>
      typeof word === 'string' ? [word] : Object.values(word),
    );
    expect(texts.length).toBeLessThanOrEqual(120);
    expect(texts.filter((text) => /ticket|agent|queue|oops|!/i.test(text))).toEqual([]);
  });
});
