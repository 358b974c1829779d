/** The row of a phone's list that is off its place, by a finger or by its button, and what that can do to it. */
import { signal } from '@preact/signals';
import type { OwnConversation } from '../../../server/wire/conversations.ts';
import type { IconName } from '../../parts/icon.tsx';
import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';
import { markDone, reopen } from '../deeds.ts';
import { ask } from '../desk.ts';

/** So far a finger has to move a row for its deed to be done; less, and nothing happens. */
export const FAR_PX = 96;
/** A button that does the same. */
const BUTTON_PX = 80;

export type Moved = {
  id: string;
  /** Towards the end of the line it is to be put away, towards its start (less than 0) it is to come back later. */
  px: number;
  /** By its button: it stays, with the buttons in sight, until one is pressed or the eye goes elsewhere. */
  open: boolean;
};
export type Deed = { label: string; icon: IconName; kind: 'away' | 'later'; run: () => void };

export const moved = signal<Moved | null>(null);

export function openRow(id: string): void {
  moved.value = { id, px: -2 * BUTTON_PX, open: true };
}

export function closeRow(): void {
  moved.value = null;
}

/** Finished, or back among the open ones where it was finished already. */
export function awayDeed(store: Store, { id, status }: OwnConversation): Deed {
  const { head } = words.value.inbox;
  const isAway = status === 'done' || status === 'spam';
  return isAway
    ? { label: head.reopen, icon: 'undo', kind: 'away', run: () => reopen(store, [id]) }
    : { label: head.done, icon: 'done', kind: 'away', run: () => markDone(store, [id]) };
}

/** Asks until when: no moment is right for all. */
export function laterDeed({ id }: OwnConversation): Deed {
  const { snooze } = words.value.inbox.head;
  return { label: snooze, icon: 'snooze', kind: 'later', run: () => ask('snooze', [id]) };
}
