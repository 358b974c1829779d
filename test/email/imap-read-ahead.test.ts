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
  for await (const size of counted(sizes).items) got.push(size);
  expect(got).toEqual(sizes);
});

test('while one is worked on, the next three are fetched, and no more', async () => {
  const { seen, items } = counted(Array.from({ length: 20 }, () => 1));
  await items.next();
  await quiet();
  expect(seen.given).toBe(4);
  await items.next();
  await quiet();
  expect(seen.given).toBe(5);
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
  expect((await items.next()).value).toBe(1);
  await quiet();
  expect((await items.next()).value).toBe(2);
  await expect(items.next()).rejects.toThrow('the line broke');
});

test('whoever stops reading stops the source', async () => {
  const { seen, items } = counted(Array.from({ length: 20 }, () => 1));
  for await (const _ of items) break;
  await quiet();
  expect(seen).toEqual({ given: expect.any(Number), closed: true });
  expect(seen.given).toBeLessThan(20);
});
