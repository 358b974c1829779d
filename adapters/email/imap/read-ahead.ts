/** Fetching goes on while what was fetched is being stored, within limits of count and bytes. */

/** Held at once, those being worked on included. */
const MOST_ITEMS = 32;

/** Above this many held bytes nothing more is asked for; one more item may then be on its way. */
const ENOUGH_BYTES = 8 * 1024 * 1024;

/**
 * The items of `source` in order, each time all that are there by now: one at a time from a slow source, many from a
 * quick one. A failure of the source comes after what it gave before.
 */
export async function* readAhead<T>(
  source: AsyncGenerator<T>,
  sizeOf: (item: T) => number,
): AsyncGenerator<T[]> {
  const belt = new Belt<T>();
  const filling = fill(belt, source, sizeOf);
  // It may fail while something else is waited for; it is thrown below, when its turn has come.
  filling.catch(() => {});
  try {
    for (let items = await belt.next(); items.length > 0; items = await belt.next()) {
      yield items.map(({ value }) => value);
      belt.release(items);
    }
    // It has ended: this only throws what ended it.
    await filling;
  } finally {
    belt.stop();
  }
}

async function fill<T>(
  belt: Belt<T>,
  source: AsyncGenerator<T>,
  sizeOf: (item: T) => number,
): Promise<void> {
  try {
    for await (const value of source) {
      if (!(await belt.put({ value, bytes: sizeOf(value) }))) return;
    }
  } finally {
    belt.end();
  }
}

type Item<T> = { value: T; bytes: number };

/** Between the two: one waits for something to lie here, the other for room. */
class Belt<T> {
  readonly #items: Item<T>[] = [];
  #held = { items: 0, bytes: 0 };
  #ended = false;
  #stopped = false;
  #wake: (() => void)[] = [];

  /** Resolves when there is room for the next one; false: nobody wants any more. */
  async put(item: Item<T>): Promise<boolean> {
    this.#items.push(item);
    this.#hold(1, item.bytes);
    while (!this.#stopped && this.#isFull()) await this.#change();
    return !this.#stopped;
  }

  /** All that lies here; none when nothing comes any more. */
  async next(): Promise<Item<T>[]> {
    while (this.#items.length === 0 && !this.#ended) await this.#change();
    return this.#items.splice(0);
  }

  release(items: Item<T>[]): void {
    this.#hold(-items.length, -items.reduce((sum, { bytes }) => sum + bytes, 0));
  }

  end(): void {
    this.#ended = true;
    this.#ring();
  }

  stop(): void {
    this.#stopped = true;
    this.#ring();
  }

  #isFull(): boolean {
    return this.#held.items >= MOST_ITEMS || this.#held.bytes > ENOUGH_BYTES;
  }

  #hold(items: number, bytes: number): void {
    this.#held = { items: this.#held.items + items, bytes: this.#held.bytes + bytes };
    this.#ring();
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#wake.push(resolve));
  }

  #ring(): void {
    const waiting = this.#wake;
    this.#wake = [];
    for (const resolve of waiting) resolve();
  }
}
