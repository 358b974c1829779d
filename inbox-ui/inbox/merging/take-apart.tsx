import type { MergedEvent } from '../../../server/wire/events.ts';
import { Button } from '../../parts/button.tsx';
import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';
import { unmerge } from './merge.ts';

/** Beside the word about a merge, as long as it lasts: the way back. */
export function TakeApart({ store, event }: { store: Store; event: MergedEvent }) {
  const { mergeId, conversation } = event.data;
  const row = store.conversations.row(event.conversationId).value;
  if (!row?.mergedIds.includes(conversation.id) || wasTakenApart(store, mergeId)) return null;
  return (
    <>
      {' '}
      <Button
        look="link"
        onClick={() => void unmerge(store, { id: row.id, mergeId, number: conversation.number })}
      >
        {words.value.inbox.merging.takeApart}
      </Button>
    </>
  );
}

/** The two may be one again since, by a later word of its own. The line knows all that came after what it shows. */
function wasTakenApart({ thread }: Store, mergeId: string): boolean {
  const events = thread.opened.value?.events.value ?? [];
  return events.some(({ kind, data }) => kind === 'unmerged' && data.mergeId === mergeId);
}
