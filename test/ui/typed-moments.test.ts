/** Moments in people's own words, in both languages. */
import { describe, expect, it } from 'vitest';
import { toLocalInput } from '../../inbox-ui/inbox/snooze-presets.ts';
import { momentReader } from '../../inbox-ui/words/typed-moments.ts';

/** A Friday. */
const NOW = new Date(2026, 10, 27, 10, 30);

async function read(locale: 'en' | 'zh-CN', typed: string): Promise<string | null> {
  const at = (await momentReader(locale))(typed, NOW);
  return at && toLocalInput(at);
}

describe('in English', () => {
  it.each([
    ['next tue 3pm', '2026-12-01T15:00'],
    ['in 2 hours', '2026-11-27T12:30'],
    ['2h', '2026-11-27T12:30'],
    ['tomorrow', '2026-11-28T09:00'],
    ['tomorrow morning', '2026-11-28T09:00'],
    ['tomorrow at noon', '2026-11-28T12:00'],
    ['tonight', '2026-11-27T22:00'],
    ['3pm', '2026-11-27T15:00'],
    ['9am', '2026-11-28T09:00'],
    ['dec 3', '2026-12-03T09:00'],
    ['in 3 days', '2026-11-30T09:00'],
    ['friday', '2026-12-04T09:00'],
  ])('%s', async (typed, at) => {
    expect(await read('en', typed)).toBe(at);
  });

  it.each(['', 'yesterday', 'later', 'ring them tomorrow', '1 hour ago'])(
    '“%s” is no moment to come',
    async (typed) => {
      expect(await read('en', typed)).toBeNull();
    },
  );
});

describe('in Chinese', () => {
  it.each([
    ['明天下午三点', '2026-11-28T15:00'],
    ['下周二下午3点', '2026-12-01T15:00'],
    ['两小时后', '2026-11-27T12:30'],
    ['后天', '2026-11-29T09:00'],
    ['今晚8点', '2026-11-27T20:00'],
    ['next tue 3pm', '2026-12-01T15:00'],
  ])('%s', async (typed, at) => {
    expect(await read('zh-CN', typed)).toBe(at);
  });
});
