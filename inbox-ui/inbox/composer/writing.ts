/** What the composer knows about what is being written: words, files, channel, and why it cannot go yet. */
import { type Signal, signal } from '@preact/signals';
import type { Channel } from '../../../server/wire/channels.ts';
import type { OwnConversation } from '../../../server/wire/conversations.ts';
import type { Extras, Pending } from '../../store/outbox.ts';
import type { Store } from '../../store/store.ts';
import { type Words, words } from '../../words/words.ts';
import type { WritingKind } from '../desk.ts';
import { extrasOf, type Letter, letterHindrance, letterOf } from './letter.ts';
import { type Rules, roomLeft } from './limits.ts';
import { type Shelved, shelfOf, takeFiles } from './shelf.ts';
import { remember } from './take-back.ts';
import { channelOf, rulesOf } from './writing-rules.ts';

export type Writing = {
  store: Store;
  row: OwnConversation;
  kind: WritingKind;
  text: Signal<string>;
  shelf: Signal<Shelved[]>;
  /** What the channel takes; a note goes nowhere and may be long. */
  rules: Rules;
  /** null where there are no recipients to choose. */
  letter: Letter | null;
  /** So long it can be taken back after sending; 0: it goes at once. */
  undoSeconds: number;
  /** Why nothing can be answered at all, in words. */
  closed: string | null;
  /** The channel's own page, for those who can mend it. */
  channelId: string | null;
};

/** Send later, and whether at all if they write first. */
export type Later = { at: Date; unlessAnswered: boolean };

const kinds = new Map<string, Signal<WritingKind>>();

/** Which tab of the composer is open, per conversation. */
export function kindOf(conversationId: string): Signal<WritingKind> {
  const kind = kinds.get(conversationId) ?? signal<WritingKind>('reply');
  kinds.set(conversationId, kind);
  return kind;
}

export function writingOf(store: Store, row: OwnConversation): Writing {
  const kind = kindOf(row.id).value;
  const channel = channelOf(store, row);
  const reply = kind === 'reply';
  const known = store.directory.channels.value !== null;
  return {
    store,
    row,
    kind,
    text: store.drafts.text(row.id, kind),
    shelf: shelfOf(store, row.id, kind),
    rules: rulesOf(store, row, kind),
    letter: reply && channel?.sending.addressing ? letterOf(store, row) : null,
    undoSeconds: reply ? (channel?.sending.undoSeconds ?? 0) : 0,
    closed: reply && known ? closedBecause(row, channel, words.value) : null,
    channelId: channel?.id ?? null,
  };
}

/** Why this cannot be sent as it is, or null. */
export function hindrance({ text, shelf, rules, closed, letter }: Writing): string | null {
  const { composer } = words.value.inbox;
  if (closed) return closed;
  const left = roomLeft(text.value, rules);
  if (left < 0) return composer.over(-left);
  if (shelf.value.some(({ attachment, error }) => !attachment && !error))
    return composer.uploadsRunning;
  const files = shelf.value.some(({ attachment }) => attachment);
  const passesOn = letter?.envelope.mode === 'forward';
  if (text.value.trim() === '' && !files && !passesOn) return composer.nothing;
  return letter && letterHindrance(letter);
}

/** Hands the words to the outbox and empties the field. null when something is in the way. */
export function sendWriting(writing: Writing, later?: Later): Pending | null {
  if (hindrance(writing) !== null) return null;
  const { store, row, kind, text, shelf, letter } = writing;
  const envelope = store.envelopes.of(row.id).peek();
  const files = takeFiles(shelf);
  const pending = store.send({
    conversationId: row.id,
    kind,
    text: text.peek().trim(),
    attachments: files,
    extras: { ...(letter && extrasOf(letter)), ...momentOf(writing, later) },
  });
  remember(pending.key, { conversationId: row.id, text: text.peek(), envelope, files });
  store.drafts.clear(row.id, kind);
  if (letter) store.envelopes.clear(row.id);
  store.typing.rest();
  return pending;
}

function momentOf({ undoSeconds }: Writing, later: Later | undefined): Extras {
  if (!later) return undoSeconds > 0 ? { undoable: true } : {};
  const { at, unlessAnswered } = later;
  return { sendAt: at.toISOString(), ...(unlessAnswered && { unlessAnswered }) };
}

function closedBecause(row: OwnConversation, channel: Channel | undefined, { inbox }: Words) {
  if (!channel) return inbox.composer.removed(row.channel.name);
  return channel.failing ? inbox.composer.failing(channel.name, channel.failing.reason) : null;
}
