/**
 * The opened conversation. Its line is joined first and read second, so nothing can fall between; what arrives
 * out of turn waits until the hole before it is filled.
 */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { ConversationEvent } from '../../server/wire/events.ts';
import type { Connection } from './connection.ts';
import { Line, type Verdict } from './line.ts';
import { type Doors, isRefusal } from './transport.ts';

/** Lines kept in memory, so that going back is instant. */
const KEPT = 20;
/** A hole larger than this is not worth walking through: the newest page is read again. */
const MOST_FILL_PAGES = 5;

export type ThreadPhase = 'loading' | 'ready' | 'failed' | 'missing';

export class Thread {
  readonly #connection: Connection;
  readonly #doors: Doors;
  readonly #lines = new Map<string, Line>();
  /** Newest pages that are on their way. */
  readonly #reading = new Map<Line, Promise<void>>();
  readonly #opened = signal<Line | null>(null);
  readonly #phase = signal<ThreadPhase>('loading');
  readonly #older = signal<'idle' | 'loading' | 'failed'>('idle');
  #early: ConversationEvent[] = [];
  #filling: Promise<void> | null = null;

  constructor(connection: Connection, doors: Doors) {
    this.#connection = connection;
    this.#doors = doors;
  }

  get opened(): ReadonlySignal<Line | null> {
    return this.#opened;
  }
  get phase(): ReadonlySignal<ThreadPhase> {
    return this.#phase;
  }
  get older(): ReadonlySignal<'idle' | 'loading' | 'failed'> {
    return this.#older;
  }

  async open(id: string): Promise<void> {
    const before = this.#opened.peek();
    if (before?.id === id) return;
    if (before) this.close();
    const line = this.#lineOf(id);
    this.#opened.value = line;
    this.#older.value = 'idle';
    this.#phase.value = line.loaded ? 'ready' : 'loading';
    await this.rejoin().catch(() => undefined);
  }

  close(): void {
    const line = this.#opened.peek();
    if (!line) return;
    this.#opened.value = null;
    this.#early = [];
    // Being told a little longer than needed harms nobody.
    this.#connection.ask('close', { conversationId: line.id }).catch(() => undefined);
  }

  /** Joins the opened conversation (again) and reads what is missing. */
  async rejoin(): Promise<void> {
    const line = this.#opened.peek();
    if (!line) return;
    const joined = this.#connection.ask('open', { conversationId: line.id }).catch(() => null);
    try {
      if (!line.loaded) await this.#read(line);
      if (this.#opened.peek() !== line) return;
      this.#phase.value = 'ready';
      this.#drain();
      const answer = await joined;
      if (this.#opened.peek() !== line) return;
      // Without a live line (or an answer) only asking tells whether we are behind.
      if (!answer?.ok || answer.seq > line.have) await this.fill();
    } catch (error) {
      if (this.#opened.peek() === line) this.#fail(error, line);
      throw error;
    }
  }

  /** One step of the opened conversation came in. */
  receive(event: ConversationEvent): void {
    const line = this.#opened.peek();
    if (line?.id !== event.conversationId) return;
    if (line.loaded && this.#apply(line, event) !== 'gap') {
      this.#drain();
      return;
    }
    this.#early.push(event);
    if (line.loaded) this.fill().catch(() => undefined);
  }

  /** Fetches every step after the last one we have. */
  async fill(): Promise<void> {
    const line = this.#opened.peek();
    if (!line?.loaded) return;
    const had = line.have;
    this.#filling ??= this.#walk(line).finally(() => {
      this.#filling = null;
    });
    await this.#filling;
    // Later steps may have come in meanwhile and left another hole. Without progress, asking again is no use.
    const open = this.#opened.peek() === line;
    if (open && line.have > had && this.#early.length > 0) await this.fill();
  }

  async loadOlder(): Promise<void> {
    const line = this.#opened.peek();
    if (!line?.more.peek() || this.#older.peek() === 'loading') return;
    this.#older.value = 'loading';
    try {
      line.prepend(await this.#doors.line(line.id, line.oldest));
      if (this.#opened.peek() === line) this.#older.value = 'idle';
    } catch {
      if (this.#opened.peek() === line) this.#older.value = 'failed';
    }
  }

  /** Reads the line of a conversation that will probably be opened next. */
  async prefetch(id: string): Promise<void> {
    const line = this.#lineOf(id);
    if (line.loaded) return;
    // When that fails, opening it will ask again.
    await this.#read(line).catch(() => undefined);
  }

  /** The lines not in sight may have holes nobody will tell of. */
  forget(): void {
    const opened = this.#opened.peek();
    this.#lines.clear();
    if (opened) this.#lines.set(opened.id, opened);
  }

  /** What is opened stays in sight until it has been read again. */
  doubt(): void {
    this.#early = [];
    this.#reading.clear();
    this.#opened.peek()?.doubt();
  }

  /** Opened while it is being fetched ahead, it is not asked for twice. */
  #read(line: Line): Promise<void> {
    const reading =
      this.#reading.get(line) ??
      this.#doors
        .line(line.id, null)
        .then((page) => line.replace(page))
        .finally(() => this.#reading.delete(line));
    this.#reading.set(line, reading);
    return reading;
  }

  async #walk(line: Line): Promise<void> {
    for (let pages = 0; pages < MOST_FILL_PAGES; pages += 1) {
      const page = await this.#doors.events(line.id, line.have);
      for (const event of page.data) this.#apply(line, event);
      if (this.#opened.peek() === line) this.#drain();
      if (!page.more) return;
    }
    line.replace(await this.#doors.line(line.id, null));
    if (this.#opened.peek() === line) this.#drain();
  }

  /** What came out of turn may be next by now. */
  #drain(): void {
    const line = this.#opened.peek();
    if (!line) return;
    const early = this.#early.toSorted((a, b) => a.seq - b.seq);
    this.#early = early.filter((event) => this.#apply(line, event) === 'gap');
  }

  #apply(line: Line, event: ConversationEvent): Verdict {
    const verdict = line.apply(event);
    const turns = event.kind === 'merged' || event.kind === 'unmerged';
    if (verdict === 'applied' && turns) void this.#reread(line);
    return verdict;
  }

  /** Something of what is read along has changed: its steps do not come one by one. */
  async rereadAlong(): Promise<void> {
    const line = this.#opened.peek();
    if (line?.loaded) await this.#reread(line);
  }

  async #reread(line: Line): Promise<void> {
    try {
      line.replace(await this.#doors.line(line.id, null));
      if (this.#opened.peek() === line) this.#drain();
    } catch {
      // What is there stays; opened the next time it is read anew.
      line.doubt();
    }
  }

  #fail(error: unknown, line: Line): void {
    if (isRefusal(error) && error.status === 404) this.#phase.value = 'missing';
    else if (!line.loaded) this.#phase.value = 'failed';
  }

  #lineOf(id: string): Line {
    const line = this.#lines.get(id) ?? new Line(id);
    // The one used last goes to the end; the first is the one to let go.
    this.#lines.delete(id);
    this.#lines.set(id, line);
    const [first] = this.#lines.keys();
    if (first !== undefined && this.#lines.size > KEPT) this.#lines.delete(first);
    return line;
  }
}
