/** Making two conversations one, and two again: told with the way back. */
import type { Conversation } from '../../../server/wire/conversations.ts';
import { toast } from '../../parts/toast.tsx';
import { go } from '../../router.ts';
import type { Store } from '../../store/store.ts';
import { isRefusal } from '../../store/transport.ts';
import { describe } from '../../words/errors.ts';
import { words } from '../../words/words.ts';
import { addressOf } from '../desk.ts';
import { clearSelection } from '../selection.ts';

type Named = Pick<Conversation, 'id' | 'number'>;

/** The other goes on in this one, which is opened. @returns whether it is so now */
export async function merge(store: Store, kept: Named, other: Named): Promise<boolean> {
  const done = await attempt(() => store.doors.merge(kept.id, other.id));
  if (!done) return false;
  await attempt(() => store.conversations.refresh(kept.id, 'own'));
  const undo = () => {
    void unmerge(store, { id: kept.id, mergeId: done.id, number: other.number });
  };
  clearSelection();
  go(addressOf(kept.id));
  toast({ text: words.peek().inbox.merging.done(other.number, kept.number), undo });
  return true;
}

type Merged = { id: string; mergeId: string; number: number };

export async function unmerge(store: Store, { id, mergeId, number }: Merged): Promise<void> {
  const done = await attempt(() => store.doors.unmerge(id, mergeId));
  if (!done) return;
  await attempt(() => store.conversations.refresh(id, 'own'));
  toast({ text: words.peek().inbox.merging.undone(number) });
}

/** What came of it; null when it was refused or never arrived, which is said then. */
export async function attempt<Result>(work: () => Promise<Result>): Promise<Result | null> {
  try {
    return await work();
  } catch (error) {
    const said = words.peek().inbox.toast;
    toast({ text: isRefusal(error) ? said.failed(describe(error)) : said.offline });
    return null;
  }
}
