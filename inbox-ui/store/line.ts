/** What we hold of one conversation's log: its newest pages, in order, without a hole. */
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { ConversationEvent, EventPage, MessageChangeEvent } from '../../server/wire/events.ts';
import type { Message } from '../../server/wire/messages.ts';

/** What appears on the line; the rest only changes what is there. */
export type LineEvent = Exclude<ConversationEvent, Restatement | MessageChangeEvent | Beside>;

/** `gap`: something between what we have and this event is missing. */
export type Verdict = 'applied' | 'old' | 'gap';

export class Line {
  readonly id: string;
  readonly #events = signal<LineEvent[]>([]);
  /** Of conversations that were merged into this one. Their numbers are their own: only time orders them. */
  readonly #merged = signal<LineEvent[]>([]);
  readonly #whole = computed(() => interleave(this.#events.value, this.#merged.value));
  readonly #more = signal(false);
  #have = 0;
  #loaded = false;

  constructor(id: string) {
    this.id = id;
  }

  get events(): ReadonlySignal<LineEvent[]> {
    return this.#events;
  }
  /** The same with what was merged into it, as it is to be read. */
  get whole(): ReadonlySignal<LineEvent[]> {
    return this.#whole;
  }
  /** Older pages exist. */
  get more(): ReadonlySignal<boolean> {
    return this.#more;
  }
  /** Everything up to this seq has been applied. */
  get have(): number {
    return this.#have;
  }
  get loaded(): boolean {
    return this.#loaded;
  }
  get oldest(): number | null {
    return this.#events.peek()[0]?.seq ?? null;
  }

  /** The newest page replaces everything. A page read before what we have would take steps back: refused. */
  replace(page: EventPage): void {
    if (this.#loaded && page.seq < this.#have) return;
    this.#events.value = page.data.filter(isShown);
    this.#merged.value = page.merged?.filter(isShown) ?? [];
    this.#more.value = page.more;
    this.#have = page.seq;
    this.#loaded = true;
  }

  /** The next page replaces everything, whatever its numbers. */
  doubt(): void {
    this.#loaded = false;
  }

  prepend(page: EventPage): void {
    const oldest = this.oldest ?? Number.POSITIVE_INFINITY;
    const older = page.data.filter(isShown).filter(({ seq }) => seq < oldest);
    this.#events.value = [...older, ...this.#events.peek()];
    this.#prependMerged(page.merged?.filter(isShown) ?? []);
    this.#more.value = page.more;
  }

  #prependMerged(page: LineEvent[]): void {
    if (page.length === 0) return;
    const known = new Set(this.#merged.peek().map(nameOf));
    const older = page.filter((event) => !known.has(nameOf(event)));
    this.#merged.value = [...older, ...this.#merged.peek()];
  }

  /** One step, if it is the next one. */
  apply(event: ConversationEvent): Verdict {
    if (event.seq <= this.#have) return 'old';
    if (event.seq > this.#have + 1) return 'gap';
    this.#have = event.seq;
    if (event.kind === 'message-state') {
      const { messageId, ...news } = event.data;
      this.#replace(messageId, (message) => ({ ...message, ...news }));
    } else if (isRevision(event)) this.#revise(event.data.message);
    else if (isShown(event)) this.#events.value = [...this.#events.peek(), event];
    return 'applied';
  }

  #revise(message: Message): void {
    this.#replace(message.id, () => message);
    for (const { data } of this.#quoting(message.id)) {
      this.#replace(data.message.id, (quoting) => requote(quoting, message));
    }
  }

  #replace(id: string, change: (message: Message) => Message): void {
    const at = this.#events.peek().findLastIndex((event) => isMessage(event, id));
    const event = this.#events.peek()[at];
    // Not there: it lies on an older page, which will come with what it is then.
    if (event?.kind !== 'message') return;
    const message = change(event.data.message);
    this.#events.value = this.#events.peek().with(at, { ...event, data: { message } });
  }

  #quoting(id: string): MessageEvent[] {
    return this.#events
      .peek()
      .filter((event) => event.kind === 'message')
      .filter(({ data }) => data.message.quotes?.id === id);
  }
}

const nameOf = ({ conversationId, seq }: LineEvent): string => `${conversationId} ${seq}`;

/** Its own steps in their order, and among them, by the time, what was merged into it. */
function interleave(own: LineEvent[], merged: readonly LineEvent[]): LineEvent[] {
  if (merged.length === 0) return own;
  const whole: LineEvent[] = [];
  let next = 0;
  for (const event of own) {
    for (let other = merged[next]; other && other.at < event.at; other = merged[next]) {
      whole.push(other);
      next += 1;
    }
    whole.push(event);
  }
  return [...whole, ...merged.slice(next)];
}

type MessageEvent = Extract<ConversationEvent, { kind: 'message' }>;
type Restatement = Extract<ConversationEvent, { kind: 'message-state' }>;
/** Nothing that was said or done to it: its row says it. */
type Beside = Extract<ConversationEvent, { kind: 'followed' }>;

/** Steps that bring a message as it is now. */
const REVISIONS = new Set<ConversationEvent['kind']>([
  'message-edited',
  'message-deleted',
  'revision',
  'reaction',
  'attachment',
]);

function isRevision(event: ConversationEvent): event is MessageChangeEvent {
  return REVISIONS.has(event.kind);
}

/** What was changed or taken back is not to be read in a quote of it. */
function requote(quoting: Message, { text }: Message): Message {
  const { quotes } = quoting;
  const start = [...text].slice(0, QUOTED_LENGTH).join('');
  return quotes && quotes.text !== start
    ? { ...quoting, quotes: { ...quotes, text: start } }
    : quoting;
}

/** As much as the server quotes. */
const QUOTED_LENGTH = 200;

function isMessage(event: LineEvent, id: string): boolean {
  return event.kind === 'message' && event.data.message.id === id;
}

/** A kind this version does not know is skipped, never an error. */
const SHOWN = new Set<ConversationEvent['kind']>([
  'message',
  'assigned',
  'tagged',
  'status',
  'priority',
  'contact',
  'blocked',
  'related',
  'merged',
  'unmerged',
  'split',
  'unsplit',
  'rated',
  'answered',
]);

function isShown(event: ConversationEvent): event is LineEvent {
  return SHOWN.has(event.kind);
}
