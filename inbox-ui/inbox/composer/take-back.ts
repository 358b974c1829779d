/** Sent a moment ago, or to be sent later: taken back, with everything as it was before. */
import type { Attachment, Message } from '../../../server/wire/messages.ts';
import { type ToastNews, toast } from '../../parts/toast.tsx';
import { go } from '../../router.ts';
import { type Envelope, PLAIN } from '../../store/envelopes.ts';
import type { Pending } from '../../store/outbox.ts';
import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';
import { offerFor } from '../content/laid.ts';
import { addressOf, openedId, type WritingKind, wishToWrite } from '../desk.ts';
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
/** What takes the word about it back, by the same key. */
const told = new Map<string, () => void>();

export function remember(key: string, sent: Sent): void {
  remembered.set(key, sent);
}

/** Says that it went, or when it will: until it is taken back, wherever that is done. */
export function tellSent(key: string, news: ToastNews): void {
  told.set(key, toast(news));
}

/** What was just sent under this key. False when it was too late or nobody knows. */
export async function takeBackKey(store: Store, key: string): Promise<boolean> {
  const stored = await store.outbox.fate(key);
  const sent = remembered.get(key);
  if (stored) return takeBackMessage(store, stored);
  if (sent) restore(store, 'reply', sent);
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
  const key = message.key ?? '';
  told.get(key)?.();
  restore(store, 'reply', remembered.get(key) ?? asSent(message));
  return true;
}

/** What never went comes back to be changed, with its files. */
export function takeUp(store: Store, pending: Pending): void {
  const { key, conversationId, kind, text, attachments: files, extras } = pending;
  store.outbox.discard(key);
  if (extras?.content) offerFor(conversationId).value = extras.content;
  const envelope: Envelope = {
    ...PLAIN,
    mode: extras?.passesOnId ? 'forward' : 'reply',
    aboutId: extras?.passesOnId ?? extras?.answersId ?? null,
  };
  restore(store, kind, remembered.get(key) ?? { conversationId, text, envelope, files });
}

/** After the page was loaded anew, from the message itself: what a passed-on one was about is not in it. */
function asSent({ conversationId, text, recipients, side, attachments }: Message): Sent {
  const envelope: Envelope = side
    ? { ...PLAIN, mode: 'forward', recipients }
    : { ...PLAIN, recipients };
  return { conversationId, text, envelope, files: side ? [] : attachments };
}

function restore(store: Store, kind: WritingKind, sent: Sent): void {
  const { conversationId, text, envelope, files } = sent;
  const written = store.drafts.text(conversationId, kind).peek();
  store.drafts.write(conversationId, kind, written ? `${text}\n\n${written}` : text);
  if (kind === 'reply') store.envelopes.write(conversationId, envelope);
  if (openedId.peek() !== conversationId) go(addressOf(conversationId, 'all'));
  wishToWrite(kind);
  layBack(shelfOf(store, conversationId, kind), files);
}
