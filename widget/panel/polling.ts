/** Text to and from the server in plain requests. */
import type { Carrier } from './wire.ts';

const OPEN = 1;
const CLOSED = 3;
const GOODBYE = '1';
/** Between the packets of one answer. */
const SEPARATOR = '\u001e';
/** The server answers at the latest with its next ping. */
const PATIENCE = 60_000;

/** One request waits at the server for what it has to say; another carries what we have to say. */
export class Polling implements Carrier {
  onmessage: Carrier['onmessage'] = null;
  onclose: Carrier['onclose'] = null;
  readyState = 0;
  readonly #origin: string;
  readonly #stop = new AbortController();
  #session = '';
  #sending: Promise<unknown> = Promise.resolve();

  constructor(origin: string) {
    this.#origin = origin;
    void this.#listen();
  }

  send(text: string): void {
    // In the order they were said: the server takes one at a time.
    this.#sending = this.#sending.then(() => this.#request(text)).catch(() => this.close());
  }

  close(): void {
    if (this.readyState === CLOSED) return;
    const { readyState } = this;
    this.readyState = CLOSED;
    if (readyState === OPEN) void this.#request(GOODBYE).catch(() => undefined);
    this.#stop.abort();
    this.onclose?.();
  }

  async #listen(): Promise<void> {
    try {
      while (this.readyState !== CLOSED) this.#deliver(await this.#request());
    } catch {
      this.close();
    }
  }

  #deliver(answer: string): void {
    for (const text of answer.split(SEPARATOR)) {
      if (text[0] === '0') this.#begin(text);
      if (text === GOODBYE) this.close();
      if (this.readyState !== CLOSED) this.onmessage?.({ data: text });
    }
  }

  #begin(handshake: string): void {
    const { sid } = JSON.parse(handshake.slice(1)) as { sid: string };
    this.#session = `&sid=${encodeURIComponent(sid)}`;
    this.readyState = OPEN;
  }

  async #request(body?: string): Promise<string> {
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(PATIENCE)]);
    const init = body === undefined ? { signal } : { method: 'POST', body, keepalive: true };
    const answer = await fetch(
      `${this.#origin}/socket.io/?EIO=4&transport=polling${this.#session}`,
      init,
    );
    if (!answer.ok) throw new Error(`polling ${answer.status}`);
    return answer.text();
  }
}
