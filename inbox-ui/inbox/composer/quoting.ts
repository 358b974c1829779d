/** Answering one message among many: it goes along as a quote, where the channel knows such. */
import type { OwnConversation } from '../../../server/wire/conversations.ts';
import type { Message } from '../../../server/wire/messages.ts';
import type { SendingLine } from '../../../server/wire/sending.ts';
import type { Store } from '../../store/store.ts';
import { wishToWrite } from '../desk.ts';
import { aboutOf } from '../letter/answering.ts';
import { choiceOf, linesOf } from './lines.ts';

/** What the next answer quotes, or null: by this way nothing can be quoted, or not that message. */
export function quotedBy(
  store: Store,
  { id }: OwnConversation,
  line: SendingLine | null,
): Message | null {
  const { aboutId } = store.envelopes.of(id).value;
  if (aboutId === null || !line?.sending.quotes) return null;
  const about = aboutOf(store, id, aboutId);
  return about && isQuotable(about) && about.channelId === line.channel.id ? about : null;
}

/** There, only what the platform has can be pointed at. */
export function isQuotable({ direction, state, deletedAt }: Message): boolean {
  const theirs = direction === 'in' || ['accepted', 'delivered', 'read'].includes(state);
  return theirs && direction !== 'note' && deletedAt === null;
}

/** The next answer quotes this message, and goes where it was said. */
export function quote(store: Store, { id, conversationId, channelId }: Message): void {
  const line = linesOf(conversationId).find(({ channel }) => channel.id === channelId);
  if (line) choiceOf(conversationId).value = line.threadId;
  store.envelopes.write(conversationId, { mode: 'reply', aboutId: id, recipients: null });
  wishToWrite('reply');
}

export function dropQuote(store: Store, conversationId: string): void {
  store.envelopes.clear(conversationId);
}
