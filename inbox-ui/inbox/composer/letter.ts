/** The part of an unsent answer that only messages with recipients have. */
import type { Recipients } from '../../../server/wire/addressing.ts';
import type { OwnConversation } from '../../../server/wire/conversations.ts';
import type { Message } from '../../../server/wire/messages.ts';
import type { Envelope } from '../../store/envelopes.ts';
import type { Extras } from '../../store/outbox.ts';
import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';
import { aboutOf } from '../letter/answering.ts';
import { isAddress } from './addresses.ts';
import { recipientsFor } from './proposals.ts';

export type Letter = {
  envelope: Envelope;
  /** null: not known yet. */
  recipients: Recipients | null;
  /** What is passed on, or answered; null when it is not at hand. */
  about: Message | null;
};

export function letterOf(store: Store, row: OwnConversation): Letter {
  const envelope = store.envelopes.of(row.id).value;
  return {
    envelope,
    recipients: recipientsFor(row.id, envelope),
    about: aboutOf(store, row.id, envelope.aboutId),
  };
}

/** Why it cannot go, in words, or null. */
export function letterHindrance({ envelope, recipients, about }: Letter): string | null {
  const { letters } = words.value.inbox;
  if (envelope.mode === 'forward' && !about) return letters.nothingToForward;
  if (!recipients) return envelope.mode === 'reply' ? null : letters.finding;
  const wrong = everybody(recipients).find(({ address }) => !isAddress(address));
  if (wrong) return letters.invalid(wrong.address);
  return recipients.to.length === 0 ? letters.nobody : null;
}

/** What is seen is what is sent; unseen, the server decides as it would have proposed. */
export function extrasOf({ envelope, recipients, about }: Letter): Extras {
  const { mode, aboutId } = envelope;
  return {
    ...(mode === 'forward' && about && { passesOnId: about.id }),
    ...(mode !== 'forward' && aboutId !== null && { answersId: aboutId }),
    ...(recipients && { recipients }),
  };
}

function everybody({ to, cc, bcc }: Recipients) {
  return [...to, ...cc, ...bcc];
}
