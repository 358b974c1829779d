/** What there is to choose from: agents, channels, tags, texts to be written again, macros, and the views one sees. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { Channel } from '../../server/wire/channels.ts';
import type { Macro } from '../../server/wire/macros.ts';
import type { Agent } from '../../server/wire/people.ts';
import type { SavedReply } from '../../server/wire/saved-replies.ts';
import type { SavedView } from '../../server/wire/saved-views.ts';
import type { ListName } from '../../server/wire/sockets.ts';
import type { Tag } from '../../server/wire/tags.ts';
import type { Doors } from './transport.ts';

/** All that is read when the line is up. */
const LISTS: readonly ListName[] = [
  'channels',
  'agents',
  'contacts',
  'tags',
  'macros',
  'saved-replies',
  'saved-views',
];

export class Directory {
  readonly #doors: Doors;
  readonly #agents = signal<Agent[] | null>(null);
  readonly #channels = signal<Channel[] | null>(null);
  readonly #savedReplies = signal<SavedReply[] | null>(null);
  readonly #savedViews = signal<SavedView[] | null>(null);
  readonly #tags = signal<Tag[] | null>(null);
  readonly #macros = signal<Macro[] | null>(null);
  readonly #people = signal(0);

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

  get savedReplies(): ReadonlySignal<SavedReply[] | null> {
    return this.#savedReplies;
  }

  get savedViews(): ReadonlySignal<SavedView[] | null> {
    return this.#savedViews;
  }

  get tags(): ReadonlySignal<Tag[] | null> {
    return this.#tags;
  }

  get macros(): ReadonlySignal<Macro[] | null> {
    return this.#macros;
  }

  /** Moves when something is known about anybody that was not: who shows them reads them again. */
  get people(): ReadonlySignal<number> {
    return this.#people;
  }

  /** One list after the other: what the agent asks for meanwhile does not wait behind all of them. */
  async loadAll(): Promise<void> {
    for (const what of LISTS) await this.load(what).catch(() => undefined);
  }

  async load(what: ListName): Promise<void> {
    if (what === 'agents') this.#agents.value = await this.#doors.agents();
    else if (what === 'channels') this.#channels.value = await this.#doors.channels();
    else if (what === 'saved-views') this.#savedViews.value = await this.#doors.savedViews();
    else if (what === 'contacts') this.#people.value += 1;
    else if (what === 'tags') this.#tags.value = await this.#doors.tags();
    else if (what === 'macros') this.#macros.value = await this.#doors.macros();
    else this.#savedReplies.value = await this.#doors.savedReplies();
  }
}
