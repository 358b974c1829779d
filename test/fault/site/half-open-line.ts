/** A line to a server that dies without a word, as when a router forgets it: nothing arrives any more, and nobody is told. */
import type { Socket } from 'node:net';
import { Line } from './line.ts';

/** What no longer arrives: what the server is sent, what it sends, or all of it. */
export type Way = 'up' | 'down' | 'both';

type Connection = { near: Socket; far: Socket; silent: Way | null };

export class HalfOpenLine extends Line {
  readonly #whole = new Set<Connection>();

  static before(target: string): Promise<HalfOpenLine> {
    return new HalfOpenLine(target).open();
  }

  /** Of every connection there is now. Those that are made later are whole. @returns how many it befell */
  silence(way: Way): number {
    const befallen = [...this.#whole];
    this.#whole.clear();
    for (const connection of befallen) {
      const { near, far } = connection;
      connection.silent = way;
      if (way !== 'down') leaveUnread(near, far);
      if (way !== 'up') leaveUnread(far, near);
    }
    return befallen.length;
  }

  protected join(near: Socket, far: Socket): void {
    const connection: Connection = { near, far, silent: null };
    this.#whole.add(connection);
    near.pipe(far).pipe(near);
    const end = (other: Socket, lost: Way) => () => {
      this.#whole.delete(connection);
      // An end is told by packets, too, and they go the same way as all others.
      const { silent } = connection;
      if (silent !== lost && silent !== 'both') other.destroy();
    };
    near.on('close', end(far, 'up'));
    far.on('close', end(near, 'down'));
  }
}

/** As far as the kernel takes it, then it waits with the sender: as on a way that leads nowhere. */
function leaveUnread(from: Socket, to: Socket): void {
  from.unpipe(to);
  from.pause();
}
