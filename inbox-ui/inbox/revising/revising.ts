/** Which of one's own messages is being changed, or about to be taken back; which may be, and how the server is told. */
import { signal } from '@preact/signals';
import type { SendingRules } from '../../../server/wire/channels.ts';
import type { Message } from '../../../server/wire/messages.ts';
import { api, type Result } from '../../api.ts';
import { toast } from '../../parts/toast.tsx';
import type { Store } from '../../store/store.ts';
import { describe } from '../../words/errors.ts';

/** The message under the pen. */
export const revised = signal<string | null>(null);
/** The message one is asked about. */
export const takingBack = signal<string | null>(null);

const HOUR_MS = 3_600_000;

export function mayEdit(store: Store, message: Message): boolean {
  return message.text !== '' && isWithin(store, message, 'editHours');
}

export function mayTakeBack(store: Store, message: Message): boolean {
  return isWithin(store, message, 'deleteHours');
}

function isWithin(
  { me, directory }: Store,
  message: Message,
  which: keyof Pick<SendingRules, 'editHours' | 'deleteHours'>,
): boolean {
  const { direction, author, state, deletedAt } = message;
  const there = state === 'accepted' || state === 'delivered' || state === 'read';
  if (direction !== 'out' || author?.id !== me.id || !there || deletedAt) return false;
  const channel = directory.channels.value?.find(({ id }) => id === message.channelId);
  const hours = channel?.sending[which];
  if (hours === undefined || hours === null) return hours === null;
  return Date.now() - Date.parse(message.dueAt ?? message.createdAt) < hours * HOUR_MS;
}

/** The last thing one said, put under the pen. False where there is none that may be changed. */
export function editLast(store: Store): boolean {
  const events = store.thread.opened.peek()?.events.peek() ?? [];
  const last = events.findLast(
    ({ kind, data }) => kind === 'message' && data.message.author?.id === store.me.id,
  );
  if (last?.kind !== 'message' || !mayEdit(store, last.data.message)) return false;
  revised.value = last.data.message.id;
  return true;
}

const pathOf = ({ conversationId, id }: Message) =>
  `conversations/${conversationId}/messages/${id}`;

export const saveRevision = (message: Message, text: string): Promise<boolean> =>
  told(api.patch<Message>(pathOf(message), { text }));

export const takeBackSaid = (message: Message): Promise<boolean> =>
  told(api.remove<Message>(pathOf(message)));

/** The change that was not taken is forgotten. */
export const leaveAsIs = (message: Message): Promise<boolean> =>
  told(api.remove<Message>(`${pathOf(message)}/revision`));

/** Whether the server took it; else why not has been said. */
async function told(asked: Promise<Result<Message>>): Promise<boolean> {
  const answer = await asked;
  if (!answer.ok) toast({ text: answer.error.detail || describe(answer.error) });
  return answer.ok;
}
