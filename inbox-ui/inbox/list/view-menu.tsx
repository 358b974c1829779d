import type { View } from '../../../server/wire/conversations.ts';
import { Icon } from '../../parts/icon.tsx';
import { Menu } from '../../parts/menu.tsx';
import { screenSize } from '../../parts/screen-size.ts';
import type { Store } from '../../store/store.ts';
import { VIEWS } from '../../store/views.ts';
import { number } from '../../words/format.ts';
import { words } from '../../words/words.ts';

type Props = { store: Store; view: View };

/** The view's name; on phones, where there is no rail, the other views hang from it. */
export function ViewMenu({ store, view }: Props) {
  const { views } = words.value.shell;
  if (screenSize.value !== 'phone') return <>{views[view]}</>;
  const counts = store.counts.byView.value;
  const items = VIEWS.map((one) => {
    const count = counts?.[one].count ?? 0;
    return {
      label: count > 0 && one !== 'all' ? `${views[one]} (${number(count)})` : views[one],
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
          {views[view]}
          <Icon name="chevron" />
        </button>
      )}
    />
  );
}
