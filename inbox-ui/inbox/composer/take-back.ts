/** Sent a moment ago, or to be sent later: taken back, with everything as it was before. */
import type { Attachment, Message } from '../../../server/wire/messages.ts';
import { toast } from '../../parts/toast.tsx';
import { go } from '../../router.ts';
import { type Envelope, PLAIN } from '../../store/envelopes.ts';
import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';
import { addressOf, openedId, wishToWrite } from '../desk.ts';
import { layBack, shelfOf } from './shelf.ts';

/** What was in the composer when it was sent. */
export type Sent = {
  conversationId: string;
  text: string;
  envelope: Envelope;
  files: Attachment[];
};

/** By the key of the message; gone with the page. */
const remembered = new Map<string, Sent>();

export function remember(key: string, sent: Sent): void {
  remembered.set(key, sent);
}

/** What was just sent under this key. False when it was too late or nobody knows. */
export async function takeBackKey(store: Store, key: string): Promise<boolean> {
  const stored = await store.outbox.fate(key);
  const sent = remembered.get(key);
  if (stored) return takeBackMessage(store, stored);
  if (sent) restore(store, sent);
  return true;
}

/** A message the line shows as waiting for its moment. */
export async function takeBackMessage(store: Store, message: Message): Promise<boolean> {
  const { letters } = words.peek().inbox;
  try {
    if (!(await store.takeBack(message))) {
      toast({ text: letters.tooLate });
      return false;
    }
  } catch {
    toast({ text: letters.unsure });
    return false;
  }
  restore(store, remembered.get(message.key ?? '') ?? asSent(message));
  return true;
}

/** After the page was loaded anew, from the message itself: what a passed-on one was about is not in it. */
function asSent({ conversationId, text, recipients, side, attachments }: Message): Sent {
  const envelope: Envelope = side
    ? { ...PLAIN, mode: 'forward', recipients }
    : { ...PLAIN, recipients };
  return { conversationId, text, envelope, files: side ? [] : attachments };
}

function restore(store: Store, { conversationId, text, envelope, files }: Sent): void {
  const written = store.drafts.text(conversationId, 'reply').peek();
  store.drafts.write(conversationId, 'reply', written ? `${text}\n\n${written}` : text);
  store.envelopes.write(conversationId, envelope);
  if (openedId.peek() !== conversationId) go(addressOf(conversationId, 'all'));
  wishToWrite('reply');
  layBack(shelfOf(store, conversationId, 'reply'), files);
}
