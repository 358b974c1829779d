/** A line to a server as trains have it: every connection is slow in its own way, and cut after some seconds. */
import type { Socket } from 'node:net';
import type { Random } from '../load/seeded.ts';
import { Line } from './line.ts';

const SHORTEST_MS = 1_000;
const LONGEST_MS = 20_000;
const SLOWEST_MS = 2_000;

export class FlakyLine extends Line {
  /** How many connections were cut. */
  cuts = 0;
  readonly #random: Random;
  readonly #lives = new Set<() => void>();
  #bad = false;

  private constructor(target: string, random: Random) {
    super(target);
    this.#random = random;
  }

  static before(target: string, random: Random): Promise<FlakyLine> {
    return new FlakyLine(target, random).open();
  }

  /** From here on: everybody has arrived by a good line, which ends now. */
  spoil(): void {
    this.#bad = true;
    for (const end of this.#lives) end();
  }

  /** From here on nothing is cut, and no new connection is slow. */
  mend(): void {
    this.#bad = false;
  }

  protected join(near: Socket, far: Socket): void {
    const cut = () => this.#cut(near, far);
    const life = setTimeout(cut, this.#random.between(SHORTEST_MS, LONGEST_MS));
    this.#lives.add(cut);
    this.#carry(near, far);
    this.#carry(far, near);
    for (const end of [near, far]) {
      end.on('close', () => {
        clearTimeout(life);
        this.#lives.delete(cut);
        near.destroy();
        far.destroy();
      });
    }
  }

  /** In order, each piece as late as the line is slow. */
  #carry(from: Socket, to: Socket): void {
    const delay = this.#bad ? this.#random.between(0, 1) ** 3 * SLOWEST_MS : 0;
    from.on('data', (bytes) => {
      setTimeout(() => to.writable && to.write(bytes), delay);
    });
  }

  /** What was on its way is lost. */
  #cut(near: Socket, far: Socket): void {
    if (!this.#bad) return;
    this.cuts += 1;
    near.resetAndDestroy();
    far.resetAndDestroy();
  }
}
