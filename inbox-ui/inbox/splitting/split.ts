/** What was begun in the midst of a conversation goes on by itself, and back: told with the way back. */
import type { Conversation } from '../../../server/wire/conversations.ts';
import type { Message } from '../../../server/wire/messages.ts';
import { toast } from '../../parts/toast.tsx';
import { go } from '../../router.ts';
import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';
import { addressOf } from '../desk.ts';
import { attempt } from '../merging/merge.ts';
import { placeOf } from '../thread/lead-to.ts';
import { splitsIn } from '../thread/line-items.ts';

/** From this message on, its line goes on in a conversation of its own, which is opened. */
export async function split(store: Store, { conversationId: id, id: first }: Message) {
  const done = await attempt(() => store.doors.split(id, first));
  if (!done) return;
  const { conversation } = done;
  const undo = () => void unsplit(store, { id, splitId: done.id, begun: conversation });
  await attempt(() => store.conversations.refresh(conversation.id, 'own'));
  go(addressOf(conversation.id));
  toast({ text: words.peek().inbox.splitting.done(conversation.number), undo });
}

type Split = { id: string; splitId: string; begun: Conversation };

async function unsplit(store: Store, { id, splitId, begun }: Split): Promise<void> {
  // Before it is part of this one again: whoever stands there then is led here, and told so once more.
  go(addressOf(id));
  const done = await attempt(() => store.doors.unsplit(id, splitId));
  if (!done) return go(addressOf(begun.id));
  await attempt(() => store.conversations.refresh(id, 'own'));
  toast({ text: words.peek().inbox.splitting.undone(begun.number) });
}

/** From the message that has the focus on; else from the latest word of the customer on. */
export function splitHere(store: Store): void {
  const message = meantMessage(store);
  if (message) void split(store, message);
  else toast({ text: words.peek().inbox.splitting.nothing });
}

export function meantMessage(store: Store): Message | undefined {
  const said = saidHere(store).filter((message) => isSplittable(store, message));
  const focused = document.activeElement?.closest('.message')?.id;
  const chosen = said.find(({ id }) => placeOf(id) === focused);
  return chosen ?? said.findLast(({ direction }) => direction === 'in') ?? said.at(-1);
}

/** Something stays, and something goes. What the server knows better it says. */
export function isSplittable(store: Store, { conversationId, id, threadId, side, seq }: Message) {
  const row = store.conversations.peek(conversationId);
  if (!row || threadId === null || side || UNFIT.has(row.status)) return false;
  if (row.mergedIds.length > 0 || store.thread.opened.peek()?.id !== conversationId) return false;
  if (hasGone(store, threadId)) return false;
  const stays = (other: Message) => other.threadId !== threadId || other.seq < seq;
  return (
    store.thread.opened.peek()?.more.peek() ||
    saidHere(store).some((other) => other.id !== id && stays(other))
  );
}

const UNFIT = new Set<Conversation['status']>(['spam', 'merged']);

/** Its line was split off before, and goes on there. */
function hasGone(store: Store, threadId: string): boolean {
  const events = store.thread.opened.peek()?.events.peek() ?? [];
  const gone = splitsIn({ id: store.thread.opened.peek()?.id ?? '', events });
  return saidHere(store).some((one) => gone.has(one.id) && one.threadId === threadId);
}

/** Between them and us, in the opened conversation itself. */
function saidHere({ thread }: Store): Message[] {
  const events = thread.opened.peek()?.events.peek() ?? [];
  return events.flatMap((event) => {
    return event.kind === 'message' && event.data.message.threadId ? [event.data.message] : [];
  });
}
