/** What a message from outside changes of its conversation. */
import type { InboundMessage } from '../../../adapters/message.ts';
import type { ContactRow } from '../../contacts/contacts.ts';
import type { Message } from '../../wire/messages.ts';
import { type Step, SYSTEM } from '../change.ts';
import type { ConversationRow } from '../present.ts';
import { previewOf } from '../preview.ts';

/** The customer's word wakes a conversation that was done or asleep; the log says so. A machine's word does not. */
export function reopening(held: ConversationRow, event: InboundMessage): Step[] {
  if (held.status === 'open' || event.automatic === 'reply') return [];
  return [
    {
      kind: 'status',
      actor: SYSTEM,
      data: { status: 'open', snoozedUntil: null, cause: 'reply' },
    },
  ];
}

export function patchOf(held: ConversationRow, event: InboundMessage, message: Message) {
  if (event.automatic === 'reply') return {};
  return {
    status: 'open',
    snoozedUntil: null,
    // The message's own moment: read from it again when an answer is taken back.
    waitingSince: held.waitingSince ?? new Date(message.createdAt),
    inboundSeq: message.seq,
    lastMessageAt: new Date(),
    ...previewOf(message),
  } as const;
}

/** The step that tells of the message itself. */
export function saidBy({ id, name }: Pick<ContactRow, 'id' | 'name'>, message: Message): Step {
  return { kind: 'message', actor: { kind: 'contact', id, name }, data: { message } };
}
