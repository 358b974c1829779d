/** A socket that comes back: after a cut, a silence, a farewell or a refusal, always after a random wait. */
import { io, type Socket } from 'socket.io-client';
import { VISITOR_NAMESPACE } from '../../../server/wire/namespaces.ts';

const ANSWER_PATIENCE_MS = 5_000;

export type Live = {
  socket: Socket;
  /** How often it has connected. */
  connects(): number;
  /** Sends a packet and waits for its answer. @throws when there is none in time */
  ask<Answer>(packet: string, ...body: unknown[]): Promise<Answer>;
  /** Drops the connection and makes a new one. */
  again(withinMs: number): void;
  close(): void;
};

export function connectLive(address: string, auth: object, onConnect: () => void): Live {
  const socket = io(address, {
    auth,
    ...(address.endsWith(VISITOR_NAMESPACE) && { query: { for: 'visitor' } }),
    transports: ['websocket'],
    reconnectionDelay: 100,
    reconnectionDelayMax: 500,
    randomizationFactor: 0.5,
    forceNew: true,
  });
  let connects = 0;
  let closed = false;
  const again = (withinMs: number) => {
    socket.disconnect();
    setTimeout(() => void (closed || socket.connect()), Math.random() * withinMs);
  };
  socket.on('connect', () => {
    connects += 1;
    onConnect();
  });
  // A refusal at the door is final for the library, and need not be for us: the database may be starting.
  socket.on('connect_error', () => {
    if (!socket.active) again(300);
  });
  socket.on('goodbye', ({ within }: { within: number }) => again(Math.min(within, 500)));
  socket.on('resync', () => again(300));
  return {
    socket,
    connects: () => connects,
    ask: (packet, ...body) => socket.timeout(ANSWER_PATIENCE_MS).emitWithAck(packet, ...body),
    again,
    close() {
      closed = true;
      socket.disconnect();
    },
  };
}
