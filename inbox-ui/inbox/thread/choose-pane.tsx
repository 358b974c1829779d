import type { View } from '../../../server/wire/conversations.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { preferences } from '../../session/preferences.ts';
import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';

/** Nothing is opened: says how to. */
export function ChoosePane({ store, view }: { store: Store; view: View }) {
  const { empty } = words.value.inbox;
  const some = store.lists.of(view).shown.value.length > 0;
  return (
    <div class="thread-pane thread-choose">
      {some && (
        <EmptyState title={empty.choose}>
          {preferences.value.singleKeys ? empty.chooseText : empty.chooseTextTouch}
        </EmptyState>
      )}
    </div>
  );
}
