/**
 * Views that agents made, and how much each holds. The server counts; this screen knows when to ask it again: when a row
 * comes into one of them or leaves it.
 */
import { effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import type { OwnConversation } from '../../server/wire/conversations.ts';
import type { SavedView } from '../../server/wire/saved-views.ts';
import type { Field } from '../../server/wire/view-filters.ts';
import type { Change, Conversations } from './conversations.ts';
import type { Directory } from './directory.ts';
import { asksFor, isIn, isTimed } from './matching.ts';
import type { Doors } from './transport.ts';

/** Where the server stops counting: it means so many or more. */
export const MOST_COUNTED = 100;
/** What comes together is counted together. */
const GATHER_MS = 300;

type Outside = { me: string; conversations: Conversations; directory: Directory; doors: Doors };

export class SavedViews {
  readonly #outside: Outside;
  readonly #sizes = signal<ReadonlyMap<string, number>>(new Map());
  readonly #time = signal(0);
  /** How far the server's clock is ahead of ours. */
  #ahead = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  constructor(outside: Outside) {
    this.#outside = outside;
    outside.conversations.follow((change) => this.#follow(change));
  }

  /** How much each holds; `MOST_COUNTED` means so many or more. */
  get sizes(): ReadonlySignal<ReadonlyMap<string, number>> {
    return this.#sizes;
  }

  /** null: not known yet. */
  get all(): ReadonlySignal<SavedView[] | null> {
    return this.#outside.directory.savedViews;
  }

  find(id: string): SavedView | undefined {
    return this.all.value?.find((view) => view.id === id);
  }

  /** Follows the list of them. @param changed told of each that is no longer what it was, or is back */
  start(changed: (id: string) => void): () => void {
    let before = new Map<string, string>();
    return effect(() => {
      const views = this.all.value;
      if (views === null) return;
      const now = new Map(
        views.map((view) => [view.id, `${view.order} ${JSON.stringify(view.filter)}`]),
      );
      const known = before;
      before = now;
      this.doubt();
      if (known.size === 0) return;
      for (const [id, rule] of now) if (known.get(id) !== rule) untracked(() => changed(id));
    });
  }

  /** Rows cannot be told before it is known what is looked for. */
  async ready(): Promise<void> {
    if (this.all.peek() === null) await this.#outside.directory.load('saved-views');
  }

  holds({ filter }: SavedView, row: OwnConversation): boolean {
    // What time changes is asked again as it passes.
    if (isTimed(filter)) void this.#time.value;
    return isIn(filter, row, { me: this.#outside.me, now: Date.now() + this.#ahead });
  }

  /** Time has passed. */
  pass(): void {
    this.#time.value += 1;
  }

  /** The numbers may no longer be true. */
  doubt(): void {
    if ((this.all.peek() ?? []).length === 0) this.#sizes.value = new Map();
    else this.#timer ??= setTimeout(() => void this.#count(), GATHER_MS);
  }

  /** The same, where any of them asks for this. */
  doubtAbout(field: Field): void {
    if (this.all.peek()?.some(({ filter }) => asksFor(filter, field))) this.doubt();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  async #count(): Promise<void> {
    this.#timer = undefined;
    // While a change of our own is on its way, the server would still count without it.
    if (this.#outside.conversations.patched) return this.doubt();
    this.#asked += 1;
    const round = this.#asked;
    try {
      const { at, data } = await this.#outside.doors.viewSizes();
      if (round !== this.#asked) return;
      this.#ahead = Date.parse(at) - Date.now();
      this.#sizes.value = new Map(data.map(({ id, count }) => [id, count]));
    } catch {
      // Whoever connects anew asks again; until then, what is not known is not shown.
      if (round === this.#asked) this.#sizes.value = new Map();
    }
  }

  #follow({ before, after, cause }: Change): void {
    if (cause === 'read') return;
    const moved = (view: SavedView) =>
      cause === 'stranger' || this.#held(view, before) !== this.#held(view, after);
    if (this.all.peek()?.some(moved)) this.doubt();
  }

  #held(view: SavedView, row: OwnConversation | undefined): boolean {
    const now = Date.now() + this.#ahead;
    return row !== undefined && isIn(view.filter, row, { me: this.#outside.me, now });
  }
}
