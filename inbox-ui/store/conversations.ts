/** Every conversation row we know, as it is now: what the server told, with our own unconfirmed changes on top. */
import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { OwnConversation } from '../../server/wire/conversations.ts';
import type { ConversationPacket } from '../../server/wire/sockets.ts';
import { type Doors, isFinal } from './transport.ts';

const AGAIN_MS = 2_000;
const NOTHING = { readSeq: 0, hasDraft: false, mentionSeq: 0 };

type OwnMarks = Pick<OwnConversation, 'readSeq' | 'hasDraft' | 'mentionSeq'>;

/** What an unconfirmed change makes of a row. */
export type Patch = Partial<
  Pick<
    OwnConversation,
    | 'status'
    | 'priority'
    | 'assignee'
    | 'snoozedUntil'
    | 'waitingSince'
    | 'rank'
    | 'tagIds'
    | 'followerIds'
  >
>;

/**
 * Why a row changed. `read`: a page was loaded, nothing happened · `told`: a packet · `born`: it did not exist
 * before · `stranger`: it did, but we do not know as what · `own`: this agent did it, here, now.
 */
export type Cause = 'read' | 'told' | 'born' | 'stranger' | 'own';
export type Change = {
  id: string;
  before: OwnConversation | undefined;
  after: OwnConversation;
  cause: Cause;
};
type Follower = (change: Change) => void;

export class Conversations {
  readonly #doors: Doors;
  readonly #told = new Map<string, OwnConversation>();
  readonly #patches = new Map<string, Patch[]>();
  readonly #rows = new Map<string, Signal<OwnConversation | undefined>>();
  readonly #followers = new Set<Follower>();
  /** Whose marker the agent moved back: what was read before that, and comes late, would take it forward again. */
  readonly #movedBack = new Set<string>();
  /** Where a marker of ours is on its way to. Whatever else is told of it before that arrives was said before. */
  readonly #moving = new Map<string, number>();
  /** Rows being read, and the seq each must at least have. */
  readonly #asking = new Map<string, number>();

  constructor(doors: Doors) {
    this.#doors = doors;
  }

  /** The row as it should be shown. */
  row(id: string): ReadonlySignal<OwnConversation | undefined> {
    return this.#slot(id);
  }

  /** The same, without subscribing. */
  peek(id: string): OwnConversation | undefined {
    return this.#rows.get(id)?.peek();
  }

  all(): OwnConversation[] {
    const known: OwnConversation[] = [];
    for (const slot of this.#rows.values()) {
      const row = slot.peek();
      if (row) known.push(row);
    }
    return known;
  }

  /** Be told of every change of a row. Returns the end of telling. */
  follow(follower: Follower): () => void {
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }

  /** Rows read over HTTP. A row we know newer stays: the answer was on its way while a packet overtook it. */
  learn(rows: OwnConversation[], cause: Cause = 'read'): void {
    for (const row of rows) this.#take(row, cause);
  }

  /** A packet carries no fields of our own; they are kept from before. */
  receive({ conversation, xids }: ConversationPacket): void {
    const before = this.#told.get(conversation.id);
    if (before && before.seq >= conversation.seq) return;
    if (before) this.#take({ ...conversation, ...ownOf(before) }, 'told');
    // All its events are in this packet: it did not exist before, so nothing of it can be ours yet.
    else if (xids.length >= conversation.seq) this.#take({ ...conversation, ...NOTHING }, 'born');
    else void this.#ask(conversation.id, conversation.seq);
  }

