/** The two ways of text to and from the server: a WebSocket, and plain requests for networks that swallow WebSockets. */
import type { Carrier } from './wire.ts';

export const viaWebSocket = (origin: string): Carrier =>
  // `for`: so that the server keeps no more of us than a visitor needs.
  new WebSocket(
    `${origin.replace(/^http/, 'ws')}/socket.io/?EIO=4&transport=websocket&for=visitor`,
  ) as Carrier;

/** Most networks need no second way: until its code is here, it is one on which nothing was heard yet. */
export class Detour implements Carrier {
  onmessage: Carrier['onmessage'] = null;
  onclose: Carrier['onclose'] = null;
  #way: Carrier | null = null;
  #closed = false;

  constructor(origin: string) {
    this.#begin(origin).catch(() => this.onclose?.());
  }

  get readyState(): number {
    return this.#way?.readyState ?? 0;
  }

  send(text: string): void {
    this.#way?.send(text);
  }

  close(): void {
    this.#closed = true;
    this.#way?.close();
  }

  async #begin(origin: string): Promise<void> {
    const { Polling } = await import('./polling.ts');
    if (this.#closed) return;
    this.#way = new Polling(origin);
    this.#way.onmessage = (heard) => this.onmessage?.(heard);
    this.#way.onclose = () => this.onclose?.();
  }
}

export const viaPolling = (origin: string): Carrier => new Detour(origin);
