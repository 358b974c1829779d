/** Packets from clients: checked by a schema, counted, and always answered. Nothing a client sends throws past here. */
import type { Socket } from 'socket.io';
import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { isUnreachable } from '../database/errors.ts';
import { Limiter } from '../events/limits.ts';
import { Refusal } from '../wire/problems.ts';
import type { SocketError } from '../wire/sockets.ts';

export type PacketLog = { error(details: object, message: string): void };

/** Who sends packets. */
export type Peer = { readonly id: string; disconnect(close: true): unknown };

type Handle<Body, Who> = (body: Body, who: Who) => Promise<object>;
export type PacketHandlers<Who> = Map<string, Handle<unknown, Who>>;

/** A handler that sees its packet only after the schema has. */
export function packet<Shape extends TSchema, Who>(
  shape: Shape,
  handle: Handle<Static<Shape>, Who>,
): Handle<unknown, Who> {
  const compiled = Compile(shape);
  return async (body, who) => {
    if (!compiled.Check(body)) throw new Refusal('invalid', 'The packet has the wrong shape.');
    return handle(body as Static<Shape>, who);
  };
}

/** Who keeps talking after being told to slow down this often is cut off. */
const MOST_STRIKES = 1_000;

/** Answers the packets of everybody in a namespace; of each one it keeps no more than a count. */
export class Answers<Who extends Peer> {
  readonly #handlers: PacketHandlers<Who>;
  readonly #log: PacketLog;
  readonly #limiter = new Limiter({ burst: 120, perMinute: 600 });
  readonly #strikes = new Map<string, number>();

  constructor(handlers: PacketHandlers<Who>, log: PacketLog) {
    this.#handlers = handlers;
    this.#log = log;
  }

  /** Every packet of a socket from now on. */
  attend(socket: Who & Pick<Socket, 'onAny' | 'once'>): void {
    socket.onAny((name: unknown, ...rest: unknown[]) => {
      const done = rest.findLast((part) => typeof part === 'function');
      const body = rest.length > 0 && typeof rest[0] !== 'function' ? rest[0] : undefined;
      void this.answer(socket, name, body).then((answer) => done?.(answer));
    });
    socket.once('disconnect', () => this.forget(socket));
  }

  /** Unknown names, wrong shapes and floods are answered with an error and change nothing. Never rejects. */
  async answer(who: Who, name: unknown, body: unknown): Promise<object> {
    try {
      this.#limiter.take(who.id);
      const handle = typeof name === 'string' ? this.#handlers.get(name) : undefined;
      if (!handle) throw new Refusal('invalid', 'There is no such packet.');
      return { ok: true, ...(await handle(body, who)) };
    } catch (error) {
      return this.#refuse(who, error);
    }
  }

  forget(who: Who): void {
    this.#limiter.forget(who.id);
    this.#strikes.delete(who.id);
  }

  #refuse(who: Who, error: unknown): SocketError {
    if (error instanceof Refusal) {
      // A client that keeps talking nonsense is cut off; one mistake is only answered.
      if (error.code === 'slow_down') this.#strike(who);
      const code = error.code === 'invalid' ? 'bad_packet' : error.code;
      return { ok: false, error: { code, message: error.detail } };
    }
    if (isUnreachable(error)) {
      return { ok: false, error: { code: 'unavailable', message: 'The database is away.' } };
    }
    this.#log.error({ err: error }, 'a packet failed');
    return { ok: false, error: { code: 'failure', message: 'It was logged.' } };
  }

  #strike(who: Who): void {
    const strikes = (this.#strikes.get(who.id) ?? 0) + 1;
    this.#strikes.set(who.id, strikes);
    // In a turn of its own: what it was told so far goes out before.
    if (strikes === MOST_STRIKES) setImmediate(() => who.disconnect(true));
  }
}
