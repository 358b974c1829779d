import type { OwnConversation } from '../../../server/wire/conversations.ts';
import type { IconName } from '../../parts/icon.tsx';
import { IconButton } from '../../parts/icon-button.tsx';
import { IconMenu } from '../../parts/icon-menu.tsx';
import type { MenuItem } from '../../parts/menu.tsx';
import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';
import { assignItems } from '../assign-menu.tsx';
import { assign, markDone, reopen, snooze, toggleSpam } from '../deeds.ts';
import { ask } from '../desk.ts';
import type { ActionId } from '../keys/actions.ts';
import { keyOf } from '../keys/bindings.ts';
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
  const menued = (id: 'status' | 'macro'): MenuItem => {
    const icon = id === 'status' ? 'priority' : 'macro';
    return { label: actions[id], icon, keys: keyOf(id), onPick: () => ask(id, ids) };
  };
  const moments = [{ heading: said.title }, ...snoozeItems((at) => snooze(store, at, ids), ids)];
  return (
    <>
      {some(({ status }) => status !== 'done') && (
        <Verb id="done" icon="done" run={() => markDone(store, ids)} />
      )}
      {some(({ status }) => status !== 'open') && (
        <Verb id="reopen" icon="undo" run={() => reopen(store, ids)} />
      )}
      <IconMenu
        icon="snooze"
        label={said.title}
        name={actions.snooze}
        keys={keyOf('snooze')}
        items={moments}
      />
      <IconMenu
        icon="person"
        label={head.assign}
        name={actions.assign}
        keys={keyOf('assign')}
        items={assignItems(store, rows)}
      />
      <Verb id="tag" icon="tag" run={() => ask('tag', ids)} />
      <SeldomVerbs store={store} rows={rows} />
      {some(({ assignee }) => assignee?.id !== store.me.id) && (
        <Verb id="takeIt" icon="take" run={() => assign(store, store.me, ids)} />
      )}
      <IconMenu
        label={head.more}
        tip={head.more}
        keys={keyOf('more')}
        items={[menued('status'), menued('macro')]}
      />
    </>
  );
}

function SeldomVerbs({ store, rows }: Props & { rows: OwnConversation[] }) {
  const { actions } = words.value.inbox;
  const ids = rows.map(({ id }) => id);
  const isSpam = rows.every(({ status }) => status === 'spam');
  return (
    <>
      {ids.length === 2 && <Verb id="merge" icon="merge" run={() => ask('merge', ids)} />}
      <IconButton
        icon={isSpam ? 'undo' : 'spam'}
        label={isSpam ? actions.notSpam : actions.spam}
        keys={keyOf('spam')}
        onClick={() => toggleSpam(store, ids)}
      />
    </>
  );
}

/** A button for what a key does, called as the key is. */
function Verb({ id, icon, run }: { id: ActionId; icon: IconName; run: () => void }) {
  return (
    <IconButton icon={icon} label={words.value.inbox.actions[id]} keys={keyOf(id)} onClick={run} />
  );
}
