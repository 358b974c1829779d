/** Screens connected to other processes hear what is said here, by Socket.IO's adapter over Redis streams. */
import { createAdapter } from '@socket.io/redis-streams-adapter';
import type { ServerOptions } from 'socket.io';
import { hasty, patient } from '../redis/redis.ts';

/** So many packets stay readable for a process that is slow; what it misses beyond them is found by cursors. */
const MOST_KEPT = 10_000;

export type Cluster = { adapter: ServerOptions['adapter']; close(): void };

export function joinCluster(url: string): Cluster {
  const publisher = hasty(url);
  // What reads waits for Redis to come back; what is said meanwhile must not.
  publisher.duplicate = () => patient(url);
  const make = createAdapter(publisher, {
    streamName: 'interline-live',
    channelPrefix: 'interline-live',
    maxLen: MOST_KEPT,
    onlyPlaintext: true,
  });
  return {
    // Socket.IO calls it with `new`, which a plain function alone puts up with.
    adapter: function adapt(namespace: unknown) {
      return unhurried(make(namespace));
    } as unknown as ServerOptions['adapter'],
    close: () => publisher.disconnect(),
  };
}

type Publishing = { doPublish(message: unknown): Promise<string> };

/** Our own screens do not wait until the others have been told, and hear it when those cannot be reached, too. */
function unhurried<Adapter>(adapter: Adapter): Adapter {
  const publishing = adapter as Publishing;
  const publish = publishing.doPublish.bind(adapter);
  publishing.doPublish = (message) => {
    publish(message).catch(() => {});
    return Promise.resolve('');
  };
  return adapter;
}
