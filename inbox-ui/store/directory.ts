/** The agents one can assign to and the channels one can answer on. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { Channel } from '../../server/wire/channels.ts';
import type { Agent } from '../../server/wire/people.ts';
import type { Doors } from './transport.ts';

export class Directory {
  readonly #doors: Doors;
  readonly #agents = signal<Agent[] | null>(null);
  readonly #channels = signal<Channel[] | null>(null);

  constructor(doors: Doors) {
    this.#doors = doors;
  }

  get agents(): ReadonlySignal<Agent[] | null> {
    return this.#agents;
  }
  /** null: not known yet, which is not the same as none. */
  get channels(): ReadonlySignal<Channel[] | null> {
    return this.#channels;
  }

  async load(what: 'agents' | 'channels'): Promise<void> {
    if (what === 'agents') this.#agents.value = await this.#doors.agents();
    else this.#channels.value = await this.#doors.channels();
  }
}
