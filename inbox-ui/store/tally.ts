/** Counts the events we were told of, by the transaction that wrote them, to compare with the server's count. */
export class Tally {
  readonly #told = new Map<string, number>();

  note(xids: string[]): void {
    for (const xid of xids) this.#told.set(xid, (this.#told.get(xid) ?? 0) + 1);
  }

  /** How many were told in [from, to). */
  between(from: string, to: string): number {
    const [low, high] = [BigInt(from), BigInt(to)];
    let count = 0;
    for (const [xid, times] of this.#told) {
      const number = BigInt(xid);
      if (number >= low && number < high) count += times;
    }
    return count;
  }

  /** Nothing below the cursor can be asked about again. */
  forgetBelow(cursor: string): void {
    const low = BigInt(cursor);
    for (const xid of this.#told.keys()) if (BigInt(xid) < low) this.#told.delete(xid);
  }
}
