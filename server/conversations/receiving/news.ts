/** What a message from outside changes of its conversation. */
import type { InboundMessage } from '../../../adapters/message.ts';
import type { ContactRow } from '../../contacts/contacts.ts';
import type { Message } from '../../wire/messages.ts';
import { type Step, SYSTEM } from '../change.ts';
import type { ConversationRow } from '../present.ts';
import { previewOf } from '../preview.ts';

/**
 * The customer's word wakes a conversation that was done or asleep; the log says so. A machine's word does not, and spam
 * stays spam: what comes next is kept, and nobody is called.
 */
export function reopening({ status }: ConversationRow, event: InboundMessage): Step[] {
  if (status === 'open' || status === 'spam' || event.automatic === 'reply') return [];
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
  const said = { inboundSeq: message.seq, lastMessageAt: new Date(), ...previewOf(message) };
  if (held.status === 'spam') return said;
  return {
    ...said,
    status: 'open',
    snoozedUntil: null,
    // The message's own moment: read from it again when an answer is taken back.
    waitingSince: held.waitingSince ?? new Date(message.createdAt),
  } as const;
}

/** The step that tells of the message itself. */
export function saidBy({ id, name }: Pick<ContactRow, 'id' | 'name'>, message: Message): Step {
  return { kind: 'message', actor: { kind: 'contact', id, name }, data: { message } };
}
