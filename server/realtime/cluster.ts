/** Screens connected to other processes hear what is said here, by Socket.IO's adapter over Redis streams. */
import { createAdapter } from '@socket.io/redis-streams-adapter';
import type { Redis } from 'ioredis';
import type { ServerOptions } from 'socket.io';
import { hasty, patient } from '../redis/redis.ts';

/** So many packets stay readable for a process that is slow; what it misses beyond them is found by cursors. */
const MOST_KEPT = 10_000;
/** How often screens are sent looking while what is said elsewhere does not reach us. */
const LOOK_EVERY_MS = 5_000;

export type Missed = {
  /** The screens that may have missed something: `ours` what others said, `all` what we said. */
  by: 'ours' | 'all';
  /** Whether it is over; else they will miss more. */
  over: boolean;
};

export type Cluster = {
  adapter: ServerOptions['adapter'];
  /** Calls whenever something may have been missed: while Redis is away, and once more when it is back. */
  watch(handler: (missed: Missed) => void): void;
  close(): void;
};

export function joinCluster(url: string): Cluster {
  const line = new Line();
  const publisher = hasty(url);
  // What reads waits for Redis to come back; what is said meanwhile must not.
  publisher.duplicate = () => line.follow(patient(url));
  const make = createAdapter(publisher, {
    streamName: 'interline-live',
    channelPrefix: 'interline-live',
    maxLen: MOST_KEPT,
    onlyPlaintext: true,
  });
  return {
    // Socket.IO calls it with `new`, which a plain function alone puts up with.
    adapter: function adapt(namespace: unknown) {
      return unhurried(make(namespace), line);
    } as unknown as ServerOptions['adapter'],
    watch(handler) {
      line.handler = handler;
    },
    close() {
      line.close();
      publisher.disconnect();
    },
  };
}

/** Whether we hear the others and they hear us. */
class Line {
  handler: (missed: Missed) => void = () => {};
  #unheard = false;
  #deaf = new Set<Redis>();
  readonly #timer = setInterval(() => this.#stillDeaf(), LOOK_EVERY_MS);

  /** @param reader hears what others say, as long as it is connected */
  follow(reader: Redis): Redis {
    reader.on('close', () => this.#deaf.add(reader));
    reader.on('ready', () => {
      if (this.#deaf.delete(reader)) this.handler({ by: 'ours', over: true });
    });
    return reader;
  }

  /** What we said came out, or did not. The library says something every few seconds, if only that it is there. */
  said(heard: boolean): void {
    const wasUnheard = this.#unheard;
    this.#unheard = !heard;
    if (wasUnheard && heard) this.handler({ by: 'all', over: true });
  }

  close(): void {
    clearInterval(this.#timer);
    this.handler = () => {};
  }

  #stillDeaf(): void {
    if (this.#deaf.size > 0) this.handler({ by: 'ours', over: false });
  }
}

type Publishing = { doPublish(message: unknown): Promise<string> };

/** Our own screens do not wait until the others have been told, and hear it when those cannot be reached, too. */
function unhurried<Adapter>(adapter: Adapter, line: Line): Adapter {
  const publishing = adapter as Publishing;
  const publish = publishing.doPublish.bind(adapter);
  publishing.doPublish = (message) => {
    publish(message).then(
      () => line.said(true),
      () => line.said(false),
    );
    return Promise.resolve('');
  };
  return adapter;
}
