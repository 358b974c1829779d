/** A reader that does not read makes us keep what it missed. Past a limit the line is closed; the client syncs anew. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Server } from 'socket.io';

const MOST_WAITING_BYTES = 1024 * 1024;
const LOOK_EVERY_MS = 250;
/** For the farewell to be read. Who reads nothing at all would otherwise be waited for. */
const TEAR_AFTER_MS = 5_000;

/** Looks at every connection several times a second. */
export function cutSlowReaders(io: Server): NodeJS.Timeout {
  return setInterval(() => {
    for (const namespace of io._nsps.values()) {
      for (const socket of namespace.sockets.values()) {
        const connection = socket.conn as unknown as Connection;
        if (waitingBytes(connection) <= MOST_WAITING_BYTES) continue;
        socket.emit('resync');
        socket.disconnect(true);
        setTimeout(() => tear(connection), TEAR_AFTER_MS).unref();
      }
    }
  }, LOOK_EVERY_MS);
}

/**
 * Ends every connection within `graceMs`: by itself if it can, else without waiting for what it has not read.
 * @param others connections that the library does not know
 */
export async function endAll(
  io: Server,
  others: readonly Connection[],
  graceMs: number,
): Promise<void> {
  const { clients } = io.engine as unknown as { clients: Record<string, Connection> };
  // The library forgets a connection as soon as it has asked it to close.
  const connections = [...Object.values(clients), ...others];
  for (const namespace of io._nsps.values()) namespace.local.disconnectSockets(true);
  io.engine.close();
  for (let left = graceMs; left > 0 && !connections.every(isOver); left -= POLL_MS) {
    await pause(POLL_MS);
  }
  for (const connection of connections) tear(connection);
}

/** What has been said to all connections and is not yet on its way. */
export function bufferedBytes(io: Server): number {
  const { clients } = io.engine as unknown as { clients: Record<string, Connection> };
  return Object.values(clients).reduce((sum, one) => sum + waitingBytes(one), 0);
}

const POLL_MS = 25;
const CLOSED = 3;

export type Connection = {
  writeBuffer: { data?: unknown }[];
  transport: { socket?: unknown };
  close(discard: boolean): void;
};

/** What engine.io holds back, and what the websocket has not got rid of. */
function waitingBytes({ writeBuffer, transport: { socket } }: Connection): number {
  let bytes = 0;
  for (const { data } of writeBuffer) bytes += typeof data === 'string' ? data.length : 0;
  const isWebsocket = typeof socket === 'object' && socket && 'bufferedAmount' in socket;
  return isWebsocket ? bytes + (Number(socket.bufferedAmount) || 0) : bytes;
}

/** A websocket asks the other side to agree to its end, and waits half a minute for that. */
function isOver({ transport: { socket } }: Connection): boolean {
  const isWebsocket = typeof socket === 'object' && socket && 'readyState' in socket;
  return !isWebsocket || socket.readyState === CLOSED;
}

function tear(connection: Connection): void {
  connection.close(true);
  const { socket } = connection.transport;
  const isWebsocket = typeof socket === 'object' && socket && 'terminate' in socket;
  if (isWebsocket && typeof socket.terminate === 'function') socket.terminate();
}
