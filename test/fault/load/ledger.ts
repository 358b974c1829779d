/** What was acknowledged, on the disk before anything else happens: the measure of what may not be lost. */
import { closeSync, fdatasync, openSync, readFileSync, writeSync } from 'node:fs';

/** One acknowledged message. Its text is unlike any other's, so it can be recognised everywhere. */
export type Entry = {
  writer: string;
  direction: 'in' | 'out' | 'note';
  /** Which of the writer's own series it belongs to: one order must hold within. */
  series: string;
  text: string;
  key: string;
  /** The message's id, where the answer says it. */
  id: string | null;
  /** How often it was sent until it was acknowledged. */
  attempts: number;
  /** Of the clock that `performance.now()` reads: when it was first sent, and when it was acknowledged. */
  sentAt: number;
  ackedAt: number;
};

export type Time = Pick<Entry, 'writer' | 'sentAt' | 'ackedAt'>;

export class Ledger {
  readonly file: string;
  /** The oldest acknowledgement first. */
  readonly times: Time[] = [];
  readonly #descriptor: number;
  #syncing: Promise<void> | null = null;
  #next: Promise<void> | null = null;

  constructor(file: string) {
    this.file = file;
    this.#descriptor = openSync(file, 'a');
  }

  /** Resolves when they are on the disk. Those that are written meanwhile share the next way there. */
  write(entries: readonly Entry[]): Promise<void> {
    for (const entry of entries) {
      writeSync(this.#descriptor, `${JSON.stringify(entry)}\n`);
      const { writer, sentAt, ackedAt } = entry;
      this.times.push({ writer, sentAt, ackedAt });
    }
    this.#next ??= (this.#syncing ?? Promise.resolve()).then(() => {
      this.#next = null;
      this.#syncing = this.#sync();
      return this.#syncing;
    });
    return this.#next;
  }

  #sync(): Promise<void> {
    return new Promise((resolve, reject) => {
      fdatasync(this.#descriptor, (error) => (error ? reject(error) : resolve()));
    });
  }

  close(): Entry[] {
    closeSync(this.#descriptor);
    const lines = readFileSync(this.file, 'utf8').trimEnd().split('\n');
    return lines.filter(Boolean).map((line) => JSON.parse(line) as Entry);
  }
}
