/** Which of the things a website may say by itself is due for a visitor. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ShownNudge } from '../../server/wire/nudges.ts';
import { openNotes } from '../../widget/engage/notes.ts';
import { dueOf, isOn, type Memory, type Situation } from '../../widget/engage/rules.ts';

const NOW = Date.parse('2026-05-04T10:00:00Z');
const DAY = 86_400_000;

const nudge = (id: string, changed: Partial<ShownNudge> = {}): ShownNudge => ({
  ...{ id, text: id, pages: [], seconds: 0, visits: 1, scroll: 0 },
  ...{ attribute: null, open: false, days: null },
  ...changed,
});

const address = { host: 'Shop.example', pathname: '/Plants/Fern', search: '?pot=clay', hash: '' };

const situation = (changed: Partial<Situation> = {}): Situation => ({
  ...{ address, seconds: 0, visits: 1, scrolled: 0, said: {}, open: true, now: NOW },
  ...changed,
});

/** Whether one of this kind is shown to a visitor who stands so. */
const shows = (rule: Partial<ShownNudge>, seen: Partial<Situation> = {}, memory: Memory = {}) =>
  dueOf([nudge('one', rule)], situation(seen), memory) !== undefined;

describe('of several', () => {
  it('the first that holds is shown, in their order', () => {
    const all = [nudge('later', { seconds: 30 }), nudge('now'), nudge('too')];
    expect(dueOf(all, situation(), {})?.id).toBe('now');
    expect(dueOf(all, situation({ seconds: 30 }), {})?.id).toBe('later');
    expect(dueOf([], situation(), {})).toBeUndefined();
  });
});

describe('a page is meant', () => {
  it.each([
    ['nothing said', [], true],
    ['a part of its address', ['plants/fe'], true],
    ['a part of another', ['/pots'], false],
    ['one of several', ['/pots', 'pot=clay'], true],
    ['the whole path with a star', ['/plants/*'], true],
    ['a path that only begins further in', ['/fern*'], false],
    ['stars around', ['*fern*'], true],
    ['the whole address', ['shop.example/*?pot=*'], true],
    ['another host', ['*.example.com/*'], false],
    ['what begins and ends it, but overlaps', ['/plants/fern?pot=clay*?pot=clay'], false],
  ])('by %s', (_, pages, meant) => {
    expect(isOn(pages, address)).toBe(meant);
    expect(shows({ pages })).toBe(meant);
  });
});

describe('a visitor is meant', () => {
  it('after a time, from a visit on, and as far down as it says', () => {
    expect([9, 10, 11].map((seconds) => shows({ seconds: 10 }, { seconds }))).toEqual([
      false,
      true,
      true,
    ]);
    expect([1, 2, 3].map((visits) => shows({ visits: 2 }, { visits }))).toEqual([
      false,
      true,
      true,
    ]);
    expect([49, 50].map((scrolled) => shows({ scroll: 50 }, { scrolled }))).toEqual([false, true]);
  });

  it('by what the website says of them, and by nothing it has not said', () => {
    const rule = { attribute: { name: 'plan', value: 'pro' } };
    const inherited = Object.create({ plan: 'pro' }) as Record<string, unknown>;
    const said = [{ plan: 'pro' }, { plan: 'free' }, {}, inherited];
    expect(said.map((one) => shows(rule, { said: one }))).toEqual([true, false, false, false]);
    const number = { attribute: { name: 'orders', value: '3' } };
    expect(shows(number, { said: { orders: 3 } })).toBe(true);
  });

  it('only while somebody is there, where that was asked for', () => {
    expect([shows({ open: true }), shows({ open: true }, { open: false })]).toEqual([true, false]);
    expect(shows({}, { open: false })).toBe(true);
  });
});

describe('how often', () => {
  const shownSo = (days: number, closed = false): Memory => ({
    one: { at: NOW - days * DAY, closed },
  });

  it('once, or again after so many days', () => {
    expect(shows({}, {}, shownSo(400))).toBe(false);
    expect([6, 7].map((days) => shows({ days: 7 }, {}, shownSo(days)))).toEqual([false, true]);
    expect(shows({}, {}, { other: { at: NOW } })).toBe(true);
  });

  it('never again once it was closed', () => {
    expect(shows({ days: 7 }, {}, shownSo(8))).toBe(true);
    expect(shows({ days: 7 }, {}, shownSo(400, true))).toBe(false);
  });
});

describe('what the script remembers', () => {
  const options = { channel: 'c', side: 'end', remember: false, consent: true };
  const NAME = 'interline:c:nudges';
  const HOUR = 3_600_000;

  /** A website's storage, with or without something in it. */
  function storage(kept: Record<string, string> = {}): Map<string, string> {
    const items = new Map(Object.entries(kept));
    vi.stubGlobal('localStorage', {
      getItem: (name: string) => items.get(name) ?? null,
      setItem: (name: string, value: string) => items.set(name, value),
      removeItem: (name: string) => items.delete(name),
    });
    return items;
  }
  afterEach(() => vi.unstubAllGlobals());

  it('is how often somebody came: again after half an hour, not on every page', () => {
    storage();
    const visits = [0, 0.2, 0.4, 1, 1.1].map(
      (hours) => openNotes(options, NOW + hours * HOUR, true).kept.visits,
    );
    expect(visits).toEqual([1, 1, 1, 2, 2]);
  });

  it('is not counted for those who ask not to be, and nowhere without consent', () => {
    const items = storage();
    expect([0, 1, 2].map((n) => openNotes(options, NOW + n * HOUR, false).kept.visits)).toEqual([
      1, 1, 1,
    ]);
    expect(items.has(NAME)).toBe(true);
    items.clear();
    openNotes({ ...options, consent: false }, NOW, true).shown('one', { at: NOW });
    expect(items.size).toBe(0);
  });

  it('counts for nothing where other scripts wrote over it, or storage is forbidden', () => {
    for (const text of ['no JSON', '7', 'null', '{"visits":"many","shown":5}']) {
      storage({ [NAME]: text });
      expect(openNotes(options, NOW, true).kept, text).toMatchObject({ visits: 1, shown: {} });
    }
    vi.stubGlobal('localStorage', undefined);
    const notes = openNotes(options, NOW, true);
    notes.shown('one', { at: NOW, closed: true });
    expect(notes.kept.shown).toEqual({ one: { at: NOW, closed: true } });
  });
});
