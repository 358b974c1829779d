/** Group commit: what is asked for while one transaction runs is done together in the next one. */

type Waiting<Asked, Answer> = {
  asked: Asked;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
};

/** In a lane one piece of work follows the other, in the order asked for; lanes run side by side. */
export class Grouping<Asked, Answer> {
  readonly #work: (lane: string, asked: readonly Asked[]) => Promise<readonly Answer[]>;
  readonly #most: number;
  /** By lane: those whose turn has not come. A lane that has none is free. */
  readonly #queues = new Map<string, Waiting<Asked, Answer>[]>();
  #waiting = 0;

  /**
   * @param work answers all it is asked, in order, or none
   * @param most so many are done together
   */
  constructor(
    work: (lane: string, asked: readonly Asked[]) => Promise<readonly Answer[]>,
    most: number,
  ) {
    this.#work = work;
    this.#most = most;
  }

  /** How many wait in a lane: those that are being done do not. */
  waitingIn(lane: string): number {
    return this.#queues.get(lane)?.length ?? 0;
  }

  /** How many wait in all lanes. */
  get waiting(): number {
    return this.#waiting;
  }

  get longest(): number {
    return Math.max(0, ...[...this.#queues.values()].map(({ length }) => length));
  }

  /**
   * Resolves when it is done. In a free lane it waits `patience` ms for others.
   * @throws what `work` throws
   */
  add(lane: string, asked: Asked, patience = 0): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const waiting = { asked, resolve, reject };
      this.#waiting += 1;
      const queue = this.#queues.get(lane);
      if (queue) return void queue.push(waiting);
      this.#queues.set(lane, [waiting]);
      const run = () => void this.#run(lane);
      // In a turn of its own: what is asked for in this one goes along.
      if (patience > 0) setTimeout(run, patience);
      else setImmediate(run);
    });
  }

  async #run(lane: string): Promise<void> {
    for (;;) {
      const next = this.#queues.get(lane)?.splice(0, this.#most) ?? [];
      if (next.length === 0) break;
      this.#waiting -= next.length;
      await this.#do(lane, next);
    }
    this.#queues.delete(lane);
  }

  /** Never rejects. */
  async #do(lane: string, together: readonly Waiting<Asked, Answer>[]): Promise<void> {
    try {
      const asked = together.map((waiting) => waiting.asked);
      const answers = await this.#work(lane, asked);
      for (const [index, { resolve }] of together.entries()) resolve(answers[index] as Answer);
    } catch (error) {
      for (const { reject } of together) reject(error);
    }
  }
}
