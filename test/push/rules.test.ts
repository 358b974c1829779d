/** Quiet hours are those of the place where an agent lives, over midnight and over the change of the clocks. */
import { expect, it } from 'vitest';
import { isQuiet, readNoticeRules } from '../../server/wire/notice-rules.ts';

const night = { from: '22:00', to: '07:00', weekends: false, zone: 'Europe/Berlin' };

it.each([
  ['2026-01-14T20:59:00Z', false],
  ['2026-01-14T21:00:00Z', true],
  ['2026-01-14T23:30:00Z', true],
  ['2026-01-15T05:59:00Z', true],
  ['2026-01-15T06:00:00Z', false],
  // Summer: an hour earlier by the world's clock.
  ['2026-07-15T20:00:00Z', true],
  ['2026-07-15T05:00:00Z', false],
])('at %s in Berlin, from 22:00 to 07:00: %s', (at, quiet) => {
  expect(isQuiet(night, new Date(at))).toBe(quiet);
});

it('the same moment is night in one place and day in another', () => {
  const now = new Date('2026-01-14T16:00:00Z');
  expect(isQuiet({ ...night, zone: 'Asia/Shanghai' }, now)).toBe(true);
  expect(isQuiet(night, now)).toBe(false);
});

it('within a day, and on whole weekends when they are wanted', () => {
  const lunch = { ...night, from: '12:00', to: '13:00' };
  expect(isQuiet(lunch, new Date('2026-01-14T11:30:00Z'))).toBe(true);
  expect(isQuiet(lunch, new Date('2026-01-14T12:00:00Z'))).toBe(false);
  const saturday = new Date('2026-01-17T14:00:00Z');
  expect(isQuiet(lunch, saturday)).toBe(false);
  expect(isQuiet({ ...lunch, weekends: true }, saturday)).toBe(true);
  expect(isQuiet(null, saturday)).toBe(false);
});

it.each([
  ['nothing at all', {}],
  ['a zone that is none', { quietHours: { ...night, zone: 'Mars/Olympus' } }],
  ['a time that is none', { quietHours: { ...night, to: '25:00' } }],
  ['other shapes', { notices: 7, quietHours: 'always', noticeWords: 'yes' }],
])('%s in the preferences means what is usual', (_, kept) => {
  const usual = { notices: 'free', quietHours: null, noticeWords: true };
  expect(readNoticeRules(kept)).toEqual(usual);
});

it('what is chosen is read as it was kept', () => {
  const kept = { notices: 'mine', quietHours: { ...night, weekends: true }, noticeWords: false };
  expect(readNoticeRules(kept)).toEqual(kept);
});
