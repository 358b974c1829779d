/** Keeps the line complete: first page, gaps, older pages. One request at a time; a wish that comes meanwhile is kept. */
import type { VisitorLine, VisitorMessage, VisitorTalk } from '../../server/wire/visitor.ts';
import type { Alarm } from './alarm.ts';
import type { Slice } from './api.ts';
import { isServerFault, waitFor } from './errors.ts';
import type { Line } from './line.ts';

export type SyncDeps = {
  line: Line;
  /** Asks the server; fails when there is no token. */
  ask(slice: Slice): Promise<VisitorLine>;
  /** Messages that were not there before, from a push or a gap; never history. */
  arrived(messages: VisitorMessage[]): void;
  alarm: Alarm;
};

const PAGE = 30;
const FAULT_PAUSE = 5_000;

export class Sync {
  readonly #deps: SyncDeps;
  /** Each clear of the line begins a new epoch: answers of an earlier one belong to somebody else. */
  #epoch = 0;
  #running: Promise<void> | null = null;
  #again = false;
  #older: Promise<void> | null = null;

  constructor(deps: SyncDeps) {
    this.#deps = deps;
  }

  /** Reads what is missing; the newest page when nothing is held yet. Never throws. */
  catchUp(): Promise<void> {
    this.#again = true;
    this.#running ??= Promise.resolve().then(() => this.#run());
    return this.#running;
  }

  /** A message that came by push or as an answer. */
  offer(message: VisitorMessage): void {
    const offer = this.#deps.line.offer(message);
    if (offer === 'applied') this.#deps.arrived([message]);
    if (offer === 'gap') void this.catchUp();
  }

  /** The server says how far the line goes, and how the talk stands. */
  compare(seq: number, talk: VisitorTalk = this.#deps.line.talk.value): void {
    const { line } = this.#deps;
    if (!line.loaded.value || seq > line.have || talk !== line.talk.value) void this.catchUp();
  }

  /** Reads one page of history. */
  older(): Promise<void> {
    this.#older ??= this.#readOlder().finally(() => {
      this.#older = null;
    });
    return this.#older;
  }

  /** Forgets the line and ignores every answer still under way. */
  clear(): void {
    this.#epoch += 1;
    this.#deps.line.clear();
  }

  async #run(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      try {
        await this.#step();
      } catch (error) {
        this.#failed(error);
      }
    }
    // At once, not in a later step: a wish made in between would find nobody who reads.
    this.#running = null;
  }

  async #step(): Promise<void> {
    const { line, ask, arrived } = this.#deps;
    const epoch = this.#epoch;
    const first = !line.loaded.value;
    const asked = line.have;
    const page = await ask(first ? { limit: PAGE } : { after: asked });
    if (epoch !== this.#epoch) {
      this.#again = true;
      return;
    }
    if (first) return line.open(page);
    // A line shorter than what we hold is another line: begin again with it.
    if (page.seq < asked) {
      this.clear();
      this.#again = true;
      return;
    }
    const fresh = line.fill(page);
    if (fresh.length > 0) arrived(fresh);
    if (page.more && fresh.length > 0) this.#again = true;
  }

  #failed(error: unknown): void {
    // Without an answer the next connect asks again; a busy or failing server is given time.
    const wait = waitFor(error) ?? (isServerFault(error) ? FAULT_PAUSE : 0);
    if (wait > 0) this.#deps.alarm.set(() => void this.catchUp(), wait);
  }

  async #readOlder(): Promise<void> {
    const { line, ask } = this.#deps;
    const epoch = this.#epoch;
    const first = line.messages.value[0]?.seq;
    if (first === undefined || !line.older.value) return;
    const page = await ask({ before: first, limit: PAGE });
    if (epoch === this.#epoch) line.prepend(page);
  }
}
