/** What the composer knows of a channel: segments, windows, templates, and the way of a first message. */
import { describe, expect, it } from 'vitest';
import { roomLeft } from '../../../inbox-ui/inbox/composer/limits.ts';
import { closingOf } from '../../../inbox-ui/inbox/composer/lines.ts';
import { segmentsOf } from '../../../inbox-ui/inbox/composer/segments.ts';
import { filled } from '../../../inbox-ui/inbox/composer/templates.ts';
import { whyNot } from '../../../inbox-ui/inbox/composer/why-not.ts';
import { causesOf, stepsOf } from '../../../inbox-ui/settings/signs.ts';
import { now } from '../../../inbox-ui/words/now.ts';
import type { AdapterInfo, Channel, ChannelSigns } from '../../../server/wire/channels.ts';
import type { SendingLine } from '../../../server/wire/sending.ts';

describe('segments', () => {
  it.each([
    ['nothing', '', 0, 160],
    ['one letter', 'a', 1, 159],
    ['a full one', 'a'.repeat(160), 1, 0],
    ['one letter more: both have a header now', 'a'.repeat(161), 2, 145],
    ['two full ones', 'a'.repeat(306), 2, 0],
    ['three', 'a'.repeat(307), 3, 152],
    ['a euro sign, which takes two places', '€', 1, 158],
    ['all the extended ones', '^{}\\[~]|€', 1, 142],
    ['letters with accents of the table', 'èéùìòÇØøÅåÄÖÑÜäöñüà', 1, 141],
  ])('of the GSM alphabet: %s', (_what, text, count, left) => {
    expect(segmentsOf(text)).toEqual({ count, left, wide: false });
  });

  it('never cut an escaped character in two', () => {
    // 152 letters leave one place in the first segment: the euro sign needs two and begins the next.
    expect(segmentsOf(`${'a'.repeat(152)}€${'a'.repeat(20)}`)).toMatchObject({
      count: 2,
      left: 153 - 22,
    });
  });

  it.each([
    ['a full one', '你'.repeat(70), 1, 0],
    ['one more', '你'.repeat(71), 2, 63],
    ['two full ones', '你'.repeat(134), 2, 0],
    ['one odd letter among many', `${'a'.repeat(70)}ê`, 2, 63],
    ['a smiley, which takes two places', '👍', 1, 68],
    ['a smiley that would be cut', `${'你'.repeat(66)}👍${'你'.repeat(10)}`, 2, 55],
  ])('are shorter as soon as one character is in no table: %s', (_what, text, count, left) => {
    expect(segmentsOf(text)).toEqual({ count, left, wide: true });
  });
});

it('a text that is split by itself is never too long', () => {
  const text = { max: 10, countedAs: 'utf8-bytes' };
  expect(roomLeft('ääääää', { text, attachments: null, formatting: false })).toBe(-2);
  const split = { ...text, overlong: 'split' };
  expect(roomLeft('ääääää', { text: split, attachments: null, formatting: false })).toBeGreaterThan(
    0,
  );
});

it('a template is filled in place by place, and what is missing shows its number', () => {
  const text = 'Hello {{1}}, {{2}} for {{1}}';
  expect(filled(text, ['Ida', 'a lamp'])).toBe('Hello Ida, a lamp for Ida');
  expect(filled(text, ['', '$& {{1}}'])).toBe('Hello {{1}}, $& {{1}} for {{1}}');
});

const NOON = Date.parse('2026-03-12T12:00:00Z');

function line(change: Partial<SendingLine> = {}): SendingLine {
  return {
    threadId: 'thread',
    channel: { id: 'channel', adapter: 'shop', name: 'Shop', mark: 'Sh' },
    to: '+49 30 1',
    closesAt: null,
    answersLeft: null,
    blocked: null,
    removed: false,
    failing: null,
    sending: {
      text: { max: 100, countedAs: 'characters' },
      attachments: null,
      addressing: false,
      undoSeconds: 0,
      templates: false,
      quotes: false,
      formatting: false,
    },
    ...change,
  };
}

