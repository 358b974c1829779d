/** One gapless line of numbered things, and the rule of `docs/protocol.md`: apply `have + 1`, drop older, fill gaps. */

export type Numbered = { seq: number };

const RETRY_MS = 500;
/** In a row: whoever is away for longer has lost the connection, too. */
const MOST_FAILURES = 60;

export class NumberedLine<Item extends Numbered> {
  readonly items: Item[] = [];
  /** How often something was missing and had to be fetched. */
  gaps = 0;
  #known = 0;
  #failures = 0;
  #filling: Promise<void> | null = null;
  readonly #fetchAfter: (have: number) => Promise<Item[]>;

  /** @param fetchAfter the next things after a number, oldest first; may reject while the server is away */
  constructor(fetchAfter: (have: number) => Promise<Item[]>) {
    this.#fetchAfter = fetchAfter;
  }

  get have(): number {
    return this.items.at(-1)?.seq ?? 0;
  }

  /** Something arrived by socket. */
  take(item: Item): void {
    this.#apply(item);
    this.heardOf(item.seq);
  }

  /** The server says that the line has come to this number. */
  heardOf(seq: number): void {
    this.#known = Math.max(this.#known, seq);
    if (this.have >= this.#known || this.#filling !== null) return;
    this.gaps += 1;
    this.#filling = this.#fill().then(
      () => this.#rest(),
      () => this.#again(),
    );
  }

  /** It is another line by now: all of it is to be read again. */
  beginAnew(): void {
    this.items.length = 0;
    this.#known = 0;
  }

  /** The database may be away while the line to the server is not: no reconnect would make anybody ask again. */
  #again(): void {
    this.#failures += 1;
    if (this.#failures > MOST_FAILURES) {
      this.#rest();
      return;
    }
    const retry = setTimeout(() => {
      this.#filling = null;
      this.heardOf(this.#known);
    }, RETRY_MS);
    retry.unref();
  }

  #rest(): void {
    this.#filling = null;
    this.#failures = 0;
  }

  async #fill(): Promise<void> {
    while (this.have < this.#known) {
      const before = this.have;
      for (const item of await this.#fetchAfter(before)) this.#apply(item);
      if (this.have === before) throw new Error(`nothing after ${before}`);
    }
  }

  #apply(item: Item): void {
    if (item.seq === this.have + 1) this.items.push(item);
  }
}
