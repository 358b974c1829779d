/** What the agent can do with a conversation, and where that leads them next. */
import type { PersonReference } from '../../server/wire/shapes.ts';
import { screenSize } from '../parts/screen-size.ts';
import { toast } from '../parts/toast.tsx';
import { go } from '../router.ts';
import type { Store } from '../store/store.ts';
import { words } from '../words/words.ts';
import { addressOf, cursor, meant, opened, openedId, view } from './desk.ts';

/** Finished: the next one comes up, so that the hands need not search for it. */
export function markDone(store: Store, id: string | null = meant.peek()): void {
  if (id === null) return;
  if (store.conversations.peek(id)?.status === 'done') {
    toast({ text: words.peek().inbox.toast.movedOn });
    return;
  }
  const leave = nextStep(store, id);
  void store.changes.close(id);
  leave();
}

export function reopen(store: Store, id: string | null = meant.peek()): void {
  if (id !== null) void store.changes.reopen(id);
}

export function snooze(store: Store, until: Date, id: string | null = meant.peek()): void {
  if (id === null) return;
  const leave = nextStep(store, id);
  void store.changes.snooze(id, until.toISOString());
  leave();
}

export function assign(
  store: Store,
  assignee: PersonReference | null,
  id: string | null = meant.peek(),
): void {
  if (id !== null) void store.changes.assign(id, assignee);
}

export async function takeOldest(store: Store): Promise<void> {
  try {
    const taken = await store.takeOldest();
    if (taken) go(addressOf(taken.id, 'mine'));
    else toast({ text: words.peek().inbox.toast.noneWaiting });
  } catch {
    toast({ text: words.peek().inbox.toast.offline });
  }
}

/** One row on or back. With a conversation opened the next one opens; else only the cursor moves. */
export function step(store: Store, by: 1 | -1): void {
  const shown = store.lists.of(view.peek()).shown.peek();
  const from = opened.peek() === null ? cursor.peek() : openedId.peek();
  const at = shown.findIndex(({ id }) => id === from);
  const next = shown[at < 0 ? 0 : at + by]?.id;
  if (next === undefined) return;
  cursor.value = next;
  if (opened.peek() !== null) go(addressOf(next), { replace: true });
  prefetchBeside(store, next, by);
}

/** Back from what is opened to the list, with the row still under the keys. */
export function backToList(): void {
  if (opened.peek() === null) return;
  cursor.value = openedId.peek();
  go(addressOf(null));
}

/** The one behind the next is read already while this one is being read. */
export function prefetchBeside(store: Store, id: string, by: 1 | -1 = 1): void {
  const shown = store.lists.of(view.peek()).shown.peek();
  const beside = shown[shown.findIndex((entry) => entry.id === id) + by]?.id;
  if (beside !== undefined) void store.thread.prefetch(beside);
}

/** Where to go once this conversation leaves the view; decided before it does. */
function nextStep(store: Store, id: string): () => void {
  const shown = store.lists.of(view.peek()).shown.peek();
  const at = shown.findIndex((entry) => entry.id === id);
  const next = shown[at + 1]?.id ?? shown[at - 1]?.id ?? null;
  const wasOpened = openedId.peek() === id;
  return () => {
    if (at >= 0) cursor.value = next;
    // Done while looking at "done", or found by search: it stays where it is.
    const stays = store.lists
      .of(view.peek())
      .shown.peek()
      .some((entry) => entry.id === id);
    if (!wasOpened || stays || at < 0) return;
    go(addressOf(screenSize.peek() === 'phone' ? null : next), { replace: true });
  };
}
