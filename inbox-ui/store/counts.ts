/** How many conversations each view holds: read once, then moved by every change; read again only when unsure. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { View } from '../../server/wire/conversations.ts';
import type { Change, Conversations } from './conversations.ts';
import type { Doors } from './transport.ts';
import { belongs, isUnread, VIEWS } from './views.ts';

/** Several doubts of one moment are settled by one question. */
const SOON_MS = 1_000;
const CALM_MS = 5_000;

export type Count = { count: number; unread: number };
export type CountByView = Record<View, Count>;

export class Counts {
  readonly #me: string;
  readonly #conversations: Conversations;
  readonly #doors: Doors;
  readonly #byView = signal<CountByView | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** A change that came while the answer was on its way may or may not be in it. */
  #moved = false;

  constructor(me: string, conversations: Conversations, doors: Doors) {
    this.#me = me;
    this.#conversations = conversations;
    this.#doors = doors;
    conversations.follow((change) => this.#follow(change));
  }

  get byView(): ReadonlySignal<CountByView | null> {
    return this.#byView;
  }

  async load(): Promise<void> {
    this.#moved = false;
    const counts = await this.#doors.counts();
    const none = { count: 0, unread: 0 };
    const byView = Object.fromEntries(VIEWS.map((view) => [view, none])) as CountByView;
    for (const { view, count, unread } of counts) byView[view] = { count, unread };
    this.#byView.value = byView;
    // An unconfirmed change of our own is shown already, and may not be counted yet.
    if (this.#moved || this.#conversations.patched) this.recount(CALM_MS);
  }

  /** Something changed of which we do not know what it was before. */
  recount(within = SOON_MS): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.load().catch(() => this.recount(CALM_MS));
    }, within);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #follow({ before, after, cause }: Change): void {
    if (cause === 'stranger' && !before) this.recount();
    if (!before && cause !== 'born') return;
    const byView = this.#byView.peek();
    if (!byView) return;
    let next = byView;
    for (const view of VIEWS) {
      const was = this.#weigh(view, before);
      const is = this.#weigh(view, after);
      const [count, unread] = [is.count - was.count, is.unread - was.unread];
      if (count === 0 && unread === 0) continue;
      const { [view]: old } = next;
      next = { ...next, [view]: { count: old.count + count, unread: old.unread + unread } };
    }
    if (next === byView) return;
    this.#moved = true;
    this.#byView.value = next;
  }

  #weigh(view: View, row: Change['before']): Count {
    if (!belongs(view, row, this.#me)) return { count: 0, unread: 0 };
    return { count: 1, unread: isUnread(row) ? 1 : 0 };
  }
}
