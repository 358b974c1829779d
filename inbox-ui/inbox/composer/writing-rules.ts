/** What may be written: what the channel takes, or what a note may be, which goes nowhere. */
import type { Channel } from '../../../server/wire/channels.ts';
import type { OwnConversation } from '../../../server/wire/conversations.ts';
import type { Store } from '../../store/store.ts';
import type { WritingKind } from '../desk.ts';
import type { Rules } from './limits.ts';
import { lineOf } from './lines.ts';

export const NOTE_RULES: Rules = {
  text: { max: 50_000, countedAs: 'utf16-units' },
  attachments: { types: ['*/*'], maxBytes: 25_000_000, maxCount: 10 },
  formatting: false,
};

export function rulesOf(store: Store, row: OwnConversation | undefined, kind: WritingKind): Rules {
  if (kind === 'note') return NOTE_RULES;
  const line = row ? lineOf(row.id) : null;
  return line?.sending ?? channelOf(store, row)?.sending ?? NOTE_RULES;
}

export function channelOf(store: Store, row: OwnConversation | undefined): Channel | undefined {
  return store.directory.channels.value?.find(({ id }) => id === row?.channel.id);
}
