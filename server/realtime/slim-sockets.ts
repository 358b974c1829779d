/** Visitors' websockets, held slim (`slim-socket.ts`): who asks for it in the address, with `for=visitor`, gets one. */
import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { VisitorNamespace } from './rooms.ts';
import { PING_EVERY_MS, PING_PATIENCE_MS, type SlimDoor, SlimSocket } from './slim-socket.ts';

const LOOK_EVERY_MS = 1_000;
/** To say who one is. */
const ENTER_WITHIN_MS = 15_000;

export type SlimSockets = {
  /** Lets nobody in any more. */
  shut(): void;
  /** Everybody, whether they have said who they are or not. */
  all(): SlimSocket[];
  stop(): void;
};

/** @param mostBytes largest packet a visitor may send */
export function serveSlim(
  server: HttpServer,
  visitors: VisitorNamespace,
  door: Pick<SlimDoor, 'enter' | 'answer'> & { forget(socket: SlimSocket): void },
  mostBytes: number,
): SlimSockets {
  const all = new Set<SlimSocket>();
  const house: SlimDoor = {
    ...door,
    name: visitors.name,
    leave(socket) {
      visitors.adapter.delAll(socket.id);
      visitors.sockets.delete(socket.id);
      door.forget(socket);
    },
  };
  const upgrades = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: mostBytes,
  });
  let isOpen = true;
  takeFirst(server, isForVisitor, (request, line, head) => {
    if (!isOpen)
      return void line.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n');
    upgrades.handleUpgrade(request, line, head, (socket) => {
      const slim = new SlimSocket(socket, house, request.headers.origin, mostBytes);
      all.add(slim);
      socket.on('close', () => all.delete(slim));
    });
  });
  const timer = setInterval(() => look(all), LOOK_EVERY_MS);
  return {
    all: () => [...all],
    shut: () => {
      isOpen = false;
    },
    stop: () => clearInterval(timer),
  };
}

/** Joins somebody who may be here to rooms, among the library's own sockets. */
export function join(visitors: VisitorNamespace, socket: SlimSocket, rooms: string[]): void {
  // Gone while they were looked up: nobody would take them out again.
  if (socket.socket.readyState !== socket.socket.OPEN) return;
  // Those they were in when the channel was set up otherwise.
  visitors.adapter.delAll(socket.id);
  visitors.sockets.set(socket.id, socket as unknown as Parameters<typeof visitors.sockets.set>[1]);
  void visitors.adapter.addAll(socket.id, new Set(rooms));
}

/** The address of Socket.IO with a word more, which servers that do not know it do not mind. */
function isForVisitor({ url = '' }: IncomingMessage): boolean {
  if (!url.startsWith('/socket.io/?')) return false;
  const asked = new URLSearchParams(url.slice(url.indexOf('?')));
  return asked.get('for') === 'visitor' && asked.get('transport') === 'websocket';
}

type Upgrade = (request: IncomingMessage, line: Duplex, head: Buffer) => void;

/** What is ours is taken before others look at it. */
function takeFirst(
  server: HttpServer,
  isOurs: (request: IncomingMessage) => boolean,
  take: Upgrade,
) {
  const others = server.listeners('upgrade') as Upgrade[];
  server.removeAllListeners('upgrade');
  server.on('upgrade', (request, line, head) => {
    if (isOurs(request)) return take(request, line, head);
    for (const other of others) other.call(server, request, line, head);
  });
}

/** One look at everybody instead of two timers for each. */
function look(all: Iterable<SlimSocket>): void {
  const now = Date.now();
  for (const socket of all) {
    const silence = now - socket.heardAt;
    if (silence > (socket.entered ? PING_EVERY_MS + PING_PATIENCE_MS : ENTER_WITHIN_MS)) {
      socket.close();
    } else if (now - socket.pingedAt >= PING_EVERY_MS) socket.ping();
  }
}
