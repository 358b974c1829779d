/** The lists of all views, and which one is looked at. */
import { batch, type ReadonlySignal, signal } from '@preact/signals';
import type { View } from '../../server/wire/conversations.ts';
import type { Conversations } from './conversations.ts';
import { List } from './list.ts';
import type { Doors } from './transport.ts';

export class Lists {
  readonly #lists = new Map<View, List>();
  readonly #active = signal<View>('inbox');
  readonly #me: string;
  readonly #conversations: Conversations;
  readonly #doors: Doors;

  constructor(me: string, conversations: Conversations, doors: Doors) {
    this.#me = me;
    this.#conversations = conversations;
    this.#doors = doors;
    conversations.follow((change) => {
      for (const list of this.#lists.values()) list.follow(change);
    });
  }

  get active(): ReadonlySignal<View> {
    return this.#active;
  }

  of(view: View): List {
    const existing = this.#lists.get(view);
    if (existing) return existing;
    const list = new List(view, this.#me, this.#conversations, this.#doors);
    this.#lists.set(view, list);
    return list;
  }

  /** The agent turns to a view: going there is a good moment to put it in order. */
  async visit(view: View): Promise<List> {
    const list = this.of(view);
    list.settle();
    this.#active.value = view;
    await list.load();
    return list;
  }

  /** Nothing known is certain any more. The list in sight is read again before the rest is forgotten. */
  async reset(keep: (id: string) => boolean): Promise<void> {
    const active = this.of(this.#active.peek());
    await active.reload((kept) => {
      batch(() => this.#conversations.forget((id) => kept.has(id) || keep(id)));
      for (const view of this.#lists.keys()) if (view !== active.view) this.#lists.delete(view);
    });
  }
}
