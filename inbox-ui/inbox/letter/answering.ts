/** How an answer is begun: to whom, to which message, or passing one on. */
import type { Message } from '../../../server/wire/messages.ts';
import type { Mode } from '../../store/envelopes.ts';
import type { Store } from '../../store/store.ts';
import { wishToWrite } from '../desk.ts';

/** Answers, or passes on, this very message. */
export function answer(store: Store, message: Message, mode: Mode): void {
  const change = { mode, aboutId: message.id, recipients: null };
  store.envelopes.write(message.conversationId, change);
  wishToWrite('reply');
}

/** Another way of answering. Chosen again, what was chosen by hand stays. */
export function chooseMode(store: Store, conversationId: string, mode: Mode): void {
  const before = store.envelopes.of(conversationId).peek();
  if (before.mode === mode) return;
  // What is passed on is not what is answered.
  const same = mode !== 'forward' && before.mode !== 'forward';
  const aboutId = same ? before.aboutId : null;
  store.envelopes.write(conversationId, { mode, aboutId, recipients: null });
}

/** Whether messages of this conversation have recipients to choose. */
export function hasRecipients(store: Store, conversationId: string | null): boolean {
  const row = conversationId === null ? undefined : store.conversations.peek(conversationId);
  const channels = store.directory.channels.value ?? [];
  return channels.find(({ id }) => id === row?.channel.id)?.sending.addressing ?? false;
}

/** The message named, or the customer's latest; on a line we began, our own. */
export function aboutOf(store: Store, conversationId: string, id: string | null): Message | null {
  const line = store.thread.opened.value;
  if (line?.id !== conversationId) return null;
  const said = line.whole.value.flatMap((event) => {
    return event.kind === 'message' && event.data.message.direction !== 'note'
      ? event.data.message
      : [];
  });
  if (id !== null) return said.find((message) => message.id === id) ?? null;
  const main = said.filter(({ side, state }) => !side && state !== 'cancelled');
  return main.findLast(({ direction }) => direction === 'in') ?? main.at(-1) ?? null;
}
