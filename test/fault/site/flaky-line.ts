/** A line to a server as trains have it: every connection is slow in its own way, and cut after some seconds. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import type { Random } from '../load/seeded.ts';

const SHORTEST_MS = 1_000;
const LONGEST_MS = 20_000;
const SLOWEST_MS = 2_000;

export class FlakyLine {
  /** How many connections were cut. */
  cuts = 0;
  readonly #server: Server;
  readonly #target: URL;
  readonly #random: Random;
  readonly #open = new Set<Socket>();
  #whole = false;

  private constructor(target: string, random: Random) {
    this.#target = new URL(target);
    this.#random = random;
    this.#server = createServer((near) => this.#join(near));
  }

  static async before(target: string, random: Random): Promise<FlakyLine> {
    const line = new FlakyLine(target, random);
    await once(line.#server.listen(0, '127.0.0.1'), 'listening');
    return line;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** From here on nothing is slow, and nothing is cut. */
  mend(): void {
    this.#whole = true;
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#open) socket.destroy();
  }

  #join(near: Socket): void {
    const far = connect(Number(this.#target.port), this.#target.hostname);
    const life = setTimeout(
      () => this.#cut(near, far),
      this.#random.between(SHORTEST_MS, LONGEST_MS),
    );
    this.#carry(near, far);
    this.#carry(far, near);
    for (const end of [near, far]) {
      this.#open.add(end);
      end.on('error', () => {});
      end.on('close', () => {
        clearTimeout(life);
        this.#open.delete(end);
        near.destroy();
        far.destroy();
      });
    }
  }

  /** In order, each piece as late as the line is slow. */
  #carry(from: Socket, to: Socket): void {
    const delay = this.#random.between(0, 1) ** 3 * SLOWEST_MS;
    from.on('data', (bytes) => {
      setTimeout(() => to.writable && to.write(bytes), this.#whole ? 0 : delay);
    });
  }

  /** What was on its way is lost. */
  #cut(near: Socket, far: Socket): void {
    if (this.#whole) return;
    this.cuts += 1;
    near.resetAndDestroy();
    far.resetAndDestroy();
  }
}
