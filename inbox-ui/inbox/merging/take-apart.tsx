import type { MergedEvent } from '../../../server/wire/events.ts';
import { Button } from '../../parts/button.tsx';
import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';
import { unmerge } from './merge.ts';

/** Beside the word about a merge, as long as it lasts: the way back. */
export function TakeApart({ store, event }: { store: Store; event: MergedEvent }) {
  const { mergeId, conversation } = event.data;
  const row = store.conversations.row(event.conversationId).value;
  if (!row?.mergedIds.includes(conversation.id)) return null;
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
