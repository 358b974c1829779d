/** Keys of one's own: other products' and those one has changed. */
import { describe, expect, it } from 'vitest';
import { ACTIONS, type ActionId } from '../../inbox-ui/inbox/keys/actions.ts';
import {
  type Bindings,
  bindingsOf,
  CHANGEABLE,
  clashes,
  isFixed,
  withKeys,
} from '../../inbox-ui/inbox/keys/bindings.ts';
import { type KeyPress, strokeOf } from '../../inbox-ui/inbox/keys/keymap.ts';
import { PRESETS } from '../../inbox-ui/inbox/keys/presets.ts';
import type { KeyChoice, KeyPreset } from '../../inbox-ui/session/preferences.ts';

const OURS: KeyChoice = { preset: 'ours', own: {} };

/** Two things that one press would do. */
function twice(known: Bindings): string[] {
  return CHANGEABLE.flatMap(({ id }) => {
    const own = (known.get(id) ?? []).filter((keys) => !/esc|enter|up|down/.test(keys));
    return own.flatMap((keys) =>
      clashes(known, id, keys).map((other) => `${keys}: ${id} ${other}`),
    );
  });
}

describe('keys', () => {
  it('are ours at first, and another product’s when one prefers that', () => {
    const ours = bindingsOf(OURS);
    expect([...ours.keys()]).toEqual(ACTIONS.map(({ id }) => id));
    expect(ours.get('next')).toEqual(['j', 'down']);
    const reversed = bindingsOf({ preset: 'freescout', own: {} });
    expect([reversed.get('next'), reversed.get('previous')]).toEqual([
      ['k', 'down'],
      ['j', 'up'],
    ]);
    expect(reversed.get('done')).toEqual(['e']);
  });

  it.each(Object.keys(PRESETS) as KeyPreset[])('never do two things at once: %s', (preset) => {
    expect(twice(bindingsOf({ preset, own: {} }))).toEqual([]);
  });

  it('keep arrows, Enter and Esc whatever one changes', () => {
    const changed = withKeys(withKeys(OURS, 'open', 'v'), 'back', '');
    const known = bindingsOf(changed);
    expect([known.get('open'), known.get('back')]).toEqual([['v', 'enter'], ['esc']]);
  });

  it('are taken from whatever had them, also as the beginning of two', () => {
    const known = bindingsOf(OURS);
    expect(clashes(known, 'done', 'r')).toEqual(['reply']);
    expect(clashes(known, 'done', 'g')).toContain('goInbox');
    expect(clashes(known, 'done', 'e')).toEqual([]);
    const changed = bindingsOf(withKeys(OURS, 'done', 'r'));
    expect([changed.get('done'), changed.get('reply')]).toEqual([['r'], []]);
    expect(twice(bindingsOf(withKeys(OURS, 'done', 'g')))).toEqual([]);
  });

  it('chosen before something of ours was given them stay where they are', () => {
    expect(bindingsOf(OURS).get('settle')).toEqual(['w']);
    const known = bindingsOf({ preset: 'ours', own: { done: 'w', follow: 'b' } });
    expect([known.get('done'), known.get('settle')]).toEqual([['w'], []]);
    expect([known.get('follow'), known.get('snooze')]).toEqual([['b'], ['h']]);
  });

  it('can be given to what has none, and the places of macros stay', () => {
    const changeable = CHANGEABLE.map(({ id }) => id);
    expect(changeable).toContain('block');
    expect(changeable).not.toContain('macroSlot');
    expect(bindingsOf(withKeys(OURS, 'block', 'shift+b')).get('block')).toEqual(['shift+b']);
    expect(['1', '9', 'mod+k', 'esc'].map(isFixed)).toEqual([true, true, true, true]);
  });

  it('that somebody else wrote into the profile do no harm', () => {
    const known = bindingsOf({ preset: 'ours', own: { nonsense: 'e', done: 'x' } });
    expect(known.get('done')).toEqual(['x']);
    expect(known.has('nonsense' as ActionId)).toBe(false);
  });
});

describe('a press', () => {
  const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
    ...{ key, code: `Key${key.toUpperCase()}` },
    ...{ shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...more },
  });

  it.each([
    [press('e'), 'e'],
    [press('E', { shiftKey: true }), 'shift+e'],
    [press('?', { code: 'Slash', shiftKey: true }), '?'],
    [press('у', { code: 'KeyE' }), 'e'],
    [press('Enter'), null],
    [press('ArrowDown'), null],
    [press('k', { ctrlKey: true }), null],
    [press('é', { code: 'Digit2' }), null],
  ])('is written as it will be matched', (given, stroke) => {
    expect(strokeOf(given)).toBe(stroke);
  });
});
