/** What the composer knows about what is being written: words, files, channel, and why it cannot go yet. */
import { type Signal, signal } from '@preact/signals';
import type { Channel } from '../../../server/wire/channels.ts';
import type { OwnConversation } from '../../../server/wire/conversations.ts';
import type { Store } from '../../store/store.ts';
import { type Words, words } from '../../words/words.ts';
import type { WritingKind } from '../desk.ts';
import { type Rules, roomLeft } from './limits.ts';
import { type Shelved, shelfOf, takeFiles } from './shelf.ts';

export type Writing = {
  store: Store;
  row: OwnConversation;
  kind: WritingKind;
  text: Signal<string>;
  shelf: Signal<Shelved[]>;
  /** What the channel takes; a note goes nowhere and may be long. */
  rules: Rules;
  /** Why nothing can be answered at all, in words. */
  closed: string | null;
  /** The channel's own page, for those who can mend it. */
  channelId: string | null;
};

const NOTE_RULES: Rules = {
  text: { max: 50_000, countedAs: 'utf16-units' },
  attachments: { types: ['*/*'], maxBytes: 25_000_000, maxCount: 10 },
};

const kinds = new Map<string, Signal<WritingKind>>();

/** Which tab of the composer is open, per conversation. */
export function kindOf(conversationId: string): Signal<WritingKind> {
  const kind = kinds.get(conversationId) ?? signal<WritingKind>('reply');
  kinds.set(conversationId, kind);
  return kind;
}

export function writingOf(store: Store, row: OwnConversation): Writing {
  const kind = kindOf(row.id).value;
  const channels = store.directory.channels.value;
  const channel = channels?.find(({ id }) => id === row.channel.id);
  const note = kind === 'note';
  return {
    store,
    row,
    kind,
    text: store.drafts.text(row.id, kind),
    shelf: shelfOf(row.id, kind),
    rules: note ? NOTE_RULES : (channel?.sending ?? NOTE_RULES),
    closed: note || channels === null ? null : closedBecause(row, channel, words.value),
    channelId: channel?.id ?? null,
  };
}

/** Why this cannot be sent as it is, or null. */
export function hindrance({ text, shelf, rules, closed }: Writing): string | null {
  const { composer } = words.value.inbox;
  if (closed) return closed;
  const left = roomLeft(text.value, rules);
  if (left < 0) return composer.over(-left);
  if (shelf.value.some(({ attachment, error }) => !attachment && !error))
    return composer.uploadsRunning;
  const files = shelf.value.some(({ attachment }) => attachment);
  return text.value.trim() === '' && !files ? composer.nothing : null;
}

/** Hands the words to the outbox and empties the field. False when something is in the way. */
export function sendWriting(writing: Writing): boolean {
  if (hindrance(writing) !== null) return false;
  const { store, row, kind, text, shelf } = writing;
  store.send({
    conversationId: row.id,
    kind,
    text: text.peek().trim(),
    attachments: takeFiles(shelf),
  });
  store.drafts.clear(row.id, kind);
  store.typing.rest();
  return true;
}

function closedBecause(row: OwnConversation, channel: Channel | undefined, { inbox }: Words) {
  if (!channel) return inbox.composer.removed(row.channel.name);
  return channel.failing ? inbox.composer.failing(channel.name, channel.failing.reason) : null;
}
