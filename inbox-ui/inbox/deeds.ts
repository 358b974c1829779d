/** What the agent can do with conversations, one or many, and where that leads them next. */
import type { Priority } from '../../server/wire/conversations.ts';
import type { PersonReference } from '../../server/wire/shapes.ts';
import { screenSize } from '../parts/screen-size.ts';
import { toast } from '../parts/toast.tsx';
import { go } from '../router.ts';
import type { Store } from '../store/store.ts';
import { isUnread } from '../store/views.ts';
import { words } from '../words/words.ts';
import { addressOf, cursor, opened, openedId, view } from './desk.ts';
import { targets } from './selection.ts';

/** Finished: the next one comes up, so that the hands need not search for it. */
export function markDone(store: Store, ids: readonly string[] = targets.peek()): void {
  if (ids.length === 0) return;
  if (ids.every((id) => store.conversations.peek(id)?.status === 'done')) {
    const { toast: said, bulk } = words.peek().inbox;
    toast({ text: ids.length === 1 ? said.movedOn : bulk.movedOn });
    return;
  }
  const leave = nextStep(store, ids);
  void store.changes.close(ids);
  leave();
}

/** Out of everybody's way; where all of it is spam already, it is none. */
export function toggleSpam(store: Store, ids: readonly string[] = targets.peek()): void {
  if (ids.length === 0) return;
  if (ids.every((id) => store.conversations.peek(id)?.status === 'spam')) {
    notSpam(store, ids);
    return;
  }
  const leave = nextStep(store, ids);
  void store.changes.spam(ids);
  leave();
}

/** Follows all of these; where one follows them all already, none of them any more. */
export function toggleFollowing(store: Store, ids: readonly string[] = targets.peek()): void {
  const follows = (id: string) => isFollowed(store, id);
  void store.changes.follow(ids, store.me.id, !ids.every(follows));
}

export const isFollowed = (store: Store, id: string): boolean =>
  store.conversations.peek(id)?.followerIds.includes(store.me.id) === true;

/** Back among the others, open as they are. */
export function notSpam(store: Store, ids: readonly string[] = targets.peek()): void {
  const leave = nextStep(store, ids);
  reopen(store, ids);
  leave();
}

export function reopen(store: Store, ids: readonly string[] = targets.peek()): void {
  void store.changes.reopen(ids);
}

export function snooze(store: Store, until: Date, ids: readonly string[]): void {
  const leave = nextStep(store, ids);
  void store.changes.snooze(ids, until.toISOString());
  leave();
}

export function assign(
  store: Store,
  assignee: PersonReference | null,
  ids: readonly string[] = targets.peek(),
): void {
  void store.changes.assign(ids, assignee);
}

/** For later: as if nobody had looked. */
export async function markUnread(store: Store, ids: readonly string[] = targets.peek()) {
  try {
    await Promise.all(ids.map((id) => store.reading.putBack(id)));
  } catch {
    toast({ text: words.peek().inbox.toast.offline });
  }
}

export function prioritise(store: Store, priority: Priority, ids: readonly string[]): void {
  void store.changes.prioritise(ids, priority);
}

export async function takeOldest(store: Store): Promise<void> {
  try {
    const taken = await store.changes.takeOldest(store.me);
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

/** The next one somebody has written in since the agent looked; after the last row the search begins at the top. */
export function nextUnread(store: Store): void {
  const shown = shownIds(store);
  const from = opened.peek() === null ? cursor.peek() : openedId.peek();
  const after = shown.indexOf(from ?? '') + 1;
  const next = [...shown.slice(after), ...shown.slice(0, after)].find(
    (id) => id !== from && isUnread(store.conversations.peek(id)),
  );
  if (next === undefined) {
    toast({ text: words.peek().inbox.toast.nothingUnread });
    return;
  }
  cursor.value = next;
  if (opened.peek() !== null) go(addressOf(next), { replace: true });
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

/** What stands at the top of the list is what is opened, most of all. */
export function prefetchFirst(store: Store): void {
  const [first] = shownIds(store);
  if (first !== undefined && opened.peek() === null) void store.thread.prefetch(first);
}

/** The same for what takes a while: whoever has gone on meanwhile stays where they are. */
export function leaving(store: Store, ids: readonly string[]): () => void {
  const from = openedId.peek();
  const leave = nextStep(store, ids);
  return () => {
    if (openedId.peek() === from) leave();
  };
}

/** Where the agent was when they last took something out of the view, and where that led them. */
let left: { from: Place; to: Place } | null = null;

type Place = { open: string | null; under: string | null };

const here = (): Place => ({ open: openedId.peek(), under: cursor.peek() });

/** What is undone takes the agent back to where it was done, unless they have gone on by themselves. */
export function leadBack(ids: readonly string[]): void {
  if (!left) return;
  const { from, to } = left;
  const { open, under } = here();
  if (open !== to.open || under !== to.under || !ids.includes(from.open ?? from.under ?? ''))
    return;
  cursor.value = from.under;
  if (open !== from.open) go(addressOf(from.open), { replace: true });
}

/** Where to go once these leave the view; decided before they do. */
function nextStep(store: Store, ids: readonly string[]): () => void {
  const shown = shownIds(store);
  const leaving = new Set(ids);
  const leaver = [openedId.peek(), cursor.peek()].find((id) => id !== null && leaving.has(id));
  const at = shown.indexOf(leaver ?? ids[0] ?? '');
  const isLeft = (id: string) => !leaving.has(id);
  const next = shown.slice(at + 1).find(isLeft) ?? shown.slice(0, Math.max(0, at)).findLast(isLeft);
  const wasOpened = leaving.has(openedId.peek() ?? '');
  const from = here();
  // Of one that is not the row under the keys the cursor moves on, too: it was meant. Of many, only from among them.
  const moves = at >= 0 && (leaver !== undefined || ids.length === 1);
  return () => {
    if (moves) cursor.value = next ?? null;
    // Done while looking at "done", or found by search: it stays where it is.
    const stays = shownIds(store).includes(leaver ?? '');
    if (wasOpened && !stays && at >= 0) {
      go(addressOf(screenSize.peek() === 'phone' ? null : (next ?? null)), { replace: true });
    }
    left = { from, to: here() };
  };
}

function shownIds(store: Store): string[] {
  return store.lists
    .of(view.peek())
    .shown.peek()
    .map(({ id }) => id);
}
