/**
 * How many conversations each view and each channel holds. The server tells whenever that changes; what this screen knows
 * to have changed is shown at once and confirmed by the next word of the server.
 */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { StandingView, Counts as Told, View } from '../../server/wire/conversations.ts';
import type { Change, Conversations } from './conversations.ts';
import type { Doors } from './transport.ts';
import { belongs, isCalled, isStanding, isUnread, narrowedTo, VIEWS } from './views.ts';

/** While a change of our own is on its way, the server's word may be from before it. */
const WAIT_MS = 400;

export type Count = { count: number; unread: number };
export type CountByView = Record<StandingView, Count>;

/** What is new where being unread is not what counts. What one follows is unread in other views, too. */
const FRESH: Partial<Record<View, (row: Change['before']) => boolean>> = {
  mentions: isCalled,
  following: () => false,
};

const NONE: Count = { count: 0, unread: 0 };

export class Counts {
  readonly #me: string;
  readonly #conversations: Conversations;
  readonly #doors: Doors;
  readonly #byView = signal<CountByView | null>(null);
  readonly #byChannel = signal<ReadonlyMap<string, Count>>(new Map());
  readonly #byTag = signal<ReadonlyMap<string, number>>(new Map());
  #at = 0n;
  #waiting: Told | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(me: string, conversations: Conversations, doors: Doors) {
    this.#me = me;
    this.#conversations = conversations;
    this.#doors = doors;
    conversations.follow((change) => this.#follow(change));
  }

  get byView(): ReadonlySignal<CountByView | null> {
    return this.#byView;
  }

  /** Of each channel's open conversations. */
  get byChannel(): ReadonlySignal<ReadonlyMap<string, Count>> {
    return this.#byChannel;
  }

  /** How many open conversations have each tag. */
  get byTag(): ReadonlySignal<ReadonlyMap<string, number>> {
    return this.#byTag;
  }

  /** How many conversations a view holds, as far as that is known; of saved ones `saved-views.ts` knows it. */
  of(view: View): number {
    if (isStanding(view)) return this.#byView.value?.[view].count ?? 0;
    const { by, id } = narrowedTo(view) ?? { by: 'tag', id: '' };
    if (by === 'tag') return this.#byTag.value.get(id) ?? 0;
    return this.#byChannel.value.get(id)?.count ?? 0;
  }

  /** On every connect: nobody knows what was told meanwhile, or by which database. */
  async load(): Promise<void> {
    const told = await this.#doors.counts();
    this.#at = 0n;
    this.receive(told);
  }

  /** Two words of the server may overtake each other: the older one is dropped. */
  receive(told: Told): void {
    if (BigInt(told.at) < this.#at) return;
    this.#at = BigInt(told.at);
    this.#waiting = told;
    this.#settle();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #settle(): void {
    clearTimeout(this.#timer);
    if (this.#conversations.patched && this.#byView.peek()) {
      this.#timer = setTimeout(() => this.#settle(), WAIT_MS);
      return;
    }
    const told = this.#waiting;
    if (!told) return;
    this.#waiting = null;
    const byView = Object.fromEntries(VIEWS.map((view) => [view, NONE])) as CountByView;
    for (const { view, count, unread } of told.data) byView[view] = { count, unread };
    this.#byView.value = byView;
    this.#byChannel.value = new Map(told.channels.map(({ channelId, ...one }) => [channelId, one]));
    this.#byTag.value = new Map(told.tags.map(({ tagId, count }) => [tagId, count]));
  }

  #follow({ before, after, cause }: Change): void {
    // Rows that were merely read: the server has counted them already, or is about to tell.
    if (cause === 'read' || cause === 'stranger') return;
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
    this.#byView.value = next;
  }

  #weigh(view: View, row: Change['before']): Count {
    if (!belongs(view, row, this.#me)) return NONE;
    return { count: 1, unread: (FRESH[view]?.(row) ?? isUnread(row)) ? 1 : 0 };
  }
}
