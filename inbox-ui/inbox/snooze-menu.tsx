import type { OwnConversation } from '../../server/wire/conversations.ts';
import { Icon } from '../parts/icon.tsx';
import { Menu, type MenuItem } from '../parts/menu.tsx';
import type { Store } from '../store/store.ts';
import { weekdayMoment } from '../words/format.ts';
import { now } from '../words/now.ts';
import { words } from '../words/words.ts';
import { snooze } from './deeds.ts';
import { ask } from './desk.ts';
import { keyOf } from './keys/bindings.ts';
import { presetsAt } from './snooze-presets.ts';

type Props = { store: Store; row: OwnConversation };

/** Let it come back at a better time. */
export function SnoozeMenu({ store, row }: Props) {
  const { head, snooze: said } = words.value.inbox;
  return (
    <Menu
      label={said.title}
      align="end"
      items={[
        { heading: said.title },
        ...snoozeItems((at) => snooze(store, at, [row.id]), [row.id]),
      ]}
      trigger={(attributes) => (
        <button
          {...attributes}
          type="button"
          class="icon-button"
          aria-label={head.snooze}
          data-tip={head.snooze}
          data-keys={keyOf('snooze')}
        >
          <Icon name="snooze" />
        </button>
      )}
    />
  );
}

/** The usual moments, and one's own. */
export function snoozeItems(pick: (at: Date) => void, ids: readonly string[]): MenuItem[] {
  const said = words.value.inbox.snooze;
  const presets = presetsAt(new Date(now.value)).map(({ id, at }): MenuItem => {
    return { label: said[id], hint: weekdayMoment(at), onPick: () => pick(at) };
  });
  const custom: MenuItem = {
    label: said.custom,
    icon: 'clock',
    onPick: () => ask('snoozeAt', ids),
  };
  return [...presets, { separator: true }, custom];
}
