/** What was acknowledged, written down before anything else happens: the measure of what may not be lost. */
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';

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
};

export class Ledger {
  readonly file: string;
  readonly #descriptor: number;

  constructor(file: string) {
    this.file = file;
    this.#descriptor = openSync(file, 'a');
  }

  write(entry: Entry): void {
    writeSync(this.#descriptor, `${JSON.stringify(entry)}\n`);
    fsyncSync(this.#descriptor);
  }

  close(): Entry[] {
    closeSync(this.#descriptor);
    const lines = readFileSync(this.file, 'utf8').trimEnd().split('\n');
    return lines.map((line) => JSON.parse(line) as Entry);
  }
}
