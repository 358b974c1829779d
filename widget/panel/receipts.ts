/** Telling the other side how far their messages came. One request for a burst; a lost one is told again. */
import { createAlarm } from './alarm.ts';

export type ReceiptStatus = 'delivered' | 'read';
type Tell = (status: ReceiptStatus, seq: number) => Promise<unknown>;

const GATHER = 400;
const AGAIN = 10_000;

export class Receipts {
  readonly #tell: Tell;
  readonly #alarm = createAlarm();
  readonly #wanted = { delivered: 0, read: 0 };
  #told = { delivered: 0, read: 0 };

  constructor(tell: Tell) {
    this.#tell = tell;
  }

  /** Everything up to this number has come this far. */
  note(status: ReceiptStatus, seq: number): void {
    if (seq <= this.#wanted[status]) return;
    this.#wanted[status] = seq;
    this.#alarm.set(() => void this.#flush(), GATHER);
  }

  /** The server knows this already, from another tab or visit. */
  known(status: ReceiptStatus, seq: number): void {
    this.#wanted[status] = Math.max(this.#wanted[status], seq);
    this.#told[status] = Math.max(this.#told[status], seq);
  }

  /** Another visitor: numbers begin anew. */
  clear(): void {
    this.#alarm.stop();
    Object.assign(this.#wanted, { delivered: 0, read: 0 });
    this.#told = { delivered: 0, read: 0 };
  }

  async #flush(): Promise<void> {
    const { read, delivered } = this.#wanted;
    try {
      if (read > this.#told.read) {
        await this.#tell('read', read);
        this.known('read', read);
      }
      // What was read has been delivered.
      if (delivered > Math.max(this.#told.delivered, read)) {
        await this.#tell('delivered', delivered);
        this.known('delivered', delivered);
      }
    } catch {
      this.#alarm.set(() => void this.#flush(), AGAIN);
    }
  }
}
