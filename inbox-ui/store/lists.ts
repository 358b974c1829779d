/** The lists of all views, and which one is looked at. */
import { batch, type ReadonlySignal, signal } from '@preact/signals';
import type { OwnConversation, View } from '../../server/wire/conversations.ts';
import type { Conversations } from './conversations.ts';
import { List } from './list.ts';
import { type Rule, ruleOf } from './rules.ts';
import type { SavedViews } from './saved-views.ts';
import type { Doors } from './transport.ts';

export class Lists {
  readonly #lists = new Map<View, List>();
  readonly #active = signal<View>('inbox');
  readonly #me: string;
  readonly #conversations: Conversations;
  readonly #doors: Doors;
  readonly #saved: SavedViews;

  constructor(me: string, conversations: Conversations, doors: Doors, saved: SavedViews) {
    this.#me = me;
    this.#conversations = conversations;
    this.#doors = doors;
    this.#saved = saved;
    conversations.follow((change) => {
      for (const list of this.#lists.values()) list.follow(change);
    });
  }

  get active(): ReadonlySignal<View> {
    return this.#active;
  }

  /** The cursor from which on all lists have to be told what changed; null: they have to be read anew. */
  async asOf(): Promise<string | null> {
    const cursors = await Promise.all([...this.#lists.values()].map((list) => list.asOf()));
    const held = cursors.filter((cursor) => cursor !== undefined);
    // While processes are replaced one by one, an older one may have answered, which says none.
    return held.every((cursor) => cursor) ? held.reduce(earlier, null) : null;
  }

  of(view: View): List {
    const existing = this.#lists.get(view);
    if (existing) return existing;
    const list = new List(view, this.#ruleOf(view), this.#conversations, this.#doors);
    this.#lists.set(view, list);
    return list;
  }

  /** Whether a row is in a view now, wherever its list still shows it. */
  holds(view: View, row: OwnConversation | undefined): boolean {
    return row !== undefined && this.#ruleOf(view).holds(row);
  }

  /** The agent turns to a view: going there is a good moment to put it in order. */
  async visit(view: View): Promise<List> {
    const list = this.of(view);
    list.reconsider();
    list.settle();
    this.#active.value = view;
    await list.load();
    return list;
  }

  /** A view is not what it was: its list is put in order anew, as soon as it is looked at. */
  async renew(view: View): Promise<void> {
    const list = this.#lists.get(view);
    if (view !== this.#active.peek()) this.#lists.delete(view);
    else if (list) {
      await list.reload(() => undefined);
      list.settle();
    }
  }

  /** Nothing known is certain any more. The list in sight is read again before the rest is forgotten. */
  async reset(keep: (id: string) => boolean): Promise<void> {
    const active = this.of(this.#active.peek());
    await active.reload((kept) => {
      batch(() => this.#conversations.forget((id) => kept.has(id) || keep(id)));
      for (const view of this.#lists.keys()) if (view !== active.view) this.#lists.delete(view);
    });
  }

  #ruleOf(view: View): Rule {
    return ruleOf(view, this.#me, this.#saved);
  }
}

const earlier = (one: string | null, other: string | null): string | null =>
  one !== null && BigInt(one) < BigInt(other ?? 0) ? one : other;
