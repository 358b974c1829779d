/** Files of the line, fetched with the visitor's token and shown from memory: their addresses alone open nothing. */

import { Refused } from './errors.ts';
import { type Signal, signal } from './signals.ts';

/** `whole`: it is the file itself that is shown, not a small picture of it. */
export type Picture =
  | { at: 'loading' }
  | { at: 'ready'; url: string; whole: boolean }
  | { at: 'failed' }
  /** It cannot be shown small: it is a file like any other. */
  | { at: 'none' };
type Fetch = (id: string) => Promise<Blob>;

export class Pictures {
  readonly #fetch: { small: Fetch; whole: Fetch };
  readonly #known = new Map<string, Signal<Picture>>();

  constructor(fetch: { small: Fetch; whole: Fetch }) {
    this.#fetch = fetch;
  }

  /** The picture's state; the first call begins to load it. */
  of(id: string): Signal<Picture> {
    const known = this.#known.get(id);
    if (known) return known;
    const picture = signal<Picture>({ at: 'loading' });
    this.#known.set(id, picture);
    void this.#load(id, picture);
    return picture;
  }

  /** A picture the visitor just chose: it need not come back from the server, which shows it only once it was sent. */
  hold(id: string, file: Blob): void {
    const url = URL.createObjectURL(file);
    this.#known.set(id, signal<Picture>({ at: 'ready', url, whole: true }));
  }

  holds(id: string): boolean {
    return this.#known.has(id);
  }

  again(id: string): void {
    const picture = this.#known.get(id);
    if (picture?.value.at !== 'failed') return;
    picture.value = { at: 'loading' };
    void this.#load(id, picture);
  }

  /** An address of the file itself; the caller releases it. */
  async file(id: string): Promise<string> {
    return URL.createObjectURL(await this.#fetch.whole(id));
  }

  /** Gives all memory back. */
  clear(): void {
    for (const { value } of this.#known.values()) {
      if (value.at === 'ready') URL.revokeObjectURL(value.url);
    }
    this.#known.clear();
  }

  async #load(id: string, picture: Signal<Picture>): Promise<void> {
    try {
      const url = URL.createObjectURL(await this.#fetch.small(id));
      // Cleared meanwhile: nobody would ever release it.
      if (this.#known.get(id) === picture) picture.value = { at: 'ready', url, whole: false };
      else URL.revokeObjectURL(url);
    } catch (error) {
      const never = error instanceof Refused && error.status === 404;
      picture.value = { at: never ? 'none' : 'failed' };
    }
  }
}
