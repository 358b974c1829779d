import type { OwnConversation } from '../../../server/wire/conversations.ts';
import { IconButton } from '../../parts/icon-button.tsx';
import { IconMenu } from '../../parts/icon-menu.tsx';
import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';
import { assignItems } from '../assign-menu.tsx';
import { assign, markDone, reopen, snooze } from '../deeds.ts';
import { ask } from '../desk.ts';
import { clearSelection, selected } from '../selection.ts';
import { snoozeItems } from '../snooze-menu.tsx';
import { BulkFrame } from './bulk-frame.tsx';

type Props = { store: Store };

/** In the place of the list's head while rows are selected: what the keys do to all of them, for other hands. */
export function BulkBar({ store }: Props) {
  const ids = [...selected.value];
  const rows = ids.flatMap((id) => store.conversations.row(id).value ?? []);
  return (
    <BulkFrame count={ids.length} onClear={clearSelection}>
      <Verbs store={store} rows={rows} />
    </BulkFrame>
  );
}

function Verbs({ store, rows }: Props & { rows: OwnConversation[] }) {
  const { actions, head, snooze: said } = words.value.inbox;
  const ids = rows.map(({ id }) => id);
  const some = (is: (row: OwnConversation) => boolean) => rows.some(is);
  const moments = [{ heading: said.title }, ...snoozeItems((at) => snooze(store, at, ids), ids)];
  return (
    <>
      {some(({ status }) => status !== 'done') && (
        <IconButton
          icon="done"
          label={actions.done}
          keys="e"
          onClick={() => markDone(store, ids)}
        />
      )}
      {some(({ status }) => status !== 'open') && (
        <IconButton
          icon="undo"
          label={actions.reopen}
          keys="shift+e"
          onClick={() => reopen(store, ids)}
        />
      )}
      <IconMenu icon="snooze" label={said.title} name={actions.snooze} keys="h" items={moments} />
      <IconMenu
        icon="person"
        label={head.assign}
        name={actions.assign}
        keys="a"
        items={assignItems(store, rows)}
      />
      <IconButton icon="tag" label={actions.tag} keys="t" onClick={() => ask('tag', ids)} />
      {some(({ assignee }) => assignee?.id !== store.me.id) && (
        <IconButton
          icon="take"
          label={actions.takeIt}
          keys="i"
          onClick={() => assign(store, store.me, ids)}
        />
      )}
    </>
  );
}