  /** Rows stay in sight, but whatever is read or told of them from now on is newer. */
  doubt(): void {
    this.#movedBack.clear();
    this.#moving.clear();
    for (const [id, row] of this.#told) this.#told.set(id, { ...row, seq: 0, readSeq: 0 });
  }

  /** Everything known may be stale. The rows named stay until they are read again. */
  forget(except: (id: string) => boolean): void {
    for (const id of [...this.#told.keys()]) {
      if (except(id)) continue;
      this.#told.delete(id);
      const slot = this.#rows.get(id);
      if (slot) slot.value = undefined;
    }
  }

  /** The agent's own marker or draft moved, or somebody called them; these have no seq. */
  mark(id: string, own: Partial<OwnMarks>, cause: Cause = 'own'): void {
    const row = this.#told.get(id);
    if (!row) return;
    const { readSeq = row.readSeq } = own;
    if (readSeq < row.readSeq) this.#movedBack.add(id);
    else if (readSeq > row.readSeq) this.#movedBack.delete(id);
    this.#told.set(id, { ...row, ...own, readSeq });
    this.#show(id, cause);
  }

  /** The marker was told, moved here or in another tab. */
  markTold(id: string, seq: number): void {
    const moving = this.#moving.get(id);
    if (moving !== undefined && moving !== seq) return;
    this.#moving.delete(id);
    this.mark(id, { readSeq: seq });
  }

  /**
   * Sends the agent's marker; it is shown by whoever calls, before or after.
   * @throws when the server does not answer
   */
  async moveMarker(id: string, seq: number): Promise<void> {
    this.#moving.set(id, seq);
    try {
      await this.#doors.read(id, seq);
    } catch (error) {
      if (this.#moving.get(id) === seq) this.#moving.delete(id);
      throw error;
    }
  }

  /** Shows a change before the server confirmed it; the answer takes it away again. */
  patch(id: string, patch: Patch): () => void {
    this.#patches.set(id, [...(this.#patches.get(id) ?? []), patch]);
    this.#show(id, 'own');
    return () => {
      const rest = (this.#patches.get(id) ?? []).filter((other) => other !== patch);
      if (rest.length > 0) this.#patches.set(id, rest);
      else this.#patches.delete(id);
      this.#show(id, 'own');
    };
  }

  get patched(): boolean {
    return this.#patches.size > 0;
  }

  /** Reads one row again. */
  async refresh(id: string, cause: Cause = 'read'): Promise<OwnConversation> {
    const row = await this.#doors.conversation(id);
    this.learn([row], cause);
    return this.#told.get(id) ?? row;
  }

  async #ask(id: string, seq: number): Promise<void> {
    const running = this.#asking.has(id);
    this.#asking.set(id, Math.max(seq, this.#asking.get(id) ?? 0));
    if (running) return;
    try {
      const row = await this.#doors.conversation(id);
      this.#take(row, 'stranger');
    } catch (error) {
      if (isFinal(error)) this.#asking.delete(id);
    }
    const wanted = this.#asking.get(id);
    this.#asking.delete(id);
    // The packet is in the tally already: no beat would notice if this one row stayed behind.
    if (wanted !== undefined && (this.#told.get(id)?.seq ?? 0) < wanted) {
      setTimeout(() => void this.#ask(id, wanted), AGAIN_MS);
    }
  }

  #take(row: OwnConversation, cause: Cause): void {
    const before = this.#told.get(row.id);
    if (before && before.seq > row.seq) return;
    const known = before?.readSeq ?? 0;
    const readSeq = this.#movedBack.has(row.id) ? known : Math.max(row.readSeq, known);
    this.#told.set(row.id, { ...row, readSeq });
    this.#show(row.id, cause);
  }

  #show(id: string, cause: Cause): void {
    const told = this.#told.get(id);
    if (!told) return;
    const slot = this.#slot(id);
    const before = slot.peek();
    const after: OwnConversation = Object.assign({}, told, ...(this.#patches.get(id) ?? []));
    slot.value = after;
    for (const follower of this.#followers) follower({ id, before, after, cause });
  }

  #slot(id: string): Signal<OwnConversation | undefined> {
    const existing = this.#rows.get(id);
    if (existing) return existing;
    const slot = signal<OwnConversation | undefined>(undefined);
    this.#rows.set(id, slot);
    return slot;
  }
}

function ownOf({ readSeq, hasDraft, mentionSeq }: OwnConversation): OwnMarks {
  return { readSeq, hasDraft, mentionSeq };
}
