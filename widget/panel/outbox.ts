/**
 * Messages on their way. Each stays in storage until the server has answered that it is stored; the same key goes with
 * every attempt, so an attempt whose answer was lost does no harm. One tab sends at a time, oldest first.
 */

import type { Claims, VisitorAttachment, VisitorMessage } from '../../server/wire/visitor.ts';
import { type Alarm, backoff } from './alarm.ts';
import type { MessageDraft } from './api.ts';
import { isServerFault, isUnknownVisitor, Refused, Unreachable, waitFor } from './errors.ts';
import { answered } from './handling.ts';
import { type Lock, newKey } from './lock.ts';
import {
  draftOf,
  dropOutgoing,
  type Failure,
  keepOutgoing,
  type Outgoing,
  type OutgoingState,
  readOutgoing,
} from './outgoing.ts';
import { signal } from './signals.ts';
import type { Store } from './store.ts';

export type OutboxDeps = {
  store: Store;
  lock: Lock;
  alarm: Alarm;
  /** Makes or finds the token, then sends. */
  send(draft: MessageDraft): Promise<VisitorMessage>;
  /** The server has it. */
  stored(message: VisitorMessage, item: Outgoing): void;
  now(): number;
};

/** A server that fails is asked this often before the visitor is told. */
const ATTEMPTS = 4;

export class Outbox {
  readonly items = signal<readonly Outgoing[]>([]);
  /** The server asked for patience until this moment. */
  readonly delayedUntil = signal(0);
  readonly #deps: OutboxDeps;
  readonly #online = signal(true);
  /** The last attempt got an answer, of whatever kind. */
  readonly #answered = signal(true);
  readonly #attempts = new Map<string, number>();
  /** Stored by the server, not yet on the line this tab shows. */
  readonly #sent = signal<ReadonlySet<string>>(new Set());
  #misses = 0;
  #draining: Promise<void> | null = null;
  #again = false;

  constructor(deps: OutboxDeps) {
    this.#deps = deps;
    this.reload();
  }

  /** Reads what is kept, also what another tab has added or sent. */
  reload(): void {
    this.items.value = readOutgoing(this.#deps.store);
  }

  /** Keeps a message and sends it as soon as possible. */
  add(text: string, attachments: VisitorAttachment[], claims: Claims | null): void {
    const createdAt = new Date(this.#deps.now()).toISOString();
    const quotes = answered.value;
    answered.value = null;
    this.send({ key: newKey(), text, attachments, claims, quotes, createdAt, failure: null });
  }

  send(item: Outgoing): void {
    this.#keep(item);
    void this.drain();
  }

  /** Tries a refused message again: the same message under the same key. */
  retry(key: string): void {
    const item = this.#find(key);
    this.#attempts.delete(key);
    if (item) this.send({ ...item, failure: null });
  }

  /** Drops a message that was refused. */
  discard(key: string): void {
    const item = this.#find(key);
    if (item?.failure) this.#drop(item);
  }

  /** These are on the line, whoever sent them: they are no longer ours to send. */
  settle(keys: ReadonlySet<string | null>): void {
    for (const item of this.items.value) if (keys.has(item.key)) this.#drop(item);
  }

  /** The browser says whether there is a network at all. */
  online(online: boolean): void {
    this.#online.value = online;
    if (online) this.wake();
  }

  /** Something else just reached the server: no reason to wait any longer. */
  wake(): void {
    this.#misses = 0;
    this.#answered.value = true;
    void this.drain();
  }

  /** Log-out: nothing of this visitor may be sent by the next one. */
  clear(): void {
    answered.value = null;
    for (const item of this.items.value) this.#drop(item);
  }

  stateOf(item: Outgoing): OutgoingState {
    if (item.failure) return { at: 'failed', failure: item.failure };
    if (this.#sent.value.has(item.key)) return { at: 'sent' };
    const until = this.delayedUntil.value;
    if (until > this.#deps.now()) return { at: 'delayed', until };
    return { at: this.#online.value && this.#answered.value ? 'sending' : 'waiting' };
  }

  /** Sends everything that may go. Never throws. */
  drain(): Promise<void> {
    this.#again = true;
    this.#draining ??= Promise.resolve().then(() => this.#takeTurns());
    return this.#draining;
  }

  async #takeTurns(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      if (this.#next()) await this.#deps.lock('outbox', () => this.#sendAll());
    }
    // At once, not in a later step: a message added in between would find nobody who sends.
    this.#draining = null;
  }

  async #sendAll(): Promise<void> {
    for (let item = this.#next(); item; item = this.#next()) {
      if (!(await this.#attempt(item))) return;
    }
  }

  /** Read anew each time: another tab may have sent it while we waited for our turn. */
  #next(): Outgoing | null {
    this.reload();
    if (!this.#online.value || this.delayedUntil.value > this.#deps.now()) return null;
    return (
      this.items.value.find((item) => !item.failure && !this.#sent.value.has(item.key)) ?? null
    );
  }

  /** Answers whether to go on at once. */
  async #attempt(item: Outgoing): Promise<boolean> {
    this.#attempts.set(item.key, (this.#attempts.get(item.key) ?? 0) + 1);
    try {
      const message = await this.#deps.send(draftOf(item));
      this.#misses = 0;
      this.#answered.value = true;
      this.#sent.value = new Set([...this.#sent.value, item.key]);
      this.#deps.stored(message, item);
      return true;
    } catch (error) {
      return this.#judge(item, error);
    }
  }

  #judge(item: Outgoing, error: unknown): boolean {
    if (error instanceof Unreachable) {
      this.#answered.value = false;
      this.#misses += 1;
      return this.#pause(backoff(this.#misses));
    }
    const wait = waitFor(error);
    if (wait !== null) {
      this.delayedUntil.value = this.#deps.now() + wait;
      return this.#pause(wait);
    }
    return this.#refused(item, error);
  }

  #refused(item: Outgoing, error: unknown): boolean {
    const attempts = this.#attempts.get(item.key) ?? 1;
    if (attempts < ATTEMPTS) {
      // The token is gone; the next attempt makes a new one.
      if (isUnknownVisitor(error)) return true;
      if (isServerFault(error)) return this.#pause(backoff(attempts));
    }
    this.#attempts.delete(item.key);
    this.#keep({ ...item, failure: failureOf(error) });
    return true;
  }

  #pause(wait: number): false {
    this.#deps.alarm.set(() => {
      this.delayedUntil.value = 0;
      void this.drain();
    }, wait);
    return false;
  }

  #find(key: string): Outgoing | undefined {
    return this.items.value.find((item) => item.key === key);
  }

  #keep(item: Outgoing): void {
    keepOutgoing(this.#deps.store, item);
    this.reload();
  }

  #drop(item: Outgoing): void {
    dropOutgoing(this.#deps.store, item);
    this.reload();
  }
}

function failureOf(error: unknown): Failure {
  if (!(error instanceof Refused)) return { code: 'unknown', detail: '' };
  return { code: isServerFault(error) ? 'server' : error.code, detail: error.detail };
}
