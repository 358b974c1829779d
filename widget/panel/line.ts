/**
 * The visitor's line as this tab holds it. Numbers rule: a message is applied when it is the very next, dropped when it
 * is known, and anything else is a gap to be filled from the server. So every tab ends with the same line.
 */

import type { VisitorLine, VisitorMessage, VisitorTalk } from '../../server/wire/visitor.ts';
import { computed, signal } from './signals.ts';

/** Several messages came at once; said in one sentence instead of all of them. */
export type Burst = { count: number; author: string | null };

export type Offer = 'applied' | 'known' | 'gap';

export class Line {
  /** Oldest first, without holes from the first one held to `have`. */
  readonly messages = signal<readonly VisitorMessage[]>([]);
  /** The line has been read from the server at least once. */
  readonly loaded = signal(false);
  /** Older messages wait on the server. */
  readonly older = signal(false);
  /** How far an agent has read. */
  readonly seenSeq = signal(0);
  /** How far the visitor has read, in any tab. */
  readonly readSeq = signal(0);
  /** Keys of the visitor's messages that are on the line. */
  readonly keys = computed(() => new Set(this.messages.value.map((message) => message.key)));
  /** Unread in other talks of the visitor. */
  readonly elsewhere = signal(0);
  readonly unread = computed(
    () =>
      this.elsewhere.value +
      this.messages.value.filter((one) => isNews(one) && one.seq > this.readSeq.value).length,
  );
  /** The server knows where to write to them. */
  readonly knowsEmail = signal(true);
  readonly talk = signal<VisitorTalk>('none');
  #have = 0;
  #said = false;

  /** The highest number up to which nothing is missing. */
  get have(): number {
    return this.#have;
  }

  /** Takes the newest page: the beginning of this tab's knowledge. */
  open(page: VisitorLine): void {
    this.messages.value = inOrder(page.data);
    this.older.value = page.more;
    this.#have = Math.max(page.seq, this.#last());
    this.#markers(page);
    this.loaded.value = true;
  }

  /** A message the server pushed, or the answer to one we sent. */
  offer(message: VisitorMessage): Offer {
    if (!this.loaded.value) return 'gap';
    if (message.seq <= this.#have) {
      this.#revise(message);
      return 'known';
    }
    if (message.seq !== this.#have + 1) return 'gap';
    this.messages.value = [...this.messages.value, message];
    this.#have = message.seq;
    // Whoever writes goes on with it.
    if (!isNews(message)) this.talk.value = 'open';
    return 'applied';
  }

  /** Takes a page of `after=have`: the server's word on what was missed. Returns what was new. */
  fill(page: VisitorLine): VisitorMessage[] {
    const fresh = inOrder(page.data).filter((message) => message.seq > this.#have);
    if (fresh.length > 0) this.messages.value = [...this.messages.value, ...fresh];
    for (const message of page.revised) this.#revise(message);
    this.#have = Math.max(this.#have, this.#last(), page.more ? 0 : page.seq);
    this.#markers(page);
    return fresh;
  }

  /** Takes a page of `before=first`. */
  prepend(page: VisitorLine): void {
    const first = this.messages.value[0]?.seq ?? Number.POSITIVE_INFINITY;
    const fresh = inOrder(page.data).filter((message) => message.seq < first);
    if (fresh.length > 0) this.messages.value = [...fresh, ...this.messages.value];
    this.older.value = page.more && fresh.length > 0;
  }

  /** Markers only move forward: an early answer that comes late changes nothing. */
  seen(seq: number): void {
    if (seq > this.seenSeq.value) this.seenSeq.value = seq;
  }

  read(seq: number): void {
    if (seq > this.readSeq.value) this.readSeq.value = seq;
  }

  /** They are saying where to write to them: a page read meanwhile does not know it yet. */
  saysEmail(): void {
    this.#said = true;
    this.knowsEmail.value = true;
  }

  /** Forgets everything: another visitor, or none. */
  clear(): void {
    this.#have = 0;
    this.#said = false;
    this.loaded.value = false;
    this.older.value = false;
    this.messages.value = [];
    this.seenSeq.value = 0;
    this.readSeq.value = 0;
    this.knowsEmail.value = true;
    this.talk.value = 'none';
  }

  /** As it is now it takes the place of what it was; what comes late knows nothing of a change. */
  #revise(message: VisitorMessage): void {
    const changed = message.edited || message.deleted;
    this.messages.value = this.messages.value.map((one) =>
      one.id === message.id && (changed || !(one.edited || one.deleted)) ? message : one,
    );
  }

  #last(): number {
    return this.messages.value.at(-1)?.seq ?? 0;
  }

  #markers(page: VisitorLine): void {
    this.seen(page.seenSeq);
    this.read(page.readSeq);
    // What was read before the newest message was there does not know how it stands since.
    if (page.seq < this.#have) return;
    this.knowsEmail.value = this.#said || page.knowsEmail;
    this.talk.value = page.talk;
  }
}

/** Written by the other side. */
export const isNews = (message: VisitorMessage): boolean => message.direction === 'out';

const inOrder = (messages: readonly VisitorMessage[]): VisitorMessage[] =>
  [...messages].sort((one, other) => one.seq - other.seq);
