/** One request about a conversation at a time, so that changes arrive in the order in which they were made. */
export class Turns {
  /** The last request about each conversation, whatever becomes of it. */
  readonly #last = new Map<string, Promise<unknown>>();

  /** Starts `work` when all that came before it about any of these is over. */
  async take<Result>(ids: readonly string[], work: () => Promise<Result>): Promise<Result> {
    const turn = Promise.all(ids.map((id) => this.#last.get(id))).then(work);
    const over = turn.catch(() => undefined);
    for (const id of ids) this.#last.set(id, over);
    try {
      return await turn;
    } finally {
      for (const id of ids) if (this.#last.get(id) === over) this.#last.delete(id);
    }
  }
}
