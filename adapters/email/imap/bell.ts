/** Rings when the open folder has got something new, or the connection is gone. */
import type { ImapFlow } from 'imapflow';

export class Bell {
  #rung = false;
  #wake = () => {};

  constructor(client: ImapFlow) {
    client.on('exists', () => this.#ring());
    client.on('close', () => this.#ring());
  }

  /** Rings from now on count; what is looked at now has been seen. */
  silence(): void {
    this.#rung = false;
  }

  /** Resolves at the first ring since `silence`, or after so long. */
  async heard(patienceMs: number): Promise<void> {
    if (this.#rung) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, patienceMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #ring(): void {
    this.#rung = true;
    this.#wake();
  }
}
