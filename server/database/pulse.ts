/**
 * Whether the database answers at all. One that hangs keeps its lines open and says nothing on them for ever: whoever
 * waits has to be told, and whoever comes must not begin to wait.
 */
import type { Socket } from 'node:net';
import type { ConnectOptions } from './connection.ts';
import { dial, SSL_REQUEST } from './line.ts';

/** For the one byte it takes to say that it is there. */
const PATIENCE_MS = 1_500;
const AGAIN_MS = 500;

export class Pulse {
  readonly #where: ConnectOptions;
  readonly #onSilence: () => void;
  #feeling = false;
  #stopped = false;
  #away = false;

  /** @param onSilence what to do when it has not answered */
  constructor(where: ConnectOptions, onSilence: () => void) {
    // Whether it offers encryption is the question, so it is asked before any.
    this.#where = { ...where, ssl: false };
    this.#onSilence = onSilence;
  }

  get away(): boolean {
    return this.#away;
  }

  /** Somebody has been waiting for long: it is asked on a line of its own, and if need be until it answers. */
  feel(): void {
    if (this.#feeling || this.#stopped) return;
    this.#feeling = true;
    void answers(this.#where).then((answered) => {
      this.#feeling = false;
      this.#away = !answered;
      if (answered) return;
      this.#onSilence();
      setTimeout(() => this.feel(), AGAIN_MS).unref();
    });
  }

  stop(): void {
    this.#stopped = true;
  }
}

/** Only silence is looked for: one that cannot be reached says so by itself, on every line. */
async function answers(where: ConnectOptions): Promise<boolean> {
  const line: Socket = await dial(where);
  return new Promise((resolve) => {
    // An answer that has come while we were busy is read first.
    const patience = setTimeout(() => setImmediate(over, false), PATIENCE_MS);
    const over = (answered: boolean) => {
      clearTimeout(patience);
      line.destroy();
      resolve(answered);
    };
    line.once('data', () => over(true));
    line.once('close', () => over(true));
    // A close follows.
    line.on('error', () => {});
    line.write(SSL_REQUEST);
  });
}
