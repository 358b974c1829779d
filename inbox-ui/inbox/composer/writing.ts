/** What the composer knows about what is being written: words, files, channel, and why it cannot go yet. */
import { type Signal, signal } from '@preact/signals';
import type { Channel } from '../../../server/wire/channels.ts';
import type { Offer } from '../../../server/wire/content.ts';
import type { OwnConversation } from '../../../server/wire/conversations.ts';
import type { Message } from '../../../server/wire/messages.ts';
import type { SendingLine } from '../../../server/wire/sending.ts';
import type { Extras, Pending } from '../../store/outbox.ts';
import type { Store } from '../../store/store.ts';
import { type Words, words } from '../../words/words.ts';
import { offerFor } from '../content/laid.ts';
import type { WritingKind } from '../desk.ts';
import { hasRecipients } from '../letter/answering.ts';
import { tooMuch } from './counter.tsx';
import { extrasOf, type Letter, letterHindrance, letterOf } from './letter.ts';
import { type Rules, roomLeft } from './limits.ts';
import { lineOf, linesOf } from './lines.ts';
import { quotedBy } from './quoting.ts';
import { type Shelved, shelfOf, takeFiles } from './shelf.ts';
import { remember } from './take-back.ts';
import { whyNot } from './why-not.ts';
import { channelOf, rulesOf } from './writing-rules.ts';

export type Writing = {
  store: Store;
  row: OwnConversation;
  kind: WritingKind;
  text: Signal<string>;
  shelf: Signal<Shelved[]>;
  /** What the channel takes; a note goes nowhere and may be long. */
  rules: Rules;
  /** It goes to recipients that can be chosen. */
  addressed: boolean;
  /** null where there are no recipients to choose. */
  letter: Letter | null;
  /** So long it can be taken back after sending; 0: it goes at once. */
  undoSeconds: number;
  /** What can be pressed instead of answering it in words. */
  offer: Offer | null;
  /** The one message it answers, where that goes along. */
  quoted: Message | null;
  /** By which way it goes; null: not known yet, or a note. */
  line: SendingLine | null;
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
  const rules = rulesOf(store, row, kind);
  const line = reply ? lineOf(row.id) : null;
  const addressed = hasRecipients(store, row.id) && goesAsUsual(row.id);
  return {
    store,
    row,
    kind,
    text: store.drafts.text(row.id, kind),
    shelf: shelfOf(store, row.id, kind),
    rules,
    offer: offerOn(row, rules),
    addressed,
    letter: reply && addressed ? letterOf(store, row) : null,
    undoSeconds: reply ? ((line ?? channel)?.sending.undoSeconds ?? 0) : 0,
    quoted: quotedBy(store, row, line),
    line,
    closed: line ? whyNot(line) : reply && known ? closedBecause(row, channel, words.value) : null,
    channelId: line?.channel.id ?? channel?.id ?? null,
  };
}

/** Elsewhere it waits: they may still be answered where it can be shown. */
function offerOn({ id }: OwnConversation, { offers }: Rules): Offer | null {
  return offers ? offerFor(id).value : null;
}

/** Why this cannot be sent as it is, or null. */
export function hindrance({ text, shelf, rules, closed, letter }: Writing): string | null {
  const { composer } = words.value.inbox;
  if (closed) return closed;
  const left = roomLeft(text.value, rules);
  if (left < 0) return tooMuch(rules, -left);
  if (shelf.value.some(({ attachment, error }) => !attachment && !error))
    return composer.uploadsRunning;
  // They would be gone with the rest, and nobody would know.
  const lost = shelf.value.find(({ error }) => error);
  if (lost) return composer.withoutFile(lost.name);
  const files = shelf.value.some(({ attachment }) => attachment);
  const passesOn = letter?.envelope.mode === 'forward';
  if (text.value.trim() === '' && !files && !passesOn) return composer.nothing;
  return letter && letterHindrance(letter);
}

/** Hands the words to the outbox and empties the field. null when something is in the way. */
export function sendWriting(writing: Writing, later?: Later): Pending | null {
  if (hindrance(writing) !== null) return null;
  const { store, row, kind, text, shelf, letter, quoted, offer } = writing;
  const envelope = store.envelopes.of(row.id).peek();
  const files = takeFiles(shelf);
  const pending = store.send({
    conversationId: row.id,
    kind,
    text: text.peek().trim(),
    attachments: files,
    extras: {
      ...wayOf(writing),
      ...(letter && extrasOf(letter)),
      ...(offer && { content: offer }),
      ...momentOf(writing, later),
    },
  });
  remember(pending.key, { conversationId: row.id, text: text.peek(), envelope, files });
  store.drafts.clear(row.id, kind);
  if (offer) offerFor(row.id).value = null;
  if (letter || quoted) store.envelopes.clear(row.id);
  store.typing.rest();
  return pending;
}

/** What is seen is where it goes, though they may write elsewhere meanwhile. */
function wayOf({ row, kind, letter, line, quoted }: Writing): Extras {
  const several = kind === 'reply' && linesOf(row.id).length > 1;
  return {
    ...(several && line && !letter && { threadId: line.threadId }),
    ...(quoted && { answersId: quoted.id }),
  };
}

/** Recipients are proposed for the way an answer takes unasked. */
function goesAsUsual(conversationId: string): boolean {
  const line = lineOf(conversationId);
  return !line || (line.sending.addressing && line === linesOf(conversationId)[0]);
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
