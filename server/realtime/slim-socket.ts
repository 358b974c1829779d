/**
 * One visitor's websocket with nothing around it: most of what is connected is somebody who waits, and costs what we keep
 * of them. It speaks as much Socket.IO as visitors need, and sits in the namespace in place of the library's socket, its
 * client and its connection, so that whoever tells visitors anything does not ask how their line is held.
 */
import { randomBytes } from 'node:crypto';
import type { WebSocket } from 'ws';
import { Refusal } from '../wire/problems.ts';
import type { Peer } from './packets.ts';
import type { Guest } from './rooms.ts';

/** Engine.IO's pace, as for every other socket. */
export const PING_EVERY_MS = 25_000;
export const PING_PATIENCE_MS = 20_000;

/** The house behind the line. */
export type SlimDoor = {
  /** The name of the namespace. */
  name: string;
  /** Checks who it is and joins them to their rooms. @throws Refusal */
  enter(
    socket: SlimSocket,
    auth: Record<string, unknown>,
    origin: string | undefined,
  ): Promise<void>;
  answer(socket: SlimSocket, name: unknown, body: unknown): Promise<object>;
  /** Out of all rooms. May be called more than once. */
  leave(socket: SlimSocket): void;
};

/** The first character is Engine.IO's (4: a message), the second Socket.IO's. */
const HANDSHAKE = '0';
const BYE = '1';
const PING = '2';
const PONG = '3';
const CONNECT = '40';
const DISCONNECT = '41';
const EVENT = '42';
const ANSWER = '43';
const REFUSAL = '44';
const NOTHING: [] = [];

export class SlimSocket implements Peer {
  readonly id = randomBytes(15).toString('base64url');
  readonly socket: WebSocket;
  heardAt = Date.now();
  pingedAt = Date.now();
  entered = false;
  readonly #door: SlimDoor;
  #origin: string | undefined;
  #guest: Guest | null = null;
  #entering = false;

  constructor(socket: WebSocket, door: SlimDoor, origin: string | undefined, mostBytes: number) {
    this.socket = socket;
    this.#door = door;
    this.#origin = origin;
    socket.on('message', (data, isBinary) => this.#hear(isBinary ? '' : String(data)));
    socket.on('close', () => door.leave(this));
    // A broken frame ends the line; the close that follows says all there is to say.
    socket.on('error', () => {});
    const pace = { pingInterval: PING_EVERY_MS, pingTimeout: PING_PATIENCE_MS };
    const greeting = { sid: this.id, upgrades: NOTHING, ...pace, maxPayload: mostBytes };
    socket.send(HANDSHAKE + JSON.stringify(greeting));
  }

  /** Who was let in. */
  get data(): Guest {
    if (!this.#guest) throw new Error('nobody has entered yet');
    return this.#guest;
  }

  set data(guest: Guest) {
    this.#guest = guest;
  }

  emit(name: string, body?: unknown): void {
    this.#say(EVENT, body === undefined ? [name] : [name, body]);
  }

  ping(): void {
    this.pingedAt = Date.now();
    this.socket.send(PING);
  }

  /** In good order: what was said before is still read, and nothing after it. */
  disconnect(_close: true): void {
    this.#say(DISCONNECT);
    this.#leave();
  }

  // What the library looks for: its client, its connection, and that one's transport.
  get client(): this {
    return this;
  }
  get conn(): this {
    return this;
  }
  get transport(): this {
    return this;
  }
  get writeBuffer(): { data?: unknown }[] {
    return NOTHING;
  }

  /** Packets that were encoded once for everybody. Who has not entered yet catches up when they have. */
  writeToEngine(packets: readonly string[]): void {
    if (!this.entered) return;
    for (const packet of packets) this.socket.send(`4${packet}`);
  }

  /** Without waiting for anything. */
  close(): void {
    this.socket.terminate();
  }

  #hear(text: string): void {
    this.heardAt = Date.now();
    if (text === PONG) return;
    const [, type, id = '', data] = /^(4\d)\/visitor,(\d*)(.*)$/s.exec(text) ?? [];
    const body = parsed(data);
    if (type === CONNECT && !this.#entering) void this.#enter(body);
    else if (type === EVENT && this.entered && Array.isArray(body)) void this.#answer(id, body);
    else if (type === DISCONNECT || text === BYE) this.#leave();
    // Whoever speaks otherwise is no visitor.
    else this.close();
  }

  async #enter(auth: unknown): Promise<void> {
    this.#entering = true;
    try {
      const words = typeof auth === 'object' && auth !== null ? { ...auth } : {};
      await this.#door.enter(this, words, this.#origin);
      this.entered = true;
      this.#say(CONNECT, { sid: this.id });
    } catch (error) {
      this.#say(REFUSAL, { message: error instanceof Refusal ? error.code : 'unavailable' });
      this.#leave();
    }
  }

  #leave(): void {
    this.#door.leave(this);
    this.socket.close();
  }

  async #answer(id: string, [name, body]: unknown[]): Promise<void> {
    const answer = await this.#door.answer(this, name, body);
    if (id !== '') this.#say(ANSWER, [answer], id);
  }

  #say(type: string, data?: unknown, id = ''): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    const body = data === undefined ? '' : JSON.stringify(data);
    this.socket.send(`${type}${this.#door.name},${id}${body}`);
  }
}

function parsed(text: string | undefined): unknown {
  try {
    return text ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}
