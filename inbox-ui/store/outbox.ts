/**
 * What the agent wrote and the server has not confirmed. Each message has its own key: however often it is
 * sent, it is one message. It is kept on the device until confirmed, so a crash of the tab loses nothing.
 */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { Attachment, Message, NewMessage } from '../../server/wire/messages.ts';
import type { Drafts } from './drafts.ts';
import { type Doors, isFinal, type Keeper, type Refusal } from './transport.ts';

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 15_000;
/** What lay on the device longer than this is shown, but no longer sent by itself. */
const STALE_MS = 24 * 60 * 60_000;

/**
 * `posting`: on its way to the server · `waiting`: the last try did not get through · `refused`: the server said
 * no, or it is too old to go without being asked · `stopped`: others said something first, which should be read ·
 * `stored`: the server has it.
 */
export type PendingState = 'posting' | 'waiting' | 'refused' | 'stopped' | 'stored';

/** What goes along with the words: to whom, as an answer to what, and when. */
export type Extras = Omit<NewMessage, 'key' | 'kind' | 'text' | 'attachments'>;

export type Pending = {
  key: string;
  conversationId: string;
  kind: NewMessage['kind'];
  text: string;
  attachments: Attachment[];
  extras?: Extras;
  createdAt: string;
  state: PendingState;
  reason: string | null;
  message: Message | null;
  /** What `stopped` it. */
  missed?: Message[] | undefined;
};

export type Written = Pick<Pending, 'conversationId' | 'kind' | 'text' | 'attachments' | 'extras'>;

export class Outbox {
  readonly #doors: Doors;
  readonly #drafts: Drafts;
  readonly #keeper: Keeper;
  readonly #prefix: string;
  readonly #pending = signal<Pending[]>([]);
  /** Conversations with a post under way: their messages go one after the other, in the order written. */
  readonly #busy = new Set<string>();
  readonly #stored: (message: Message) => void;
  /** Keys that have left this device at least once. */
  readonly #tried = new Set<string>();
  readonly #fates = new Map<string, Message>();
  readonly #waiters = new Map<string, (stored: Message | null) => void>();
  #retry: ReturnType<typeof setTimeout> | undefined;
  #delay = FIRST_RETRY_MS;

  constructor(
    { doors, drafts }: { doors: Doors; drafts: Drafts },
    keeper: Keeper,
    me: string,
    stored: (message: Message) => void,
  ) {
    this.#doors = doors;
    this.#drafts = drafts;
    this.#keeper = keeper;
    this.#prefix = `interline.outbox.${me}.`;
    this.#stored = stored;
  }

  get pending(): ReadonlySignal<Pending[]> {
    return this.#pending;
  }

