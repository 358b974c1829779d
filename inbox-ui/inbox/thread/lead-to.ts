/** Leads the eye to a message, which may stand on an older page. */
import type { Store } from '../../store/store.ts';

/** More pages than this are not turned for a quote. */
const MOST_PAGES = 10;

export const placeOf = (messageId: string): string => `message-${messageId}`;

/** @returns whether it was found */
export async function leadTo(store: Store, messageId: string): Promise<boolean> {
  const line = store.thread.opened.peek();
  for (let left = MOST_PAGES; !isHere(store, messageId); left -= 1) {
    if (left === 0 || !line?.more.peek()) return false;
    const { oldest } = line;
    await store.thread.loadOlder();
    if (line.oldest === oldest || store.thread.opened.peek() !== line) return false;
  }
  // Drawn in the next frame, if it came just now; in the one after whoever keeps the reader in their place has done so.
  for (let frames = 0; frames < 2; frames++) await new Promise(requestAnimationFrame);
  const place = document.getElementById(placeOf(messageId));
  place?.scrollIntoView({ block: 'center' });
  place?.focus({ preventScroll: true });
  return place !== null;
}

function isHere(store: Store, messageId: string): boolean {
  const events = store.thread.opened.peek()?.whole.peek() ?? [];
  return events.some((event) => event.kind === 'message' && event.data.message.id === messageId);
}
