/** Who looks elsewhere is told of what concerns them, and of nothing else. */
import { expect, it } from 'vitest';
import { deviceName } from '../../inbox-ui/inbox/notices/device-name.ts';
import { isNews } from '../../inbox-ui/inbox/notices/news.ts';
import type { Change } from '../../inbox-ui/store/conversations.ts';
import type { About } from '../../server/wire/notice-rules.ts';
import { conversation, ME, NOON } from './store/fake.ts';

const before = conversation('a', { inboundSeq: 1, readSeq: 1, seq: 1 });
const after = conversation('a', { inboundSeq: 2, readSeq: 1, seq: 2 });
const other = { id: 'other', name: 'Bo' };
const told: Change = { id: 'a', before, after, cause: 'told' };

const isTold = (change: Partial<Change>, about: About = 'free', now = NOON) =>
  isNews({ ...told, ...change }, { me: ME.id, about, now });

it('when a customer writes, as often as they do', () => {
  expect(isTold({})).toBe(true);
  expect(isTold({ before: undefined, cause: 'born' })).toBe(true);
  expect(isTold({ before: undefined, cause: 'stranger' })).toBe(true);
});

it('not when nothing was said: a colleague acts, a page is read, one does something oneself', () => {
  expect(isTold({ after: { ...before, assignee: ME, seq: 2 } })).toBe(false);
  expect(isTold({ before: undefined, cause: 'read' })).toBe(false);
  expect(isTold({ cause: 'own' })).toBe(false);
  const answered = { ...after, previewDirection: 'out' as const };
  expect(isTold({ before: undefined, after: answered, cause: 'stranger' })).toBe(false);
});

it('not of what is read already, rests or is done, nor of what was said long ago', () => {
  expect(isTold({ after: { ...after, readSeq: 2 } })).toBe(false);
  expect(isTold({ after: { ...after, status: 'snoozed' } })).toBe(false);
  expect(isTold({}, 'free', NOON + 10 * 60_000)).toBe(false);
});

it.each([
  ['free', { me: true, nobody: true, other: false }],
  ['mine', { me: true, nobody: false, other: false }],
  ['all', { me: true, nobody: true, other: true }],
  ['none', { me: false, nobody: false, other: false }],
] as const)('about %s', (about, whose) => {
  const of = (assignee: typeof other | null) => isTold({ after: { ...after, assignee } }, about);
  expect({ me: of(ME), nobody: of(null), other: of(other) }).toEqual(whose);
});

it('of what they follow, as of their own', () => {
  const theirs = { ...after, assignee: other };
  expect(isTold({ after: theirs }, 'mine')).toBe(false);
  const followed = { ...theirs, followerIds: [ME.id] };
  expect(isTold({ after: followed }, 'mine')).toBe(true);
  expect(isTold({ after: followed }, 'none')).toBe(false);
});

it('when a colleague calls them, whosever the conversation is, once', () => {
  const called = { ...before, assignee: other, mentionSeq: 2 };
  expect(isTold({ after: called }, 'mine')).toBe(true);
  expect(isTold({ before: called, after: called }, 'mine')).toBe(false);
  expect(isTold({ after: { ...called, readSeq: 2 } }, 'mine')).toBe(false);
  expect(isTold({ after: called }, 'none')).toBe(false);
});

it.each([
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36',
    'Chrome, Linux',
  ],
  ['Mozilla/5.0 (Windows NT 10.0) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0', 'Edge, Windows'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1',
    'Safari, iPhone',
  ],
  ['Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0', 'Firefox, Android'],
  ['something else', 'Browser'],
])('a browser is called what people call it: %s', (agent, name) => {
  expect(deviceName(agent)).toBe(name);
});
