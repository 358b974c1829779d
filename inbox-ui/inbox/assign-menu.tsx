import type { OwnConversation } from '../../server/wire/conversations.ts';
import { Icon } from '../parts/icon.tsx';
import { Menu, type MenuItem } from '../parts/menu.tsx';
import { Avatar } from '../parts/small.tsx';
import type { Store } from '../store/store.ts';
import { words } from '../words/words.ts';
import { assign } from './deeds.ts';
import { keyOf } from './keys/bindings.ts';

type Props = { store: Store; row: OwnConversation };

/** Whose it is, and everybody it could be given to. */
export function AssignMenu({ store, row }: Props) {
  const { head } = words.value.inbox;
  const { assignee } = row;
  const name = assignee ? head.assignTo(assignee.name) : head.unassigned;
  return (
    <Menu
      label={head.assign}
      align="end"
      items={assignItems(store, [row])}
      trigger={(attributes) => (
        <button
          {...attributes}
          type="button"
          class="assign-button"
          data-tip={name}
          data-keys={keyOf('assign')}
        >
          <span class="hidden-text">{name}</span>
          {assignee ? (
            <Avatar name={assignee.name} accent />
          ) : (
            <span class="avatar avatar-none">
              <Icon name="unassigned" />
            </span>
          )}
        </button>
      )}
    />
  );
}

/** Checked is who has all of them. */
export function assignItems(store: Store, rows: readonly OwnConversation[]): MenuItem[] {
  const { head } = words.value.inbox;
  const agents = store.directory.agents.value ?? [];
  const others = agents.filter(({ id, removedAt }) => id !== store.me.id && removedAt === null);
  const ids = rows.map(({ id }) => id);
  const item = (id: string | null, label: string, pick: () => void, keys?: string): MenuItem => {
    return {
      label,
      checked: rows.every(({ assignee }) => (assignee?.id ?? null) === id),
      onPick: pick,
      ...(keys && { keys }),
    };
  };
  return [
    item(store.me.id, head.toMe, () => assign(store, store.me, ids), keyOf('takeIt')),
    ...others.map(({ id, name }) => item(id, name, () => assign(store, { id, name }, ids))),
    { separator: true },
    item(null, head.nobody, () => assign(store, null, ids)),
  ];
}
