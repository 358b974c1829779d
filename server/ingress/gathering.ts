/** Group commit: what comes in while the store is busy is stored in one transaction as soon as it is free. */
import type { InboundMessage } from '../../adapters/message.ts';
import { Grouping } from '../events/grouping.ts';
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

/** What became of one request: stored, or why not. */
type Outcome = { accepted: Accepted } | { error: unknown };

/** How long a file waits for the others of its album, in ms. */
const ALBUM_MS = 25;

/** While the database works for one, the next is thought through for the other. */
const LANES = 2;

export class Gathering {
  readonly #store: Store;
  readonly #grouping: Grouping<Kept, Outcome>;

  constructor(store: Store) {
    this.#store = store;
    this.#grouping = new Grouping((_, kept) => this.#storeInOrder(kept), MOST_TOGETHER);
  }

  /** For doors: whoever cannot be taken in need not be read first. @throws Refusal unavailable */
  refuseWhenFull(): void {
    if (this.#grouping.waiting >= MOST_IN_ALL) throw full();
  }

  /** Resolves after commit. @throws Refusal unavailable when too many wait already, and whatever `accept` throws */
  async add(kept: Kept): Promise<Accepted> {
    const lane = laneOf(kept);
    if (this.#grouping.waitingIn(lane) >= MOST_WAITING) throw full();
    const outcome = await this.#grouping.add(lane, kept, hasFiles(kept) ? ALBUM_MS : 0);
    if ('error' in outcome) throw outcome.error;
    return outcome.accepted;
  }

  /** For those who watch. */
  standing(): { waiting: number; longestLane: number } {
    const { waiting, longest } = this.#grouping;
    return { waiting, longestLane: longest };
  }

  async #storeInOrder(kept: readonly Kept[]): Promise<Outcome[]> {
    const ordered = inTheirOrder(kept);
    const outcomes = await this.#storeTogether(ordered);
    const became = new Map(ordered.map((one, index) => [one, outcomes[index]]));
    return kept.map((one) => became.get(one) ?? LEFT_OUT);
  }

  /** Never throws. When one of several is at fault the others are stored without it. */
  async #storeTogether(kept: readonly Kept[]): Promise<Outcome[]> {
    try {
      const all = await storeAll(this.#store, kept);
      return kept.map((_, index) => {
        const accepted = all[index];
        return accepted ? { accepted } : LEFT_OUT;
      });
    } catch (error) {
      const isOnesFault = error instanceof Refusal || isBecauseOfOne(error);
      if (kept.length === 1 || !isOnesFault) return kept.map(() => ({ error }));
      const middle = kept.length >> 1;
      const before = await this.#storeTogether(kept.slice(0, middle));
      return [...before, ...(await this.#storeTogether(kept.slice(middle)))];
    }
  }
}

const LEFT_OUT: Outcome = { error: new Error('a request was left out') };

const full = () =>
  new Refusal('unavailable', 'More is coming in than can be stored.', COME_BACK_AFTER);

const messageOf = ({ deliveries: [first] }: Kept): InboundMessage | null =>
  first?.event.type === 'message' ? first.event : null;

const hasFiles = (kept: Kept): boolean => (messageOf(kept)?.attachments ?? []).length > 0;

/** Platforms send the pictures of an album at the same time: on one line they stand as they were made, not as they came. */
function inTheirOrder(coming: readonly Kept[]): Kept[] {
  const lines = new Map<string, Kept[]>();
  for (const one of coming) {
    const line = lineOf(one);
    lines.set(line, [...(lines.get(line) ?? []), one]);
  }
  for (const [line, said] of lines) lines.set(line, sorted(said));
  return coming.flatMap((one) => lines.get(lineOf(one))?.shift() ?? []);
}

/** By the platform's clock, then by its numbers, where its ids are counted. */
function sorted(said: readonly Kept[]): Kept[] {
  const events = said.map((kept) => ({ kept, event: messageOf(kept) }));
  const dated = events.every(({ event }) => event?.at);
  const counted =
    new Set(events.map(({ event }) => event?.externalId.replace(/\d+$/, ''))).size === 1;
  events.sort(({ event: one }, { event: other }) => {
    const later = dated ? Number(one?.at) - Number(other?.at) : 0;
    if (later !== 0 || !counted) return later;
    return NUMBERED.compare(one?.externalId ?? '', other?.externalId ?? '');
  });
  return events.map(({ kept }) => kept);
}

const NUMBERED = new Intl.Collator('en', { numeric: true });

const lineOf = (kept: Kept): string => `${kept.place.channelId}${messageOf(kept)?.thread ?? ''}`;

/** Always the same for what is said on one line, so that it stays in order. */
function laneOf(kept: Kept): string {
  let sum = 0;
  for (const letter of lineOf(kept)) sum = (sum * 31 + letter.charCodeAt(0)) | 0;
  return `${kept.place.workspaceId} ${Math.abs(sum) % LANES}`;
}
