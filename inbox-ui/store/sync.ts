/**
 * Proves that nothing was missed (docs/protocol.md): `sync` on every connect, a beat every 15 s that compares
 * what arrived with what was written, and a second sync when they still differ a moment later.
 */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { OwnConversation } from '../../server/wire/conversations.ts';
import type { ConversationPacket, SyncAnswer } from '../../server/wire/sockets.ts';
import type { Connection } from './connection.ts';
import { Tally } from './tally.ts';

export const BEAT_MS = 15_000;
/** A packet may still be on its way when its event is already counted. */
const LATE_MS = 1_000;
const RETRY_MS = 2_000;

/** Who keeps what is synced. */
export interface Synced {
  receive(packet: ConversationPacket): void;
  /** The cursor of what is read before the first answer; null: nothing, or it must be read anew. */
  asOf(): Promise<string | null>;
  catchUp(conversations: OwnConversation[], drafts: readonly string[]): void;
  /** Too much is unknown: load the lists anew. `known`: what is held may never have been, as after a restore. */
  reset(known: boolean): Promise<void>;
  /** Everything beside the list that must be joined and filled again after a connect. */
  rejoin(): Promise<void>;
  opened(): { id: string; have: number } | null;
  /** The opened conversation is behind. */
  fill(): Promise<void>;
}

export class Sync {
  readonly #connection: Connection;
  readonly #kept: Synced;
  readonly #tally = new Tally();
  #cursor: string | null = null;
  /** Answers that belong to an earlier connection must not be believed. */
  #round = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #restingSince = signal<string | null>(null);

  constructor(connection: Connection, kept: Synced) {
    this.#connection = connection;
    this.#kept = kept;
  }

  /** Since when nobody at the server sends or fetches, as the last beat said. */
  get restingSince(): ReadonlySignal<string | null> {
    return this.#restingSince;
  }

  /** On every connect, and whenever the counts disagree. */
  async run(): Promise<void> {
    this.#round += 1;
    const round = this.#round;
    clearTimeout(this.#timer);
    const cursor = this.#cursor ?? (await this.#kept.asOf());
    if (round !== this.#round) return;
    const answer = await this.#connection.ask('sync', { cursor }).catch(() => null);
    if (round !== this.#round) return;
    // No answer: the line is dead even if nobody said so.
    if (answer === null) this.#connection.redial();
    else if (answer.ok) await this.#take(answer, round);
    else this.#later(RETRY_MS, () => this.run(), round);
  }

  receive(packet: ConversationPacket): void {
    this.#tally.note(packet.xids);
    this.#kept.receive(packet);
  }

  /** After a wake-up nobody should have to wait for the next beat. */
  async beatNow(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#cursor === null) return;
    await this.#beat(this.#round);
  }

  stop(): void {
    this.#round += 1;
    clearTimeout(this.#timer);
  }

  async #take(answer: Extract<SyncAnswer, { ok: true }>, round: number): Promise<void> {
    try {
      if (answer.reset) await this.#kept.reset(this.#cursor !== null);
      else this.#kept.catchUp(answer.conversations, answer.drafts);
      await this.#kept.rejoin();
    } catch {
      // The cursor stays where it was: the next attempt asks for the same changes again.
      this.#later(RETRY_MS, () => this.run(), round);
      return;
    }
    if (round !== this.#round) return;
    this.#moveTo(answer.cursor);
    this.#connection.caughtUp();
    this.#later(BEAT_MS, () => this.#beat(round), round);
  }

  async #beat(round: number): Promise<void> {
    const from = this.#cursor;
    if (from === null) return;
    try {
      const conversationId = this.#kept.opened()?.id ?? null;
      const answer = await this.#connection.ask('beat', { cursor: from, conversationId });
      if (round !== this.#round) return;
      if (answer.ok) this.#restingSince.value = answer.restingSince;
      if (answer.ok) await this.#compare(from, answer, round);
      if (round === this.#round) this.#later(BEAT_MS, () => this.#beat(round), round);
    } catch {
      if (round === this.#round) this.#connection.redial();
    }
  }

  async #compare(
    from: string,
    beat: { cursor: string; changes: number; seq: number | null },
    round: number,
  ): Promise<void> {
    const opened = this.#kept.opened()?.id;
    const even = () => this.#tally.between(from, beat.cursor) === beat.changes;
    const behind = () => {
      const now = this.#kept.opened();
      return now !== null && now.id === opened && beat.seq !== null && now.have < beat.seq;
    };
    if (!even() || behind()) await pause(LATE_MS);
    if (round !== this.#round) return;
    if (!even()) {
      await this.run();
      return;
    }
    this.#moveTo(beat.cursor);
    if (behind()) await this.#kept.fill();
  }

  #moveTo(cursor: string): void {
    this.#cursor = cursor;
    this.#tally.forgetBelow(cursor);
  }

  #later(ms: number, task: () => Promise<void>, round: number): void {
    if (round !== this.#round) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void task(), ms);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
