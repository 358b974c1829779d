/** From the log to what stands on the line: days, stations, messages in groups, and what is still on its way. */
import type { Message } from '../../../server/wire/messages.ts';
import type { LineEvent } from '../../store/line.ts';
import type { Pending } from '../../store/outbox.ts';

/** Messages of one author closer together than this share a heading. */
const GROUP_MS = 5 * 60_000;

export type StationEvent = Exclude<LineEvent, { kind: 'message' }>;
export type LineItem =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'unread'; key: string; count: number }
  | { kind: 'channel'; key: string; channelId: string; at: string; first: boolean }
  | { kind: 'split'; key: string; number: number }
  | { kind: 'station'; key: string; event: StationEvent }
  | { kind: 'message'; key: string; message: Message; author: string; own: boolean; head: boolean }
  | { kind: 'pending'; key: string; pending: Pending; head: boolean };

export type LineSource = {
  /** The conversation's; other steps are of what was merged into it. */
  id: string;
  events: readonly LineEvent[];
  pending: readonly Pending[];
  /** Older pages exist: the first message here is not the first of all. */
  more: boolean;
  /** Customer messages above this seq are new; null when none is. */
  boundary: number | null;
  me: string;
};

export function toItems(source: LineSource): LineItem[] {
  const builder = new Builder(source);
  for (const event of source.events) builder.event(event);
  const known = new Set(source.events.map(keyOf));
  for (const pending of source.pending) if (!known.has(pending.key)) builder.pending(pending);
  return builder.items;
}

/** What has not changed stays the very same object, so that only what is new is drawn. */
export function keepSame(before: readonly LineItem[], next: readonly LineItem[]): LineItem[] {
  const known = new Map(before.map((item) => [item.key, item]));
  return next.map((item) => {
    const old = known.get(item.key);
    return old && isSame(old, item) ? old : item;
  });
}

/** How many customer messages came after the boundary. */
export function countNew(events: readonly LineEvent[], boundary: number | null): number {
  if (boundary === null) return 0;
  return events.filter((event) => isNew(event, boundary)).length;
}

class Builder {
  readonly items: LineItem[] = [];
  readonly #source: LineSource;
  readonly #splits: ReadonlyMap<string, number>;
  #day = '';
  #channel: string | null = null;
  #divided = false;
  #last: { author: string; at: number } | null = null;

  constructor(source: LineSource) {
    this.#source = source;
    this.#splits = splitsIn(source);
  }

  event(event: LineEvent): void {
    this.#startDay(event.at);
    this.#divide(event);
    if (event.kind === 'message') this.#message(event);
    else this.#put({ kind: 'station', key: `s${this.#numberOf(event)}`, event });
  }

  /** Numbers are each conversation's own. */
  #numberOf({ conversationId, seq }: LineEvent): string {
    return conversationId === this.#source.id ? `${seq}` : `${conversationId} ${seq}`;
  }

  pending(pending: Pending): void {
    this.#startDay(pending.createdAt);
    const head = this.#heads(
      `${pending.kind === 'note' ? 'note' : 'out'} ${this.#source.me}`,
      pending.createdAt,
    );
    const letter = pending.extras?.recipients !== undefined;
    this.items.push({ kind: 'pending', key: pending.key, pending, head: head || letter });
  }

  #message(event: Extract<LineEvent, { kind: 'message' }>): void {
    const { actor } = event;
    const { message } = event.data;
    this.#split(message);
    this.#changeChannel(message);
    const authorId = message.author?.id ?? actor.id ?? message.automatic ?? '';
    const heads = this.#heads(`${message.direction} ${authorId}`, message.createdAt);
    this.items.push({
      kind: 'message',
      // The key it had while it was on its way: the same element stays where it is.
      key: message.key ?? `m${this.#numberOf(event)}`,
      message,
      author: message.author?.name ?? actor.name,
      own: message.direction !== 'in' && authorId === this.#source.me,
      // Letters have a head each: they go to different people.
      head: heads || message.addressing !== null || message.recipients !== null,
    });
  }

  #startDay(at: string): void {
    const day = new Date(at).toDateString();
    if (day === this.#day) return;
    this.#day = day;
    this.#put({ kind: 'day', key: `d${day}`, at });
  }

  #divide(event: LineEvent): void {
    const { boundary, events, id } = this.#source;
    const own = event.conversationId === id;
    if (!own || this.#divided || boundary === null || !isNew(event, boundary)) return;
    this.#divided = true;
    const count = countNew(
      events.filter(({ conversationId }) => conversationId === id),
      boundary,
    );
    this.#put({ kind: 'unread', key: 'unread', count });
  }

  #changeChannel({ channelId, createdAt }: Message): void {
    if (channelId === null || channelId === this.#channel) return;
    const first = this.#channel === null;
    this.#channel = channelId;
    // Where the loaded part begins in the middle, nothing has changed.
    if (first && this.#source.more) return;
    this.#put({
      kind: 'channel',
      key: `c${createdAt}${channelId}`,
      channelId,
      at: createdAt,
      first,
    });
  }

  #split({ id, conversationId }: Message): void {
    const number = conversationId === this.#source.id ? this.#splits.get(id) : undefined;
    if (number !== undefined) this.#put({ kind: 'split', key: `p${id}`, number });
  }

  #put(item: LineItem): void {
    this.items.push(item);
    this.#last = null;
  }

  #heads(author: string, at: string): boolean {
    const time = Date.parse(at);
    const last = this.#last;
    this.#last = { author, at: time };
    return last === null || last.author !== author || time - last.at > GROUP_MS;
  }
}

/** With which messages other conversations were begun, and their numbers. */
export function splitsIn({ id, events }: Pick<LineSource, 'id' | 'events'>): Map<string, number> {
  const splits = new Map<string, { messageId: string; number: number }>();
  for (const { conversationId, kind, data } of events) {
    if (conversationId !== id) continue;
    if (kind === 'unsplit') splits.delete(data.splitId);
    if (kind !== 'split' || data.way !== 'into') continue;
    splits.set(data.splitId, { messageId: data.messageId, number: data.conversation.number });
  }
  return new Map([...splits.values()].map(({ messageId, number }) => [messageId, number]));
}

function isSame(a: LineItem, b: LineItem): boolean {
  const [one, other] = [Object.entries(a), new Map(Object.entries(b))];
  return one.length === other.size && one.every(([name, value]) => other.get(name) === value);
}

function isNew(event: LineEvent, boundary: number): boolean {
  return event.kind === 'message' && event.data.message.direction === 'in' && event.seq > boundary;
}

function keyOf(event: LineEvent): string | null {
  return event.kind === 'message' ? event.data.message.key : null;
}
