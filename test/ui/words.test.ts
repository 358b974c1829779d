/** Times, numbers and failures as people read them. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ApiError } from '../../inbox-ui/api.ts';
import { describe as inWords } from '../../inbox-ui/words/errors.ts';
import { bytes, duration, names, relative, shortDate } from '../../inbox-ui/words/format.ts';
import { plural } from '../../inbox-ui/words/plural.ts';
import { locale, speak } from '../../inbox-ui/words/words.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOON = Date.UTC(2026, 2, 12, 12);

beforeEach(async () => {
  vi.stubGlobal('document', { documentElement: { lang: '' } });
  vi.stubGlobal('localStorage', { setItem: () => undefined, getItem: () => null });
  await speak('en');
});
afterEach(() => vi.unstubAllGlobals());

describe('words in English', () => {
  it('say how long something takes, exactly as far as it matters', () => {
    expect(duration(14 * MINUTE + 40_000)).toBe('14 min');
    expect(duration(2 * HOUR + 10 * MINUTE)).toBe('2 hr 10 min');
    expect(duration(3 * HOUR)).toBe('3 hr');
    expect(duration(50 * HOUR)).toBe('2 days');
  });

  it('say how long ago it was, and the day when that is long', () => {
    expect(relative(NOON - 20_000, NOON)).toBe('just now');
    expect(relative(NOON - 3 * MINUTE, NOON)).toBe('3 minutes ago');
    expect(relative(NOON - 26 * HOUR, NOON)).toBe('yesterday');
    expect(relative(NOON - 60 * 24 * HOUR, NOON)).toBe('11 January 2026');
  });

  it('name the year only when it is another one', () => {
    expect(shortDate(NOON - 24 * HOUR, NOON)).toBe('11 Mar');
    expect(shortDate(NOON - 366 * 24 * HOUR, NOON)).toBe('11 Mar 2025');
  });

  it('count, measure and list', () => {
    expect(plural('en', 1, { one: '# day', other: '# days' })).toBe('1 day');
    expect(plural('en', 1200, { one: '# day', other: '# days' })).toBe('1,200 days');
    expect(bytes(1_400_000)).toBe('1.4 MB');
    expect(names(['Ana', 'Bo', 'Chen'])).toBe('Ana, Bo and Chen');
  });
});

describe('words in Chinese', () => {
  it('follow the language at once', async () => {
    await speak('zh-CN');
    expect(locale.value).toBe('zh-CN');
    expect(document.documentElement.lang).toBe('zh-CN');
    expect(relative(NOON - 3 * MINUTE, NOON)).toBe('3分钟前');
    expect(plural('zh-CN', 2, { other: '# 天' })).toBe('2 天');
  });
});

describe('failures', () => {
  const error = (change: Partial<ApiError>): ApiError => {
    return { status: 400, code: 'invalid', detail: '', retryAfter: null, ...change };
  };

  it('say how long to wait when the server did', () => {
    const throttled = error({ status: 429, code: 'slow_down', retryAfter: 840 });
    expect(inWords(throttled)).toBe('Too many tries. Try again in 14 min.');
  });

  it('say that nothing was saved when the server is away or broken', () => {
    expect(inWords(error({ status: 0, code: 'offline' }))).toContain('Nothing was saved');
    expect(inWords(error({ status: 500, code: 'failure', detail: 'SECRET' }))).toContain(
      '(failure)',
    );
    expect(inWords(error({ status: 500, code: 'failure', detail: 'SECRET' }))).not.toContain(
      'SECRET',
    );
  });

  it('use the server’s own words where it knows more', () => {
    expect(inWords(error({ detail: 'Choose a moment in the future.' }))).toBe(
      'Choose a moment in the future.',
    );
  });
});
