/** The panel's signals: what is different is told, once, when the change is complete, and to nobody who has left. */
import { describe, expect, it, vi } from 'vitest';
import { batch, computed, effect, signal, untracked } from '../../widget/panel/signals.ts';

/** Runs as an effect; tells what it has seen. */
function watch<Value>(read: () => Value) {
  const seen: Value[] = [];
  const end = effect(() => void seen.push(read()));
  return { seen, end };
}

describe('an effect', () => {
  it('runs now, and when what it has read is different; an equal value is no news', () => {
    const name = signal('Ana');
    const { seen } = watch(() => name.value);
    name.value = 'Ana';
    name.value = 'Tom';
    expect(seen).toEqual(['Ana', 'Tom']);
  });

  it('follows only what its last run has read', () => {
    const [first, one, other] = [signal(true), signal(1), signal(-1)];
    const { seen } = watch(() => (first.value ? one.value : other.value));
    other.value = -2;
    first.value = false;
    one.value = 2;
    other.value = -3;
    expect(seen).toEqual([1, -2, -3]);
  });

  it('does not follow what it reads aside', () => {
    const [one, other, third] = [signal(1), signal(1), signal(1)];
    const { seen } = watch(() => one.value + other.peek() + untracked(() => third.value));
    other.value = 5;
    third.value = 5;
    expect(seen).toEqual([3]);
    one.value = 0;
    expect(seen).toEqual([3, 10]);
  });

  it('runs again when it has changed what it reads, until nothing changes', () => {
    const count = signal(0);
    const { seen } = watch(() => {
      const { value } = count;
      if (value < 3) count.value = value + 1;
      return value;
    });
    expect(seen).toEqual([0, 1, 2, 3]);
  });

  it('hears nothing after its end, also of a change that was under way', () => {
    const count = signal(0);
    const { seen, end } = watch(() => count.value);
    batch(() => {
      count.value = 1;
      end();
    });
    count.value = 2;
    expect(seen).toEqual([0]);
  });

  it('that fails keeps no other from running, and runs again at the next change', () => {
    const count = signal(0);
    const runs = vi.fn();
    effect(() => {
      runs();
      if (count.value === 1) throw new Error('one');
    });
    const { seen } = watch(() => count.value);
    expect(() => {
      count.value = 1;
    }).toThrow('one');
    count.value = 2;
    expect(seen).toEqual([0, 1, 2]);
    expect(runs).toHaveBeenCalledTimes(3);
  });
});

describe('changes made together', () => {
  it('are told when all of them are made, and once', () => {
    const [one, other] = [signal(1), signal(10)];
    const { seen } = watch(() => one.value + other.value);
    batch(() => {
      one.value = 2;
      batch(() => {
        other.value = 20;
      });
      expect(seen).toEqual([11]);
    });
    expect(seen).toEqual([11, 22]);
  });

  it('are no news when they end where they began', () => {
    const open = signal(false);
    const both = computed(() => [open.value, open.value].join());
    const { seen } = watch(() => both.value);
    batch(() => {
      open.value = true;
      open.value = false;
    });
    expect(seen).toEqual(['false,false']);
  });
});

describe('a computed value', () => {
  it('is worked out when asked for, and only when its parts are different', () => {
    const count = signal(1);
    const work = vi.fn(() => count.value * 2);
    const double = computed(work);
    expect(work).not.toHaveBeenCalled();
    expect([double.value, double.value, double.peek()]).toEqual([2, 2, 2]);
    expect(work).toHaveBeenCalledTimes(1);
    count.value = 2;
    expect(double.value).toBe(4);
    expect(work).toHaveBeenCalledTimes(2);
  });

  it('wakes who follows it only when it is different itself', () => {
    const count = signal(1);
    const odd = computed(() => count.value % 2 === 1);
    const { seen } = watch(() => odd.value);
    count.value = 3;
    expect(seen).toEqual([true]);
    count.value = 4;
    count.value = 5;
    expect(seen).toEqual([true, false, true]);
  });

  it('is never seen half changed, though it comes two ways', () => {
    const count = signal(1);
    const double = computed(() => count.value * 2);
    const sum = computed(() => count.value + double.value);
    const { seen } = watch(() => [count.value, sum.value].join());
    count.value = 2;
    expect(seen).toEqual(['1,3', '2,6']);
  });

  it('is right before, while and after somebody follows it', () => {
    const count = signal(1);
    const double = computed(() => count.value * 2);
    const quadruple = computed(() => double.value * 2);
    expect(quadruple.value).toBe(4);
    count.value = 2;
    const { seen, end } = watch(() => quadruple.value);
    count.value = 3;
    end();
    count.value = 4;
    expect(quadruple.value).toBe(16);
    expect(watch(() => quadruple.value).seen).toEqual([16]);
    expect(seen).toEqual([8, 12]);
  });

  it('holds on to nothing when nobody follows it: its parts forget it', () => {
    const count = signal(1);
    const work = vi.fn(() => count.value);
    const { end } = watch(() => computed(work).value);
    count.value = 2;
    const before = work.mock.calls.length;
    expect(before).toBeGreaterThan(1);
    end();
    count.value = 3;
    expect(work).toHaveBeenCalledTimes(before);
  });

  it('that fails says so to whoever asks, and recovers', () => {
    const count = signal(0);
    const share = computed(() => {
      if (count.value === 0) throw new Error('nothing');
      return 12 / count.value;
    });
    expect(() => share.value).toThrow('nothing');
    count.value = 3;
    expect(share.value).toBe(4);
  });
});
