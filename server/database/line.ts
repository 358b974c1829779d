/**
 * The line to the database as postgres.js sees it: a socket that hides when it was lost.
 *
 * Told of a lost socket, postgres.js 3.4.9 forgets it and goes on to use it: a transaction's rollback ends the process
 * (https://github.com/porsager/postgres/issues/1208), a statement on its way at that moment leaves a connection that
 * never speaks again. So it only learns that what it asked has failed, then and for ever after, while whoever opened
 * the line learns that it is lost and never comes back to it.
 */
import { EventEmitter, once } from 'node:events';
import { connect, isIP, type Socket } from 'node:net';
import tls from 'node:tls';
import type { ConnectOptions } from './connection.ts';

const PATIENCE_MS = 30_000;
/** "Shall we speak TLS?": https://www.postgresql.org/docs/current/protocol-message-formats.html, SSLRequest. */
export const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);
const YES = 'S'.charCodeAt(0);

/** The part of a socket that postgres.js uses. */
export class Line extends EventEmitter {
  readonly #stream: Socket;
  #ending = false;
  #lost: Error | null = null;
  #askedAt: number | null = null;

  /** @param onEnd is told once, and whether it came to an end that postgres.js did not want */
  constructor(stream: Socket, onEnd: (lost: boolean) => void) {
    super();
    this.#stream = stream;
    let trouble: Error = Object.assign(new Error('the database has hung up'), {
      code: 'CONNECTION_CLOSED',
    });
    stream.on('data', (bytes) => {
      this.#askedAt = null;
      this.emit('data', bytes);
    });
    stream.on('error', (error) => {
      trouble = error;
    });
    stream.once('close', () => {
      onEnd(!this.#ending);
      if (this.#ending) return void this.emit('close', false);
      this.#lost = trouble;
      this.#fail(trouble);
    });
  }

  get readyState(): string {
    return this.#stream.readyState;
  }

  /** For how many ms something was asked here and not a word came back. */
  silentFor(): number {
    return this.#askedAt === null ? 0 : performance.now() - this.#askedAt;
  }

  /** @returns true, however much waits: a "begin" that is told to wait is sent, but postgres.js sets no line apart for it */
  write(bytes: Uint8Array): true {
    const lost = this.#lost;
    if (lost === null) {
      this.#askedAt ??= performance.now();
      this.#gather();
      this.#stream.write(bytes);
      return true;
    }
    // Not at once: it still has to note down what it has written.
    setImmediate(() => this.#fail(lost));
    return true;
  }

  /** Statements asked for in one go leave in one go: handed over one by one, each costs a call and wakes the other end. */
  #gather(): void {
    if (this.#stream.writableCorked > 0) return;
    this.#stream.cork();
    queueMicrotask(() => process.nextTick(() => this.#stream.uncork()));
  }

  end(bytes: Uint8Array): void {
    this.#ending = true;
    this.#stream.end(bytes);
  }

  destroy(): void {
    this.#stream.destroy();
  }

  setKeepAlive(on: boolean, afterMs: number): void {
    this.#stream.setKeepAlive(on, afterMs);
  }

  /** All it waits for fails. */
  #fail(error: Error): void {
    if (this.listenerCount('error') > 0) this.emit('error', error);
  }
}

/** Connects; encrypted where the options say so. A host that is a folder holds a socket. */
export function dial({ path, ssl, ...rest }: ConnectOptions): Socket | Promise<Socket> {
  if (typeof path === 'string') return connect(path);
  const [host, port] = [String(rest.host), Number(rest.port)];
  if (host.startsWith('/')) return connect(`${host}/.s.PGSQL.${port}`);
  const stream = connect(port, host);
  return ssl ? secure(stream, host, ssl === 'require') : stream;
}

async function secure(stream: Socket, host: string, believes: boolean): Promise<Socket> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    await once(stream, 'connect', { signal });
    stream.write(SSL_REQUEST);
    const [answer] = await once(stream, 'data', { signal });
    if (answer[0] !== YES) throw new Error('the database does not offer encryption');
    const name = isIP(host) ? {} : { servername: host };
    const secured = tls.connect({ socket: stream, ...name, rejectUnauthorized: !believes });
    await once(secured, 'secureConnect', { signal });
    return secured;
  } catch (error) {
    stream.destroy();
    throw error;
  }
}
