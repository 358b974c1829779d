/** Ids of everything that is stored: none twice, and in the order in which they were made. */
import { expect, it } from 'vitest';
import { momentOf, newId } from '../../server/events/ids.ts';

const MANY = 20_000;
const VERSION_7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

it('are UUIDs of version 7 that sort as they were made, many in a millisecond', () => {
  const before = Date.now();
  const ids = Array.from({ length: MANY }, newId);
  const after = Date.now();
  // Several in one millisecond: otherwise the clock alone sorts them.
  expect(after - before).toBeLessThan(MANY);
  expect(ids.every((id) => VERSION_7.test(id))).toBe(true);
  expect(new Set(ids).size).toBe(MANY);
  expect(ids.toSorted()).toEqual(ids);
  expect(momentOf(ids[0] ?? '')).toBeGreaterThanOrEqual(before);
  expect(momentOf(ids.at(-1) ?? '')).toBeLessThanOrEqual(after);
  // What is random in them is.
  expect(new Set(ids.map((id) => id.slice(-8))).size).toBeGreaterThan(MANY * 0.99);
});
