/**
 * One view's list. What is true (`#members`, in rank order) and what is shown are kept apart: while the agent
 * reads, nothing moves by itself; what arrives is counted in `news` until the list is settled.
 */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { ConversationPage, OwnConversation, View } from '../../server/wire/conversations.ts';
import type { Change, Conversations } from './conversations.ts';
import type { Rule } from './rules.ts';
import type { Doors } from './transport.ts';
import { compareKeys, type Group, type Key } from './views.ts';

/** Packets of one moment are shown together. */
const SETTLE_MS = 100;
const MOST_PAGES = 10;

export type Entry = { id: string; group: Group };
export type Phase = 'new' | 'loading' | 'ready' | 'failed';

export class List {
  readonly view: View;
  readonly #rule: Rule;
  readonly #conversations: Conversations;
  readonly #doors: Doors;
  readonly #shown = signal<Entry[]>([]);
  readonly #fresh = signal<ReadonlySet<string>>(new Set());
  readonly #phase = signal<Phase>('new');
  readonly #members = new Set<string>();
  /** The last row of the part we loaded; what lies behind it we do not know. */
  #edge: Key | null = null;
  #next: string | null = null;
  #end = false;
  #asOf: string | null = null;
  /** A list nobody looks at is held too: it is settled when it is visited. */
  #held = true;
  #loading: Promise<void> | null = null;
  #paging: Promise<void> | null = null;
  #settling: ReturnType<typeof setTimeout> | undefined;

  constructor(view: View, rule: Rule, conversations: Conversations, doors: Doors) {
    this.view = view;
    this.#rule = rule;
    this.#conversations = conversations;
    this.#doors = doors;
  }

  get shown(): ReadonlySignal<Entry[]> {
    return this.#shown;
  }
  /** What came or moved up since the list was last settled. */
  get news(): ReadonlySignal<ReadonlySet<string>> {
    return this.#fresh;
  }
  get phase(): ReadonlySignal<Phase> {
    return this.#phase;
  }
  /** From which cursor on it has to be told what changed, once nothing of it is on its way; undefined: it holds nothing. */
  async asOf(): Promise<string | null | undefined> {
    await this.#loading?.catch(() => undefined);
    return this.#phase.peek() === 'ready' ? this.#asOf : undefined;
  }
  get complete(): boolean {
    return this.#end;
  }

