import type { SavedView } from '../../server/wire/saved-views.ts';
import { Icon } from '../parts/icon.tsx';
import { IconButton } from '../parts/icon-button.tsx';
import { Badge } from '../parts/small.tsx';
import { route, url } from '../router.ts';
import { MOST_COUNTED } from '../store/saved-views.ts';
import { savedView } from '../store/views.ts';
import { upTo } from '../words/format.ts';
import { words } from '../words/words.ts';
import type { Live } from './live.ts';
import { RailGroup } from './rail-group.tsx';
import { RailLink } from './rail-link.tsx';

type Props = { live: Live; slim: boolean };

/** Views that agents made: everybody's, then one's own; and the way to one more. */
export function Views({ live, slim }: Props) {
  const { savedViews, makeView } = words.value.shell;
  const all = live.savedViews.value ?? [];
  const shown = [...all.filter(({ shared }) => shared), ...all.filter(({ shared }) => !shared)];
  const make = `${url.value.pathname}?view=new`;
  if (shown.length === 0) {
    return (
      <RailGroup title={savedViews}>
        <li>
          <RailLink href={make} label={makeView} icon="plus" slim={slim} />
        </li>
      </RailGroup>
    );
  }
  return (
    <RailGroup title={savedViews} action={<IconButton icon="plus" label={makeView} href={make} />}>
      {shown.map((view) => (
        <ViewLink key={view.id} view={view} live={live} slim={slim} />
      ))}
    </RailGroup>
  );
}

function ViewLink({ view, live, slim }: Props & { view: SavedView }) {
  const { own } = words.value.shell;
  const size = upTo(live.viewSizes.value.get(view.id) ?? 0, MOST_COUNTED);
  const address = savedView(view.id);
  const here = route.value.page === 'inbox' && route.value.view === address;
  return (
    <li>
      <a
        class="rail-link"
        href={`/inbox/${address}`}
        aria-current={here ? 'page' : undefined}
        data-tip={slim ? [view.name, size].filter(Boolean).join(' · ') : undefined}
      >
        <Icon name={view.shared ? 'filter' : 'lock'} />
        <span class={slim ? 'hidden-text' : 'truncate'} dir="auto">
          {view.name}
        </span>
        {!view.shared && <span class="hidden-text">, {own}</span>}
        {size !== '' && <Badge count={size} quiet />}
      </a>
    </li>
  );
}
