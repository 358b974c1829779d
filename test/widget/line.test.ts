/** The visitor's line: numbers decide what is applied, dropped or missing. */
import { describe, expect, it } from 'vitest';
import { Line } from '../../widget/panel/line.ts';
import { message, page } from './samples.ts';

const seqs = (line: Line) => line.messages.value.map(({ seq }) => seq);

function lineWith(...held: number[]): Line {
  const line = new Line();
  line.open(page(held));
  return line;
}

describe('a message that is pushed', () => {
  it('is applied when it is the very next', () => {
    const line = lineWith(1, 2);
    expect(line.offer(message(3))).toBe('applied');
    expect(seqs(line)).toEqual([1, 2, 3]);
  });

  it('is dropped when it is known, however often it comes', () => {
    const line = lineWith(1, 2);
    expect(line.offer(message(2))).toBe('known');
    expect(line.offer(message(1))).toBe('known');
    expect(seqs(line)).toEqual([1, 2]);
  });

  it('is a gap when one before it is missing, and changes nothing', () => {
    const line = lineWith(1, 2);
    expect(line.offer(message(4))).toBe('gap');
    expect(seqs(line)).toEqual([1, 2]);
    expect(line.have).toBe(2);
  });

  it('is a gap while nothing has been read yet: it might be the middle of a long talk', () => {
    expect(new Line().offer(message(1))).toBe('gap');
  });

  it('ends in the same line whatever the order of arrival, once gaps are filled', () => {
    for (const order of permutations([3, 4, 5])) {
      const line = lineWith(1, 2);
      for (const seq of order) {
        if (line.offer(message(seq)) === 'gap') line.fill(page(upTo(line.have, seq)));
      }
      expect(seqs(line), order.join()).toEqual([1, 2, 3, 4, 5]);
    }
  });
});

describe('a message that is known', () => {
  it('takes the place of what it was: changed, or reacted to', () => {
    const line = lineWith(1, 2);
    const reactions = [{ by: 'visitor' as const, emoji: '👍' }];
    line.offer(message(2, { reactions }));
    line.offer(message(1, { text: 'Otherwise', edited: true }));
    expect(line.messages.value).toMatchObject([{ text: 'Otherwise' }, { reactions }]);
    line.offer(message(2));
    expect(line.messages.value[1]?.reactions).toEqual([]);
  });

  it('stays as it is when an earlier state of it comes late', () => {
    const line = lineWith(1);
    line.offer(message(1, { text: '', deleted: true }));
    line.offer(message(1));
    expect(line.messages.value).toMatchObject([{ text: '', deleted: true }]);
  });
});

describe('pages', () => {
  it('fill a gap without doubling what arrived meanwhile', () => {
    const line = lineWith(1);
    line.offer(message(2));
    expect(line.fill(page([2, 3, 4])).map(({ seq }) => seq)).toEqual([3, 4]);
    expect(seqs(line)).toEqual([1, 2, 3, 4]);
  });

  it('that were read before the newest message do not say how the talk stands', () => {
    const line = new Line();
    const none = page([], { talk: 'none' });
    line.open(none);
    line.offer(message(1, { direction: 'in' }));
    line.fill(none);
    expect(line.talk.value).toBe('open');
    line.fill(page([], { seq: 1, talk: 'over' }));
    expect(line.talk.value).toBe('over');
  });

  it('are put in order', () => {
    const line = new Line();
    line.open(page([3, 1, 2]));
    expect(seqs(line)).toEqual([1, 2, 3]);
  });

  it('move the number on even when nothing of it can be shown', () => {
    const line = lineWith(1);
    line.fill(page([], { seq: 4 }));
    expect(line.offer(message(5))).toBe('applied');
  });

  it('of more to come do not claim what was not sent', () => {
    const line = lineWith(1);
    line.fill(page([2, 3], { seq: 9, more: true }));
    expect(line.have).toBe(3);
  });

  it('of history go to the front and never twice', () => {
    const line = new Line();
    line.open(page([5, 6], { more: true }));
    line.prepend(page([3, 4], { more: true }));
    line.prepend(page([3, 4], { more: true }));
    expect(seqs(line)).toEqual([3, 4, 5, 6]);
    expect(line.older.value).toBe(false);
  });
});

describe('markers', () => {
  it('only move forward', () => {
    const line = lineWith(1, 2, 3);
    line.seen(3);
    line.seen(1);
    line.read(2);
    line.read(1);
    expect([line.seenSeq.value, line.readSeq.value]).toEqual([3, 2]);
  });

  it('count what the other side wrote and nobody has read', () => {
    const line = new Line();
    line.open(page([1, 2], { readSeq: 1 }));
    line.offer(message(3, { direction: 'in' }));
    line.offer(message(4));
    expect(line.unread.value).toBe(2);
    line.read(4);
    expect(line.unread.value).toBe(0);
  });
});

const upTo = (have: number, seq: number): number[] =>
  Array.from({ length: seq - have }, (_, index) => have + 1 + index);

function permutations(items: number[]): number[][] {
  if (items.length < 2) return [items];
  return items.flatMap((item) =>
    permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
  );
}
