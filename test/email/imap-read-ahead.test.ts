/** Reading ahead while something slow is done with each item. */
import { expect, test } from 'vitest';
import { readAhead } from '../../adapters/email/imap/read-ahead.ts';

const MB = 1024 * 1024;

/** A source that tells how many of its items have been asked for. */
function counted(sizes: readonly number[], failure?: Error) {
  const seen = { given: 0, closed: false };
  async function* source() {
    try {
      for (const size of sizes) {
        seen.given += 1;
        yield size;
      }
      if (failure) throw failure;
    } finally {
      seen.closed = true;
    }
  }
  return { seen, items: readAhead(source(), (size) => size) };
}

/** Everything that can happen by itself has happened. */
const quiet = () => new Promise((resolve) => setTimeout(resolve, 5));

test('everything comes, in order', async () => {
  const sizes = Array.from({ length: 50 }, (_, n) => n);
  const got: number[] = [];
  for await (const some of counted(sizes).items) got.push(...some);
  expect(got).toEqual(sizes);
});

test('while some are worked on, others are fetched, thirty-two in all and no more', async () => {
  const { seen, items } = counted(Array.from({ length: 90 }, () => 1));
  expect((await items.next()).value).toEqual([1]);
  await quiet();
  expect(seen.given).toBe(32);
  expect((await items.next()).value).toHaveLength(31);
  await quiet();
  // The first is done with: one more had room while the others were waiting.
  expect(seen.given).toBeLessThanOrEqual(33);
});

test('with a large one in hand the next is not even asked for', async () => {
  const { seen, items } = counted([50 * MB, 50 * MB, 50 * MB]);
  for (const given of [1, 2, 3]) {
    await items.next();
    await quiet();
    expect(seen.given).toBe(given);
  }
});

test('a failure comes after what was there before it', async () => {
  const { items } = counted([1, 2], new Error('the line broke'));
  const got: unknown[] = [];
  for (let n = 0; got.length < 2 && n < 2; n += 1) {
    got.push(...((await items.next()).value ?? []));
    await quiet();
  }
  expect(got).toEqual([1, 2]);
  await expect(items.next()).rejects.toThrow('the line broke');
});

test('whoever stops reading stops the source', async () => {
  const { seen, items } = counted(Array.from({ length: 90 }, () => 1));
  for await (const _ of items) break;
  await quiet();
  expect(seen).toEqual({ given: expect.any(Number), closed: true });
  expect(seen.given).toBeLessThan(90);
});
