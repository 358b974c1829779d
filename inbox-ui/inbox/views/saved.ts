/** Saved views as the desk sees them: which one is in sight, who may change it, and what is done to it. */
import type { View } from '../../../server/wire/conversations.ts';
import type { SavedView } from '../../../server/wire/saved-views.ts';
import { api } from '../../api.ts';
import { toast } from '../../parts/toast.tsx';
import { go, url } from '../../router.ts';
import { isAdmin } from '../../session/session.ts';
import type { Store } from '../../store/store.ts';
import { narrowedTo, savedView } from '../../store/views.ts';
import { describe } from '../../words/errors.ts';
import { words } from '../../words/words.ts';
import { addressOf, view } from '../desk.ts';

/** What the address asks of the dialog that builds views. */
export type Building = 'new' | 'edit' | 'copy';

export const isBuilding = (name: string | null): name is Building =>
  name === 'new' || name === 'edit' || name === 'copy';

/** The saved view of this address, as far as it is known and there. */
export function savedIn(store: Store, where: View): SavedView | undefined {
  const narrowed = narrowedTo(where);
  return narrowed?.by === 'saved' ? store.savedViews.find(narrowed.id) : undefined;
}

/** Whether it is known that there is none. */
export function isGone(store: Store, where: View): boolean {
  const isSaved = narrowedTo(where)?.by === 'saved';
  return isSaved && store.savedViews.all.value !== null && savedIn(store, where) === undefined;
}

/** Why it cannot be changed; null for those who may. */
export function othersOnly(store: Store, { ownerId }: SavedView): string | null {
  if (ownerId === store.me.id || isAdmin.value) return null;
  const owner = store.directory.agents.value?.find(({ id }) => id === ownerId);
  const { views } = words.value.inbox;
  return views.others(owner?.name ?? views.missing);
}

/** Opens the dialog over whatever is in sight. */
export function build(what: Building): void {
  go(`${url.peek().pathname}?view=${what}`);
}

/** Edits the view in sight where one may; else a new one is made of what is in sight. */
export function buildFromHere(store: Store): void {
  const saved = savedIn(store, view.peek());
  if (!saved) build('new');
  else build(othersOnly(store, saved) === null ? 'edit' : 'copy');
}

/** At once, and back at the press of a key. */
export async function removeView(store: Store, { id, name }: SavedView): Promise<void> {
  const answer = await api.remove(`views/${id}`);
  if (!answer.ok) {
    toast({ text: describe(answer.error) });
    return;
  }
  if (view.peek() === savedView(id)) go(addressOf(null, 'inbox'));
  void reload(store);
  toast({ text: words.peek().inbox.views.removed(name), undo: () => void bringBack(store, id) });
}

async function bringBack(store: Store, id: string): Promise<void> {
  const answer = await api.patch<SavedView>(`views/${id}`, { removed: false });
  if (!answer.ok) toast({ text: describe(answer.error) });
  await reload(store);
  if (answer.ok) go(addressOf(null, savedView(id)));
}

/** What was just changed shows at once, also while the line is down. */
export async function reload(store: Store): Promise<void> {
  await store.directory.load('saved-views').catch(() => undefined);
}
