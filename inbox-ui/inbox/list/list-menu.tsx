import type { View } from '../../../server/wire/conversations.ts';
import { IconMenu } from '../../parts/icon-menu.tsx';
import type { MenuItem } from '../../parts/menu.tsx';
import type { Store } from '../../store/store.ts';
import { narrowedTo } from '../../store/views.ts';
import { words } from '../../words/words.ts';
import { takeOldest } from '../deeds.ts';
import { ask, opened } from '../desk.ts';
import { keyOf } from '../keys/bindings.ts';
import { selectShown } from '../selecting.ts';
import { build, othersOnly, removeView, savedIn } from '../views/saved.ts';

/** What the keys do beside the rows, for hands on a mouse or a screen. */
export function ListMenu({ store, view }: { store: Store; view: View }) {
  const { actions, head } = words.value.inbox;
  return (
    <IconMenu
      label={head.more}
      items={[
        {
          label: actions.takeOldest,
          icon: 'inbox',
          keys: keyOf('takeOldest'),
          onPick: () => void takeOldest(store),
        },
        {
          label: actions.selectAll,
          icon: 'check',
          keys: keyOf('selectAll'),
          onPick: () => selectShown(store),
        },
        ...savingOf(store, view),
        ...settingsOf(view),
        { separator: true },
        {
          label: actions.commands,
          icon: 'search',
          keys: 'mod+k',
          onPick: () => ask('commands', []),
        },
        { label: actions.keys, icon: 'key', keys: keyOf('keys'), onPick: () => ask('keys', []) },
      ]}
      tip={head.more}
      // With something opened it is for that.
      keys={opened.value === null ? keyOf('more') : undefined}
    />
  );
}

/** What is in sight can be kept as a view; what was kept can be changed by those who may. */
function savingOf(store: Store, view: View): MenuItem[] {
  const { views } = words.value.inbox;
  const saved = savedIn(store, view);
  if (!saved) {
    return [
      { label: views.saveThis, icon: 'filter', keys: keyOf('view'), onPick: () => build('new') },
    ];
  }
  const blocked = othersOnly(store, saved);
  return [
    {
      label: views.edit,
      icon: 'filter',
      keys: keyOf('view'),
      blocked,
      onPick: () => build('edit'),
    },
    { label: views.copy, icon: 'copy', onPick: () => build('copy') },
    {
      label: views.remove,
      icon: 'trash',
      danger: true,
      blocked,
      onPick: () => void removeView(store, saved),
    },
  ];
}

/** From a channel's queue to the channel itself. */
function settingsOf(view: View): MenuItem[] {
  const narrowed = narrowedTo(view);
  if (narrowed?.by !== 'channel') return [];
  const label = words.value.inbox.tags.channelSettings;
  return [{ label, icon: 'settings', href: `/settings/channels/${narrowed.id}` }];
}
