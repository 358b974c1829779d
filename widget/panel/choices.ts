/** What the visitor chose about the panel itself: kept in this browser like all else, and shared by its tabs. */
import { signal } from './signals.ts';
import type { Store } from './store.ts';

/** Empty: as it is for everybody. */
export class Choices {
  /** How large everything is that is written: `120%`. */
  readonly size = signal('');
  /** News may be heard. Nobody's page makes a noise that was not asked for. */
  readonly sound = signal('');
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
    this.adopt();
  }

  choose(name: 'size' | 'sound', value: string): void {
    this.#store.set(name, value);
    this.adopt();
  }

  /** Takes over what is kept, also by another tab. */
  adopt(): void {
    this.size.value = this.#store.get('size') ?? '';
    this.sound.value = this.#store.get('sound') ?? '';
  }
}
