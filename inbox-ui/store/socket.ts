/** The browser's live connection: Socket.IO with jittered reconnects and a deadline on every question. */
import { batch, effect } from '@preact/signals';
import { io, type Socket } from 'socket.io-client';
import { AGENT_NAMESPACE } from '../../server/wire/namespaces.ts';
import type { ServerToAgent } from '../../server/wire/sockets.ts';
import { keptUpTo } from '../kept.ts';
import type { PacketAnswer, PacketName, PacketRequest, Wire, WireHandlers } from './transport.ts';

const ANSWER_TIMEOUT_MS = 5_000;
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 8_000;
/** Handshake errors that may mean the session is over. */
const LOGGED_OUT = new Set(['not_logged_in', 'forbidden']);

/** What is asked and answered is typed by `Wire`; here it only passes through. */
type Question = (request: unknown, done: (answer: unknown) => void) => void;
type AgentSocket = Socket<ServerToAgent, Record<string, Question>>;

export class SocketWire implements Wire {
  #socket: AgentSocket | null = null;
  #stopWaiting: () => void = () => undefined;
  #redial: ReturnType<typeof setTimeout> | undefined;

  start(handlers: WireHandlers): void {
    const socket: AgentSocket = io(AGENT_NAMESPACE, {
      autoConnect: false,
      transports: ['websocket', 'polling'],
      // A company proxy may block websockets: then the next dial tries plain HTTP.
      tryAllTransports: true,
      reconnectionDelay: FIRST_DELAY_MS,
      reconnectionDelayMax: LONGEST_DELAY_MS,
      randomizationFactor: 0.5,
    });
    this.#socket = socket;
    listen(socket, handlers);
    socket.on('connect', () => handlers.up());
    socket.on('disconnect', (reason) => {
      handlers.down(reason === 'ping timeout');
      // Socket.IO does not come back by itself after the server cut the line.
      if (reason === 'io server disconnect') this.#redialLater();
    });
    socket.on('connect_error', (error) => {
      handlers.down(false);
      if (LOGGED_OUT.has(codeOf(error))) handlers.refused(codeOf(error));
      if (!socket.active) this.#redialLater();
    });
    // Only once it is known who is here: the line would be theirs.
    this.#stopWaiting = effect(() => {
      if (keptUpTo.value === null) socket.connect();
    });
  }

  stop(): void {
    clearTimeout(this.#redial);
    this.#stopWaiting();
    this.#socket?.disconnect();
    this.#socket = null;
  }

  redial(): void {
    clearTimeout(this.#redial);
    if (keptUpTo.peek() === null) this.#socket?.disconnect().connect();
  }

  async ask<Name extends PacketName>(
    name: Name,
    request: PacketRequest<Name>,
  ): Promise<PacketAnswer<Name>> {
    const socket = this.#socket;
    // An emit on a broken line would be kept and sent later, when it is no longer true.
    if (!socket?.connected) throw new Error('The line is down.');
    const answer = await socket.timeout(ANSWER_TIMEOUT_MS).emitWithAck(name, request);
    return answer as PacketAnswer<Name>;
  }

  #redialLater(): void {
    clearTimeout(this.#redial);
    const delay = FIRST_DELAY_MS + Math.random() * (LONGEST_DELAY_MS - FIRST_DELAY_MS);
    this.#redial = setTimeout(() => this.#socket?.connect(), delay);
  }
}

function listen(socket: AgentSocket, handlers: WireHandlers): void {
  // A bundle is one change of the screen, not many.
  socket.on('conversations', (packets) =>
    batch(() => {
      for (const packet of packets) handlers.conversation(packet);
    }),
  );
  socket.on('events', (events) =>
    batch(() => {
      for (const event of events) handlers.event(event);
    }),
  );
  socket.on('typing', (packet) => handlers.typing(packet));
  socket.on('present', (packet) => handlers.present(packet));
  socket.on('read', (packet) => handlers.read(packet));
  socket.on('draft', (packet) => handlers.draft(packet));
  socket.on('mentioned', (packet) => handlers.mentioned(packet));
  socket.on('counts', (packet) => handlers.counts(packet));
  socket.on('changed', (packet) => handlers.changed(packet));
  socket.on('look', (packet) => handlers.look(packet));
  socket.on('goodbye', (packet) => handlers.goodbye(packet));
  socket.on('resync', () => handlers.resync());
}

function codeOf(error: Error): string {
  const { data } = error as Error & { data?: { code?: unknown } };
  return typeof data?.code === 'string' ? data.code : error.message;
}