  /** Loads the first page once. */
  async load(): Promise<void> {
    if (this.#phase.peek() === 'ready') return;
    await this.#once(() => this.#read(1));
  }

  /** Loads anew as much as was loaded, and lets `before` clear away what is no longer believed. */
  async reload(before: (kept: ReadonlySet<string>) => void): Promise<void> {
    await this.#loading?.catch(() => undefined);
    const wanted = Math.max(1, this.#members.size);
    await this.#once(() => this.#read(wanted, before));
  }

  /** The next page goes below what is shown. */
  async more(): Promise<void> {
    // A page on its way is the next one; a list that is read anew has to be there first.
    if (this.#loading !== this.#paging) await this.#loading?.catch(() => undefined);
    if (this.#end || this.#phase.peek() !== 'ready') return;
    this.#paging = this.#once(async () => {
      const page = await this.#page(this.#next);
      this.#conversations.learn(page.data);
      this.#reach(page);
      this.#append(page.data);
    });
    await this.#paging;
  }

  /** While the agent reads, rows keep their places. */
  hold(held: boolean): void {
    const released = this.#held && !held;
    this.#held = held;
    if (released && this.#phase.peek() === 'ready') this.settle();
  }

  /** Shows the truth, in its order. */
  settle(): void {
    clearTimeout(this.#settling);
    this.#settling = undefined;
    const rows = [...this.#members].map((id) => this.#conversations.peek(id));
    const known = rows.filter((row) => row !== undefined);
    this.#shown.value = known.sort((a, b) => this.#compare(a, b)).map((row) => this.#entryOf(row));
    this.#fresh.value = new Set();
  }

  /** Time has passed, and some rows belong by it, or no longer do. False when none does. */
  reconsider(): boolean {
    const moved = this.#conversations
      .all()
      .filter((row) => this.#members.has(row.id) !== this.#holds(row));
    for (const row of moved) this.follow({ id: row.id, before: row, after: row, cause: 'told' });
    return moved.length > 0;
  }

  /** A row changed somewhere. */
  follow({ id, before, after, cause }: Change): void {
    const was = this.#members.has(id);
    const is = this.#holds(after);
    if (is) this.#members.add(id);
    else this.#members.delete(id);
    if (this.#phase.peek() !== 'ready') return;
    if (cause === 'own') this.#place(after, is);
    else if (was !== is || before === undefined || this.#compare(before, after) !== 0)
      this.#arrive(after, is, this.#rises(before, after));
  }

  #once(task: () => Promise<void>): Promise<void> {
    this.#loading ??= task().finally(() => {
      this.#loading = null;
    });
    return this.#loading;
  }

  async #read(wanted: number, before?: (kept: ReadonlySet<string>) => void): Promise<void> {
    if (this.#phase.peek() !== 'ready') this.#phase.value = 'loading';
    try {
      await this.#rule.ready();
      const rows: OwnConversation[] = [];
      let page = await this.#page(null);
      const { asOf } = page;
      for (let pages = 1; ; pages += 1) {
        rows.push(...page.data);
        // What is read ahead of time does not belong yet.
        const found = rows.filter((row) => this.#rule.holds(row)).length;
        if (page.next === null || found >= wanted || pages === MOST_PAGES) break;
        page = await this.#page(page.next);
      }
      before?.(new Set(rows.map((row) => row.id)));
      this.#conversations.learn(rows);
      this.#edge = null;
      this.#reach({ data: rows, next: page.next });
      this.#asOf = asOf ?? null;
      this.#opened();
    } catch (error) {
      if (this.#phase.peek() !== 'ready') this.#phase.value = 'failed';
      throw error;
    }
  }

  #page(cursor: string | null): Promise<ConversationPage> {
    return this.#doors.conversations(this.view, cursor, this.#rule.ahead());
  }

  /** Moves the edge of what we know, and takes in every row inside it. */
  #reach(page: Omit<ConversationPage, 'asOf'>): void {
    this.#next = page.next;
    this.#end = page.next === null;
    const last = page.data.at(-1);
    if (last) this.#edge = this.#rule.keyOf(last);
    this.#members.clear();
    for (const row of this.#conversations.all()) if (this.#holds(row)) this.#members.add(row.id);
  }

  #opened(): void {
    const first = this.#phase.peek() !== 'ready';
    this.#phase.value = 'ready';
    if (first || !this.#held) this.settle();
    else this.#catchUp();
  }

  /** After a reload under the agent's eyes: places stay, what is gone goes, what is new is counted. */
  #catchUp(): void {
    const kept = this.#shown.peek().filter(({ id }) => this.#conversations.peek(id) !== undefined);
    const places = new Set(kept.map(({ id }) => id));
    this.#shown.value = kept;
    this.#fresh.value = new Set([...this.#members].filter((id) => !places.has(id)));
  }

  #holds(row: OwnConversation): boolean {
    if (!this.#rule.holds(row)) return false;
    if (this.#end) return true;
    return this.#edge !== null && compareKeys(this.#rule.keyOf(row), this.#edge) <= 0;
  }

  #compare(a: OwnConversation, b: OwnConversation): number {
    return compareKeys(this.#rule.keyOf(a), this.#rule.keyOf(b));
  }

  #append(rows: OwnConversation[]): void {
    const places = new Set(this.#shown.peek().map(({ id }) => id));
    const added = rows.filter(({ id }) => this.#members.has(id) && !places.has(id));
    const fresh = new Set(this.#fresh.peek());
    for (const { id } of added) fresh.delete(id);
    this.#fresh.value = fresh;
    this.#shown.value = [...this.#shown.peek(), ...added.map((row) => this.#entryOf(row))];
  }

  /** The agent's own doing is shown at once, and only that row moves. */
  #place(row: OwnConversation, is: boolean): void {
    const shown = this.#shown.peek();
    const at = shown.findIndex(({ id }) => id === row.id);
    if (is === at >= 0) return;
    if (!is) {
      this.#shown.value = shown.toSpliced(at, 1);
      return;
    }
    const later = ({ id }: Entry) => {
      const other = this.#conversations.peek(id);
      return other !== undefined && this.#compare(other, row) > 0;
    };
    const to = shown.findIndex(later);
    this.#shown.value = shown.toSpliced(to < 0 ? shown.length : to, 0, this.#entryOf(row));
  }

  #arrive(row: OwnConversation, is: boolean, risen: boolean): void {
    // In an empty list there is nothing that could move.
    if (!this.#held || this.#shown.peek().length === 0) {
      this.#settling ??= setTimeout(() => this.settle(), SETTLE_MS);
      return;
    }
    const shown = this.#shown.peek();
    const fresh = new Set(this.#fresh.peek());
    const placed = shown.some((entry) => entry.id === row.id);
    if (!is) fresh.delete(row.id);
    else if (placed ? risen : !this.#goesLast(row)) fresh.add(row.id);
    else if (!placed) this.#shown.value = [...shown, this.#entryOf(row)];
    this.#fresh.value = fresh;
  }

  /** Below everything shown it can stand at once: nothing has to move for it. */
  #goesLast(row: OwnConversation): boolean {
    const last = this.#conversations.peek(this.#shown.peek().at(-1)?.id ?? '');
    return last !== undefined && this.#compare(row, last) > 0;
  }

  /** A customer began to wait. An answered row that only changes places among its like is no news. */
  #rises(before: OwnConversation | undefined, after: OwnConversation): boolean {
    if (before === undefined || after.waitingSince === null) return false;
    return this.#compare(after, before) < 0;
  }

  #entryOf(row: OwnConversation): Entry {
    return { id: row.id, group: this.#rule.groupOf(row, Date.now()) };
  }
}
