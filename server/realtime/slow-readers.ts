/** A reader that does not read makes us keep what it missed. Past a limit the line is closed; the client syncs anew. */
import type { Server } from 'socket.io';

const MOST_WAITING_BYTES = 1024 * 1024;
const LOOK_EVERY_MS = 250;

/** Looks at every connection several times a second. */
export function cutSlowReaders(io: Server): NodeJS.Timeout {
  return setInterval(() => {
    for (const namespace of io._nsps.values()) {
      for (const socket of namespace.sockets.values()) {
        if (waitingBytes(socket.conn as unknown as Connection) > MOST_WAITING_BYTES) {
          socket.emit('resync');
          socket.disconnect(true);
        }
      }
    }
  }, LOOK_EVERY_MS);
}

type Connection = { writeBuffer?: { data?: unknown }[]; transport?: { socket?: unknown } };

/** What engine.io holds back, and what the websocket has not got rid of. */
function waitingBytes(conn: Connection): number {
  let bytes = 0;
  for (const { data } of conn.writeBuffer ?? [])
    bytes += typeof data === 'string' ? data.length : 0;
  const websocket = conn.transport?.socket;
  if (typeof websocket === 'object' && websocket && 'bufferedAmount' in websocket) {
    bytes += Number(websocket.bufferedAmount) || 0;
  }
  return bytes;
}
