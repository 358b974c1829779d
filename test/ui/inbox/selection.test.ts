/** Which rows are selected, after which hand movements. */
import { beforeEach, describe, expect, it } from 'vitest';
import { isStroke, Sequence } from '../../../inbox-ui/inbox/keys/keymap.ts';
import {
  clearSelection,
  isSelecting,
  keepSelected,
  rangeEnd,
  reach,
  selected,
  selectOnly,
  toggle,
} from '../../../inbox-ui/inbox/selection.ts';

const ORDER = ['a', 'b', 'c', 'd', 'e', 'f'];
const now = () => [...selected.value].sort().join('');

beforeEach(() => clearSelection());

describe('the selection', () => {
  it('takes and gives single rows', () => {
    toggle('b');
    toggle('d');
    expect(now()).toBe('bd');
    toggle('b');
    expect(now()).toBe('d');
    toggle('d');
    expect(isSelecting.value).toBe(false);
  });

  it('grows and shrinks with the hand, as a range does', () => {
    reach(ORDER, 'b', 'c');
    reach(ORDER, 'c', 'd');
    expect(now()).toBe('bcd');
    reach(ORDER, 'd', 'c');
    expect(now()).toBe('bc');
    reach(ORDER, 'c', 'b');
    reach(ORDER, 'b', 'a');
    expect(now()).toBe('ab');
  });

  it('keeps what was selected besides the range', () => {
    toggle('f');
    reach(ORDER, 'a', 'b');
    reach(ORDER, 'b', 'c');
    reach(ORDER, 'c', 'b');
    expect(now()).toBe('abf');
  });

  it('begins a new range where the hand went elsewhere in between', () => {
    reach(ORDER, 'a', 'b');
    reach(ORDER, 'e', 'f');
    reach(ORDER, 'f', 'e');
    expect(now()).toBe('abe');
  });

  it('draws a range from the row that was ticked last, and moves its end', () => {
    toggle('b');
    reach(ORDER, rangeEnd() ?? '', 'e');
    expect(now()).toBe('bcde');
    reach(ORDER, rangeEnd() ?? '', 'a');
    expect(now()).toBe('ab');
  });

  it('loses what is no longer there, and its range with it', () => {
    reach(ORDER, 'b', 'd');
    keepSelected((id) => id !== 'b');
    expect(now()).toBe('cd');
    reach(['a', 'c', 'd', 'e'], 'd', 'e');
    expect(now()).toBe('cde');
    keepSelected(() => false);
    expect(isSelecting.value).toBe(false);
    expect(rangeEnd()).toBeNull();
  });

  it('is everything, or nothing', () => {
    toggle('c');
    selectOnly(ORDER);
    expect(now()).toBe('abcdef');
    clearSelection();
    expect(now()).toBe('');
  });
});

describe('the keys for it', () => {
  const pressed = (key: string, shiftKey = false, code = '') => {
    return { key, code, shiftKey, ctrlKey: false, metaKey: false, altKey: false };
  };

  it('find the star wherever a layout has it', () => {
    expect(isStroke('*', pressed('*', true, 'Digit8'))).toBe(true);
    expect(isStroke('*', pressed('*', false, 'NumpadMultiply'))).toBe(true);
    expect(isStroke('*', pressed('8', false, 'Digit8'))).toBe(false);
    expect(isStroke('*', pressed('۸', false, 'Digit8'))).toBe(false);
  });

  it('forgive a finger that is still on Shift after the star', () => {
    const bindings = ['a', 'shift+a', '* a', '* n'];
    const sequence = new Sequence();
    for (const [key, shift] of [
      ['a', false],
      ['A', true],
    ] as const) {
      expect(sequence.match(bindings, pressed('*', true, 'Digit8'), 0)).toBe('pending');
      expect(sequence.match(bindings, pressed(key, shift, 'KeyA'), 100)).toBe('* a');
    }
    expect(sequence.match(bindings, pressed('A', true, 'KeyA'), 200)).toBe('shift+a');
  });
});