  /** Takes up what an earlier tab left behind. */
  restore(): void {
    const left = this.#keeper.list(this.#prefix).map(({ key, value }) => {
      const pending = parsePending(value);
      if (!pending) this.#keeper.drop(key);
      return pending;
    });
    const known = new Set(this.#pending.peek().map(({ key }) => key));
    const found = left.filter((one) => one !== null).filter(({ key }) => !known.has(key));
    if (found.length === 0) return;
    this.#pending.value = [...this.#pending.peek(), ...found].sort(byAge);
    this.flush();
  }

  send(written: Written): Pending {
    const stuck = this.#unsentOf(written.conversationId).some(({ state }) => state === 'waiting');
    const pending: Pending = {
      ...written,
      key: crypto.randomUUID(),
      createdAt: new Date().toISOString(),
      state: stuck ? 'waiting' : 'posting',
      reason: null,
      message: null,
    };
    this.#keep(pending);
    this.#pending.value = [...this.#pending.peek(), pending];
    void this.#work(pending.conversationId);
    return pending;
  }

  /** The agent asks for another try: the same words under the same key, with what they have seen by now. */
  again(key: string, seenSeq?: number): void {
    const pending = this.#find(key);
    if (!pending) return;
    const extras = { ...pending.extras, ...(seenSeq !== undefined && { seenSeq }) };
    const createdAt = new Date().toISOString();
    this.#update(key, { state: 'waiting', reason: null, missed: undefined, extras, createdAt });
    void this.#work(pending.conversationId);
  }

  /** The agent gives the message up. */
  discard(key: string): void {
    this.#keeper.drop(this.#prefix + key);
    this.#pending.value = this.#pending.peek().filter((pending) => pending.key !== key);
    this.#tell(key, null);
  }

  /**
   * The message as the server has it, as soon as it has it; null when it never will. What was tried once may have
   * arrived though no answer did: only what never left this device can be given up without asking.
   */
  fate(key: string): Promise<Message | null> {
    const pending = this.#find(key);
    if (!pending) return Promise.resolve(this.#fates.get(key) ?? null);
    if (pending.message) return Promise.resolve(pending.message);
    if (isHeld(pending) || !this.#tried.has(key)) {
      this.discard(key);
      return Promise.resolve(null);
    }
    return new Promise((resolve) => {
      this.#waiters.set(key, resolve);
    });
  }

  /** The line is (back) up: everything waiting goes now. */
  flush(): void {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#delay = FIRST_RETRY_MS;
    const waiting = this.#pending.peek().filter(isUnsent);
    for (const id of new Set(waiting.map(({ conversationId }) => conversationId))) {
      void this.#work(id);
    }
  }

  /** The server has these and the line shows them, whatever became of our own question. */
  settle(messages: readonly Message[]): void {
    const keys = new Set(messages.map(({ key }) => key));
    const shown = this.#pending.peek().filter(({ key }) => keys.has(key));
    if (shown.length === 0) return;
    for (const { key } of shown) this.#keeper.drop(this.#prefix + key);
    this.#pending.value = this.#pending.peek().filter(({ key }) => !keys.has(key));
    for (const message of messages) if (message.key) this.#tell(message.key, message);
  }

  stop(): void {
    clearTimeout(this.#retry);
  }

  async #work(conversationId: string): Promise<void> {
    if (this.#busy.has(conversationId)) return;
    this.#busy.add(conversationId);
    let next = this.#next(conversationId);
    while (next) {
      const through = await this.#post(next);
      next = through ? this.#next(conversationId) : undefined;
    }
    this.#busy.delete(conversationId);
  }

  /** False when the message did not get through and those behind it must wait too. */
  async #post(pending: Pending): Promise<boolean> {
    const { key, conversationId, kind, text, attachments, extras } = pending;
    this.#update(key, { state: 'posting' });
    this.#tried.add(key);
    const message: NewMessage = { key, kind, text, ...extras };
    // By the time it goes, the agent may be writing what comes next.
    if (this.#drafts.text(conversationId, kind).peek().trim() !== '') message.keepsDraft = true;
    if (attachments.length > 0) message.attachments = attachments.map(({ id }) => id);
    try {
      const stored = await this.#doors.send(conversationId, message);
      this.#keeper.drop(this.#prefix + key);
      this.#update(key, { state: 'stored', message: stored });
      this.#tell(key, stored);
      this.#stored(stored);
      return true;
    } catch (error) {
      if (isFinal(error)) {
        this.#update(key, whyHeld(error));
        this.#tell(key, null);
        return true;
      }
      for (const behind of this.#unsentOf(conversationId)) this.#update(behind.key, WAITING);
      this.#retryLater();
      return false;
    }
  }

  #retryLater(): void {
    clearTimeout(this.#retry);
    const delay = this.#delay * (0.5 + Math.random());
    this.#delay = Math.min(this.#delay * 2, LONGEST_RETRY_MS);
    this.#retry = setTimeout(() => {
      const kept = this.#delay;
      this.flush();
      this.#delay = kept;
    }, delay);
  }

  #tell(key: string, stored: Message | null): void {
    if (stored) this.#fates.set(key, stored);
    this.#waiters.get(key)?.(stored);
    this.#waiters.delete(key);
  }

  #next(conversationId: string): Pending | undefined {
    return this.#unsentOf(conversationId)[0];
  }

  #unsentOf(conversationId: string): Pending[] {
    return this.#pending
      .peek()
      .filter((pending) => pending.conversationId === conversationId && isUnsent(pending));
  }

  #find(key: string): Pending | undefined {
    return this.#pending.peek().find((pending) => pending.key === key);
  }

  #update(key: string, change: Partial<Pending>): void {
    this.#pending.value = this.#pending.peek().map((pending) => {
      if (pending.key !== key) return pending;
      const next = { ...pending, ...change };
      if (isHeld(next) || change.createdAt) this.#keep(next);
      return next;
    });
  }

  #keep(pending: Pending): void {
    this.#keeper.put(this.#prefix + pending.key, JSON.stringify(pending));
  }
}

const WAITING = { state: 'waiting' } as const;

/** The agent is to decide. */
function isHeld({ state }: Pick<Pending, 'state'>): boolean {
  return state === 'refused' || state === 'stopped';
}

function whyHeld({ code, detail, missed = [] }: Refusal): Partial<Pending> {
  if (code === 'unseen') return { state: 'stopped', missed };
  return { state: 'refused', reason: detail || code };
}

function isUnsent({ state }: Pending): boolean {
  return state === 'posting' || state === 'waiting';
}

function byAge(a: Pending, b: Pending): number {
  return a.createdAt < b.createdAt ? -1 : 1;
}

/** What lies on the device was written by us, but perhaps by an older version of us. */
function parsePending(value: string): Pending | null {
  try {
    const pending: Partial<Pending> = JSON.parse(value);
    const { key, conversationId, kind, text, createdAt, attachments, extras = {} } = pending;
    if (!key || !conversationId || !kind || text === undefined || !createdAt) return null;
    const { reason = null, missed } = pending;
    return {
      key,
      conversationId,
      kind,
      text,
      createdAt,
      attachments: attachments ?? [],
      extras,
      state: stateAfter(pending.state, createdAt),
      reason,
      message: null,
      ...(missed && { missed }),
    };
  } catch {
    return null;
  }
}

function stateAfter(before: PendingState | undefined, createdAt: string): PendingState {
  if (before && isHeld({ state: before })) return before;
  return Date.now() - Date.parse(createdAt) > STALE_MS ? 'refused' : 'waiting';
}
