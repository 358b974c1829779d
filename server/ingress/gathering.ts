/** Group commit: what comes in while the store is busy is stored in one transaction as soon as it is free. */
import { setTimeout as pause } from 'node:timers/promises';
import type { InboundMessage } from '../../adapters/message.ts';
import type { Store } from '../events/scope.ts';
import { Refusal } from '../wire/problems.ts';
import type { Kept } from './place.ts';
import type { Accepted } from './receive-all.ts';
import { isBecauseOfOne, isOrdinaryRequest, storeAll } from './store.ts';

/** Requests waiting, in one lane and in all. More than can be stored in a second only grow old: better said at once. */
const MOST_WAITING = 1_000;
const MOST_IN_ALL = 1_500;
const MOST_TOGETHER = 128;
/** Seconds. */
const COME_BACK_AFTER = 2;

/** Only what is quickly done with: nobody shall wait for somebody else's out-of-the-way request. */
export const isGathered = isOrdinaryRequest;

type Waiting = {
  kept: Kept;
  resolve: (accepted: Accepted) => void;
  reject: (error: unknown) => void;
};

/** How long a file waits for the others of its album, in ms. */
const ALBUM_MS = 25;

/** While the database works for one, the next is thought through for the other. */
const LANES = 2;

export class Gathering {
  readonly #store: Store;
  /** By lane: those whose turn has not come. A lane that has none is free, and what comes is stored at once. */
  readonly #queues = new Map<string, Waiting[]>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** For doors: whoever cannot be taken in need not be read first. @throws Refusal unavailable */
  refuseWhenFull(): void {
    if (this.#waiting >= MOST_IN_ALL) throw full();
  }

  get #waiting(): number {
    let sum = 0;
    for (const queue of this.#queues.values()) sum += queue.length;
    return sum;
  }

  /** Resolves after commit. @throws Refusal unavailable when too many wait already, and whatever `accept` throws */
  add(kept: Kept): Promise<Accepted> {
    const lane = laneOf(kept);
    const queue = this.#queues.get(lane);
    if (queue && queue.length >= MOST_WAITING) return Promise.reject(full());
    return new Promise((resolve, reject) => {
      const waiting = { kept, resolve, reject };
      if (queue) return void queue.push(waiting);
      this.#queues.set(lane, [waiting]);
      void this.#work(lane, hasFiles(kept) ? ALBUM_MS : 0);
    });
  }

  /** For those who watch. */
  standing(): { waiting: number; longestLane: number } {
    const lanes = [...this.#queues.values()].map(({ length }) => length);
    const waiting = lanes.reduce((sum, length) => sum + length, 0);
    return { waiting, longestLane: Math.max(0, ...lanes) };
  }

  /** One transaction after the other: what comes in order stays in order. */
  async #work(lane: string, patience: number): Promise<void> {
    if (patience > 0) await pause(patience);
    for (;;) {
      const next = inTheirOrder(this.#queues.get(lane)?.splice(0, MOST_TOGETHER) ?? []);
      if (next.length === 0) break;
      await this.#storeTogether(next);
    }
    this.#queues.delete(lane);
  }

  /** Never rejects. When one of several is at fault the others are stored without it. */
  async #storeTogether(together: readonly Waiting[]): Promise<void> {
    const requests = together.map(({ kept }) => kept);
    try {
      const accepted = await storeAll(this.#store, requests);
      for (const [index, { resolve, reject }] of together.entries()) {
        const became = accepted[index];
        if (became) resolve(became);
        else reject(new Error('a request was left out'));
      }
    } catch (error) {
      await this.#storeApart(together, error);
    }
  }

  async #storeApart(together: readonly Waiting[], error: unknown): Promise<void> {
    if (together.length === 1 || !(error instanceof Refusal || isBecauseOfOne(error))) {
      for (const { reject } of together) reject(error);
      return;
    }
    const middle = together.length >> 1;
    await this.#storeTogether(together.slice(0, middle));
    await this.#storeTogether(together.slice(middle));
  }
}

const full = () =>
  new Refusal('unavailable', 'More is coming in than can be stored.', COME_BACK_AFTER);

const messageOf = ({ deliveries: [first] }: Kept): InboundMessage | null =>
  first?.event.type === 'message' ? first.event : null;

const hasFiles = (kept: Kept): boolean => (messageOf(kept)?.attachments ?? []).length > 0;

/** Platforms send the pictures of an album at the same time: on one line they stand as they were made, not as they came. */
function inTheirOrder(waiting: readonly Waiting[]): Waiting[] {
  const lines = new Map<string, Waiting[]>();
  for (const one of waiting) {
    const line = lineOf(one.kept);
    lines.set(line, [...(lines.get(line) ?? []), one]);
  }
  for (const [line, said] of lines) lines.set(line, sorted(said));
  return waiting.flatMap(({ kept }) => lines.get(lineOf(kept))?.shift() ?? []);
}

/** By the platform's clock, then by its numbers, where its ids are counted. */
function sorted(said: readonly Waiting[]): Waiting[] {
  const events = said.map((waiting) => ({ waiting, event: messageOf(waiting.kept) }));
  const dated = events.every(({ event }) => event?.at);
  const counted =
    new Set(events.map(({ event }) => event?.externalId.replace(/\d+$/, ''))).size === 1;
  events.sort(({ event: one }, { event: other }) => {
    const later = dated ? Number(one?.at) - Number(other?.at) : 0;
    if (later !== 0 || !counted) return later;
    return NUMBERED.compare(one?.externalId ?? '', other?.externalId ?? '');
  });
  return events.map(({ waiting }) => waiting);
}

const NUMBERED = new Intl.Collator('en', { numeric: true });

const lineOf = (kept: Kept): string => `${kept.place.channelId}${messageOf(kept)?.thread ?? ''}`;

/** Always the same for what is said on one line, so that it stays in order. */
function laneOf(kept: Kept): string {
  let sum = 0;
  for (const letter of lineOf(kept)) sum = (sum * 31 + letter.charCodeAt(0)) | 0;
  return `${kept.place.workspaceId} ${Math.abs(sum) % LANES}`;
}
