/** Fetching goes on while what was fetched is being stored, within limits of count and bytes. */

/** Held at once, the one being worked on included. */
const MOST_ITEMS = 4;

/** Above this many held bytes nothing more is asked for; one more item may then be on its way. */
const ENOUGH_BYTES = 8 * 1024 * 1024;

/** The items of `source` in order. A failure of the source comes after what it gave before. */
export async function* readAhead<T>(
  source: AsyncGenerator<T>,
  sizeOf: (item: T) => number,
): AsyncGenerator<T> {
  const belt = new Belt<T>();
  const filling = fill(belt, source, sizeOf);
  // It may fail while something else is waited for; it is thrown below, when its turn has come.
  filling.catch(() => {});
  try {
    for (let item = await belt.next(); item; item = await belt.next()) {
      yield item.value;
      belt.release(item.bytes);
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

  async next(): Promise<Item<T> | undefined> {
    while (this.#items.length === 0 && !this.#ended) await this.#change();
    return this.#items.shift();
  }

  release(bytes: number): void {
    this.#hold(-1, -bytes);
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
