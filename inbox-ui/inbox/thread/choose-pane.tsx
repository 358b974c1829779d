import type { View } from '../../../server/wire/conversations.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { preferences } from '../../session/preferences.ts';
import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';
import { keyOf } from '../keys/bindings.ts';
import { isWelcome, Welcome } from '../welcome/welcome.tsx';

/** Nothing is opened: says how to. */
export function ChoosePane({ store, view }: { store: Store; view: View }) {
  const { empty } = words.value.inbox;
  if (isWelcome(store)) {
    return (
      <div class="thread-pane thread-choose">
        <Welcome store={store} />
      </div>
    );
  }
  // Only those who have these keys are told of them.
  const usual = preferences.value.singleKeys && keyOf('next') === 'j';
  const some = store.lists.of(view).shown.value.length > 0;
  return (
    <div class="thread-pane thread-choose">
      {some && (
        <EmptyState title={empty.choose}>
          {usual ? empty.chooseText : empty.chooseTextTouch}
        </EmptyState>
      )}
    </div>
  );
}
