/** What we hold of one conversation's log: its newest pages, in order, without a hole. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { ConversationEvent, EventPage } from '../../server/wire/events.ts';
import type { Message } from '../../server/wire/messages.ts';

/** What appears on the line; the rest only changes what is there. */
export type LineEvent = Exclude<ConversationEvent, { kind: 'message-state' }>;

/** `gap`: something between what we have and this event is missing. */
export type Verdict = 'applied' | 'old' | 'gap';

export class Line {
  readonly id: string;
  readonly #events = signal<LineEvent[]>([]);
  readonly #more = signal(false);
  #have = 0;
  #loaded = false;

  constructor(id: string) {
    this.id = id;
  }

  get events(): ReadonlySignal<LineEvent[]> {
    return this.#events;
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
    this.#more.value = page.more;
    this.#have = page.seq;
    this.#loaded = true;
  }

  prepend(page: EventPage): void {
    const oldest = this.oldest ?? Number.POSITIVE_INFINITY;
    const older = page.data.filter(isShown).filter(({ seq }) => seq < oldest);
    this.#events.value = [...older, ...this.#events.peek()];
    this.#more.value = page.more;
  }

  /** One step, if it is the next one. */
  apply(event: ConversationEvent): Verdict {
    if (event.seq <= this.#have) return 'old';
    if (event.seq > this.#have + 1) return 'gap';
    this.#have = event.seq;
    if (event.kind === 'message-state') this.#restate(event.data);
    else this.#events.value = [...this.#events.peek(), event];
    return 'applied';
  }

  #restate({ messageId, ...news }: Restatement): void {
    const at = this.#events.peek().findLastIndex((event) => isMessage(event, messageId));
    const event = this.#events.peek()[at];
    // Not there: it lies on an older page, which will come with its state of then.
    if (event?.kind !== 'message') return;
    const message: Message = { ...event.data.message, ...news };
    this.#events.value = this.#events.peek().with(at, { ...event, data: { message } });
  }
}

type Restatement = Extract<ConversationEvent, { kind: 'message-state' }>['data'];

function isMessage(event: LineEvent, id: string): boolean {
  return event.kind === 'message' && event.data.message.id === id;
}

/** A kind this version does not know is skipped, never an error. */
const SHOWN = new Set<ConversationEvent['kind']>([
  'message',
  'assigned',
  'status',
  'contact',
  'related',
]);

function isShown(event: ConversationEvent): event is LineEvent {
  return SHOWN.has(event.kind);
}
