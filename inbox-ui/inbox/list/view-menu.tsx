import type { View } from '../../../server/wire/conversations.ts';
import { Icon } from '../../parts/icon.tsx';
import { Menu } from '../../parts/menu.tsx';
import { screenSize } from '../../parts/screen-size.ts';
import type { Store } from '../../store/store.ts';
import { channelView, savedView, tagView, VIEWS } from '../../store/views.ts';
import { words } from '../../words/words.ts';
import { viewName } from '../view-name.ts';
import { sizeOf } from '../views/size.ts';

type Props = { store: Store; view: View };

/** The view's name; on phones, where there is no rail, the other views hang from it. */
export function ViewMenu({ store, view }: Props) {
  const name = viewName(store, view);
  if (screenSize.value !== 'phone') return <>{name}</>;
  const items = viewsOf(store).map((one) => {
    const size = one === 'all' ? '' : sizeOf(store, one);
    const called = viewName(store, one);
    return {
      label: size ? `${called} (${size})` : called,
      checked: one === view,
      href: `/inbox/${one}`,
    };
  });
  return (
    <Menu
      label={words.value.inbox.title}
      items={items}
      trigger={(attributes) => (
        <button {...attributes} type="button" class="view-menu">
          {name}
          <Icon name="chevron" />
        </button>
      )}
    />
  );
}

/** Of tags only those that something open has: nobody scrolls through all of them. */
function viewsOf({ directory, counts, savedViews }: Store): View[] {
  const tags = directory.tags.value?.filter(({ id }) => counts.byTag.value.has(id)) ?? [];
  return [
    ...VIEWS,
    ...(savedViews.all.value ?? []).map(({ id }) => savedView(id)),
    ...(directory.channels.value ?? []).map(({ id }) => channelView(id)),
    ...tags.map(({ id }) => tagView(id)),
  ];
}
