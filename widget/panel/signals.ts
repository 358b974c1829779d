/**
 * Values that know who reads them. An effect runs again when something it has read is different, and a computed value is
 * worked out when it is asked for and not before. As much of the usual thing as the panel needs: every visitor loads it.
 */

export interface ReadonlySignal<Value> {
  /** Read where somebody watches, it is watched. */
  readonly value: Value;
  /** The value, unwatched. */
  peek(): Value;
}

export interface Signal<Value> extends ReadonlySignal<Value> {
  value: Value;
}

/** Whose reading is noted just now. */
let reader: Watcher | null = null;
let batching = false;
/** Effects whose turn comes when the change is complete. */
const waiting = new Set<() => void>();

abstract class Source<Value> {
  /** Grows with each change. */
  version = 0;
  protected now: Value;
  protected readonly watchers = new Set<Watcher>();

  constructor(now: Value) {
    this.now = now;
  }

  get value(): Value {
    return reader ? reader.read(this) : this.peek();
  }

  peek(): Value {
    this.refresh();
    return this.now;
  }

  /** Brings it up to date. */
  refresh(): void {}

  watch(watcher: Watcher): void {
    this.watchers.add(watcher);
  }

  unwatch(watcher: Watcher): void {
    this.watchers.delete(watcher);
  }

  protected tell(): void {
    for (const watcher of [...this.watchers]) watcher.stale();
  }
}

/** What one computation has read, and at which version. */
export class Watcher {
  /** Something that was read may be different now. */
  readonly stale: () => void;
  #sources = new Map<Source<unknown>, number>();
  #live: boolean;

  constructor(stale: () => void, live = true) {
    this.stale = stale;
    this.#live = live;
  }

  /** Runs it, and remembers what it reads in place of what it has read before. */
  run<Result>(task: () => Result): Result {
    const before = this.#sources;
    this.#sources = new Map();
    try {
      return as(this, task);
    } finally {
      for (const source of before.keys()) if (!this.#sources.has(source)) source.unwatch(this);
    }
  }

  read<Value>(source: Source<Value>): Value {
    if (this.#live) source.watch(this);
    // Should it fail, any change is one.
    this.#sources.set(source, -1);
    const value = source.peek();
    this.#sources.set(source, source.version);
    return value;
  }

  /** Whether anything that was read is different now. */
  changed(): boolean {
    return as(null, () =>
      [...this.#sources].some(([source, version]) => {
        source.refresh();
        return source.version !== version;
      }),
    );
  }

  /** From now on it is told of changes, or not any more. */
  set live(live: boolean) {
    this.#live = live;
    for (const source of this.#sources.keys()) {
      if (live) source.watch(this);
      else source.unwatch(this);
    }
  }
}

class State<Value> extends Source<Value> implements Signal<Value> {
  override get value(): Value {
    return super.value;
  }

  override set value(next: Value) {
    if (Object.is(next, this.now)) return;
    this.now = next;
    this.version += 1;
    batch(() => this.tell());
  }
}

class Computed<Value> extends Source<Value | undefined> {
  readonly #work: () => Value;
  /** Follows what it is made of only while somebody follows it: otherwise nothing would ever let go of it. */
  readonly #parts = new Watcher(() => this.#mayDiffer(), false);
  #fresh = false;
  #made = false;

  constructor(work: () => Value) {
    super(undefined);
    this.#work = work;
  }

  override refresh(): void {
    if (this.#fresh || (this.#made && !this.#parts.changed())) {
      this.#fresh = this.watchers.size > 0;
      return;
    }
    this.#made = false;
    const next = this.#parts.run(this.#work);
    this.#made = true;
    this.#fresh = this.watchers.size > 0;
    if (this.version > 0 && Object.is(next, this.now)) return;
    this.now = next;
    this.version += 1;
  }

  override watch(watcher: Watcher): void {
    if (this.watchers.size === 0) this.#parts.live = true;
    super.watch(watcher);
  }

  override unwatch(watcher: Watcher): void {
    super.unwatch(watcher);
    if (this.watchers.size > 0) return;
    this.#parts.live = false;
    this.#fresh = false;
  }

  #mayDiffer(): void {
    this.#fresh = false;
    this.tell();
  }
}

/** A value that can be set. */
export const signal = <Value>(value: Value): Signal<Value> => new State(value);

/** A value made of others. Equal to what it was, it is no news. */
export const computed = <Value>(work: () => Value): ReadonlySignal<Value> =>
  new Computed(work) as ReadonlySignal<Value>;

/** Runs it now, and again whenever something it has read is different. Returns what ends it. */
export function effect(task: () => void): () => void {
  const again = () => {
    if (watcher.changed()) watcher.run(task);
  };
  const watcher = new Watcher(() => void waiting.add(again));
  batch(() => watcher.run(task));
  return () => {
    waiting.delete(again);
    watcher.live = false;
  };
}

/** Resolves as soon as it is true. */
export const cameTrue = (fact: ReadonlySignal<boolean>): Promise<void> =>
  new Promise((resolve) => {
    const end = effect(() => {
      // At the first run there is no end yet.
      if (fact.value) resolve(Promise.resolve().then(() => end()));
    });
  });

/** Nobody hears of the changes before all of them are made. */
export function batch<Result>(task: () => Result): Result {
  if (batching) return task();
  batching = true;
  try {
    return task();
  } finally {
    settle();
  }
}

function settle(): void {
  try {
    // Those that become due meanwhile join the end.
    for (const again of waiting) {
      waiting.delete(again);
      again();
    }
  } finally {
    // One that fails keeps nobody from a turn.
    if (waiting.size > 0) settle();
    batching = false;
  }
}

/** Reads without watching. */
export const untracked = <Result>(task: () => Result): Result => as(null, task);

function as<Result>(who: Watcher | null, task: () => Result): Result {
  const before = reader;
  reader = who;
  try {
    return task();
  } finally {
    reader = before;
  }
}