describe('a way to the customer', () => {
  const at = (ms: number) => new Date(NOON + ms).toISOString();

  it('closes when its time is over or its answers are used up', () => {
    expect(closingOf(line(), NOON)).toBeNull();
    expect(closingOf(line({ closesAt: at(1) }), NOON)).toBeNull();
    expect(closingOf(line({ closesAt: at(0) }), NOON)).toBe('over');
    expect(closingOf(line({ answersLeft: 1 }), NOON)).toBeNull();
    expect(closingOf(line({ answersLeft: 0 }), NOON)).toBe('spent');
  });

  it('says why nothing goes by it, the lasting reason before the passing one', () => {
    now.value = NOON;
    expect(whyNot(line({ closesAt: at(60_000) }))).toBeNull();
    expect(whyNot(line({ closesAt: at(0) }))).toContain('time to answer is over');
    const templates = { ...line().sending, templates: true };
    expect(whyNot(line({ closesAt: at(0), sending: templates }))).toContain('only templates');
    const stopped = line({ closesAt: at(0), blocked: 'They wrote STOP.' });
    expect(whyNot(stopped)).toContain('They wrote STOP.');
    expect(whyNot({ ...stopped, removed: true })).toContain('was removed');
  });
});

describe('the way of a first message', () => {
  const nothing: ChannelSigns = {
    handshakeAt: null,
    refused: null,
    receivedAt: null,
    unread: null,
    understoodAt: null,
    answeredAt: null,
    confirmedAt: null,
  };
  const field = { help: '', required: true, type: 'text' as const };
  const adapter: AdapterInfo = {
    ...{ id: 'shop', name: 'Shop', mark: 'Sh', summary: '', causes: ['The shop is closed.'] },
    settings: [
      { ...field, key: 'key', label: 'App secret', secret: true },
      { ...field, key: 'id', label: 'Number', secret: false },
    ],
    capabilities: { receipts: ['delivered'] },
    ...{ embeddable: false, suggests: false, examines: false, connects: true },
  };
  const steps = (change: Partial<ChannelSigns>, of = adapter) =>
    stepsOf({ ...nothing, ...change }, of).map(({ id, state }) => `${id} ${state}`);
  const AT = '2026-03-12T12:00:00Z';

  it('is waited for step by step; what the channel never tells is no step', () => {
    expect(steps({})).toEqual([
      'received waiting',
      'understood waiting',
      'answered waiting',
      'confirmed waiting',
    ]);
    expect(steps({ handshakeAt: AT, receivedAt: AT, unread: 'no message' })).toEqual([
      'handshake done',
      'received done',
      'understood failed',
      'answered waiting',
      'confirmed waiting',
    ]);
    const silent = { ...adapter, capabilities: { receipts: [] } };
    expect(steps({ receivedAt: AT, understoodAt: AT, answeredAt: AT }, silent)).toEqual([
      'received done',
      'understood done',
      'answered done',
    ]);
  });

  it('tells the likeliest cause first: what was seen, with the fields it is about, then what its kind declares', () => {
    const channel = { fetching: null } as Channel;
    const refused = { ...nothing, refused: { at: AT, count: 3 } };
    const causes = causesOf({ signs: refused, channel, adapter, local: 'localhost' });
    expect(causes).toHaveLength(4);
    expect(causes[0]).toContain('App secret');
    expect(causes[0]).not.toContain('Number');
    expect(causes[1]).toContain('localhost');
    expect(causes[2]).toBe('The shop is closed.');
    expect(causes[3]).toContain('try the connection');
    const quiet = causesOf({ signs: nothing, channel, adapter, local: null });
    expect(quiet[0]).toBe('The shop is closed.');
    expect(quiet[1]).toContain('try the connection');
  });
});
