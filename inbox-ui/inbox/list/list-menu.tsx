import { Icon } from '../../parts/icon.tsx';
import { Menu } from '../../parts/menu.tsx';
import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';
import { takeOldest } from '../deeds.ts';
import { type Question, question } from '../desk.ts';

/** What the keys do beside the rows, for hands on a mouse or a screen. */
export function ListMenu({ store }: { store: Store }) {
  const { actions, head } = words.value.inbox;
  const ask = (what: Question) => () => {
    question.value = what;
  };
  return (
    <Menu
      label={head.more}
      align="end"
      items={[
        {
          label: actions.takeOldest,
          icon: 'inbox',
          keys: 'q',
          onPick: () => void takeOldest(store),
        },
        { separator: true },
        { label: actions.commands, icon: 'search', keys: 'mod+k', onPick: ask('commands') },
        { label: actions.keys, icon: 'key', keys: '?', onPick: ask('keys') },
      ]}
      trigger={(attributes) => (
        <button
          {...attributes}
          type="button"
          class="icon-button"
          aria-label={head.more}
          data-tip={head.more}
        >
          <Icon name="more" />
        </button>
      )}
    />
  );
}
