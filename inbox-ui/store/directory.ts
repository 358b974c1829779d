/** What there is to choose from: agents, channels, tags, texts to be written again, macros, and the views one sees. */
import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
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
  'me',
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
  readonly #self = signal(0);
  #asked = 0;
  /** Which question the answer was to that is shown. */
  readonly #shown = new WeakMap<object, number>();

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

  /** Moves when the agent's own profile may be another by now. */
  get self(): ReadonlySignal<number> {
    return this.#self;
  }

  /** One list after the other: what the agent asks for meanwhile does not wait behind all of them. */
  async loadAll(): Promise<void> {
    for (const what of LISTS) await this.load(what).catch(() => undefined);
  }

  async load(what: ListName): Promise<void> {
    if (what === 'agents') await this.#read(this.#agents, this.#doors.agents);
    else if (what === 'channels') await this.#read(this.#channels, this.#doors.channels);
    else if (what === 'saved-views') await this.#read(this.#savedViews, this.#doors.savedViews);
    else if (what === 'contacts') this.#people.value += 1;
    else if (what === 'me') this.#self.value += 1;
    else if (what === 'tags') await this.#read(this.#tags, this.#doors.tags);
    else if (what === 'macros') await this.#read(this.#macros, this.#doors.macros);
    else await this.#read(this.#savedReplies, this.#doors.savedReplies);
  }

  /** An answer may be overtaken by that to a later question: what is older than what is shown changes nothing. */
  async #read<Kept>(kept: Signal<Kept | null>, ask: () => Promise<Kept>): Promise<void> {
    this.#asked += 1;
    const turn = this.#asked;
    const answer = await ask();
    if (turn < (this.#shown.get(kept) ?? 0)) return;
    this.#shown.set(kept, turn);
    kept.value = answer;
  }
}
