/** Packets from clients: checked by a schema, counted, and always answered. Nothing a client sends throws past here. */
import type { Socket } from 'socket.io';
import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { isUnreachable } from '../database/errors.ts';
import { Limiter } from '../events/limits.ts';
import { Refusal } from '../wire/problems.ts';
import type { SocketError } from '../wire/sockets.ts';

export type PacketLog = { error(details: object, message: string): void };

type Handle<Body, Answer> = (body: Body) => Promise<Answer>;
export type PacketHandlers = Map<string, (body: unknown) => Promise<object>>;

/** A handler that sees its packet only after the schema has. */
export function packet<Shape extends TSchema, Answer extends object>(
  shape: Shape,
  handle: Handle<Static<Shape>, Answer>,
): (body: unknown) => Promise<object> {
  const compiled = Compile(shape);
  return async (body) => {
    if (!compiled.Check(body)) throw new Refusal('invalid', 'The packet has the wrong shape.');
    return handle(body as Static<Shape>);
  };
}

/**
 * Answers every packet of a socket through `handlers`, one after the other in the order they came.
 * Unknown names, wrong shapes, missing acknowledgements and floods are answered with an error and change nothing.
 */
export function serve(
  socket: Pick<Socket, 'use' | 'id' | 'onAny' | 'disconnect'>,
  handlers: PacketHandlers,
  log: PacketLog,
): void {
  const limiter = new Limiter({ burst: 120, perMinute: 600 });
  let strikes = 0;
  socket.onAny((name: unknown, ...rest: unknown[]) => {
    const done = rest.findLast((part) => typeof part === 'function');
    const body = rest.length > 0 && typeof rest[0] !== 'function' ? rest[0] : undefined;
    const answer = (reply: object) => (typeof done === 'function' ? done(reply) : undefined);
    void work().then(answer, (error: unknown) => answer(refuse(error)));

    async function work(): Promise<object> {
      limiter.take('packets');
      const handle = typeof name === 'string' ? handlers.get(name) : undefined;
      if (!handle) throw new Refusal('invalid', 'There is no such packet.');
      return { ok: true, ...(await handle(body)) };
    }
  });

  function refuse(error: unknown): SocketError {
    if (error instanceof Refusal) {
      // A client that keeps talking nonsense is cut off; one mistake is only answered.
      if (error.code === 'slow_down' && ++strikes > 1_000) socket.disconnect(true);
      const code = error.code === 'invalid' ? 'bad_packet' : error.code;
      return { ok: false, error: { code, message: error.detail } };
    }
    if (isUnreachable(error)) {
      return { ok: false, error: { code: 'unavailable', message: 'The database is away.' } };
    }
    log.error({ err: error }, 'a packet failed');
    return { ok: false, error: { code: 'failure', message: 'It was logged.' } };
  }
}
