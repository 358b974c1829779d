/**
 * What goes with the words of an unsent answer: how it is meant, to whom, as an answer to what, and its files. The
 * server keeps only the words of a draft, so this stays on the device.
 */
import { type Signal, signal } from '@preact/signals';
import type { Recipients } from '../../server/wire/addressing.ts';
import type { Attachment } from '../../server/wire/messages.ts';
import type { DraftKind } from './drafts.ts';
import type { Keeper } from './transport.ts';

export type Mode = 'reply' | 'all' | 'forward';

export type Envelope = {
  mode: Mode;
  /** The message it answers or passes on; null: the latest. */
  aboutId: string | null;
  /** null: as the server proposes. */
  recipients: Recipients | null;
};

export const PLAIN: Envelope = { mode: 'reply', aboutId: null, recipients: null };

export class Envelopes {
  readonly #keeper: Keeper;
  readonly #me: string;
  readonly #known = new Map<string, Signal<Envelope>>();

  constructor(keeper: Keeper, me: string) {
    this.#keeper = keeper;
    this.#me = me;
  }

  of(conversationId: string): Signal<Envelope> {
    const existing = this.#known.get(conversationId);
    if (existing) return existing;
    const kept = this.#read(this.#keyOf(conversationId));
    const envelope = signal<Envelope>(isEnvelope(kept) ? kept : PLAIN);
    this.#known.set(conversationId, envelope);
    return envelope;
  }

  write(conversationId: string, change: Partial<Envelope>): void {
    const envelope = this.of(conversationId);
    envelope.value = { ...envelope.peek(), ...change };
    this.#keeper.put(this.#keyOf(conversationId), JSON.stringify(envelope.peek()));
  }

  /** It was sent: the next one begins as every answer does. */
  clear(conversationId: string): void {
    this.of(conversationId).value = PLAIN;
    this.#keeper.drop(this.#keyOf(conversationId));
  }

  /** The uploaded files that lie beside unsent words. */
  files(conversationId: string, kind: DraftKind): Attachment[] {
    const kept = this.#read(this.#shelfOf(conversationId, kind));
    return Array.isArray(kept) ? kept.filter(isAttachment) : [];
  }

  keepFiles(conversationId: string, kind: DraftKind, files: readonly Attachment[]): void {
    const key = this.#shelfOf(conversationId, kind);
    if (files.length > 0) this.#keeper.put(key, JSON.stringify(files));
    else this.#keeper.drop(key);
  }

  #keyOf(conversationId: string): string {
    return `interline.envelope.${this.#me}.${conversationId}`;
  }

  #shelfOf(conversationId: string, kind: DraftKind): string {
    return `interline.files.${this.#me}.${conversationId}.${kind}`;
  }

  #read(key: string): unknown {
    try {
      return JSON.parse(this.#keeper.list(key).find((one) => one.key === key)?.value ?? 'null');
    } catch {
      return null;
    }
  }
}

/** What lies on the device was written by us, but perhaps by another version of us. */
function isEnvelope(kept: unknown): kept is Envelope {
  if (typeof kept !== 'object' || kept === null) return false;
  const { mode, aboutId, recipients }: Partial<Record<keyof Envelope, unknown>> = kept;
  if (mode !== 'reply' && mode !== 'all' && mode !== 'forward') return false;
  return (aboutId === null || typeof aboutId === 'string') && isRecipients(recipients);
}

function isRecipients(kept: unknown): boolean {
  if (kept === null) return true;
  if (typeof kept !== 'object' || kept === undefined) return false;
  const { to, cc, bcc }: Partial<Record<keyof Recipients, unknown>> = kept;
  return [to, cc, bcc].every((list) => Array.isArray(list) && list.every(isAddressee));
}

function isAddressee(kept: unknown): boolean {
  return typeof kept === 'object' && kept !== null && 'address' in kept && 'name' in kept;
}

function isAttachment(kept: unknown): kept is Attachment {
  return typeof kept === 'object' && kept !== null && 'id' in kept && 'name' in kept;
}
