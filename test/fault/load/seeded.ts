/** Numbers that look random and are the same again for the same seed (mulberry32). */

export type Random = {
  /** Evenly spread in [from, to). */
  between(from: number, to: number): number;
  pick<Item>(items: readonly Item[]): Item;
};

export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (from: number, to: number) => from + next() * (to - from);
  return {
    between,
    pick(items) {
      const item = items[Math.floor(between(0, items.length))];
      if (item === undefined) throw new Error('there is nothing to pick from');
      return item;
    },
  };
}
