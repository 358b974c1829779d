import { useEffect } from 'preact/hooks';
import type { View } from '../../../server/wire/conversations.ts';
import { Button } from '../../parts/button.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Icon } from '../../parts/icon.tsx';
import { IconButton } from '../../parts/icon-button.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { Badge } from '../../parts/small.tsx';
import { RailButton } from '../../shell/rail-button.tsx';
import type { List } from '../../store/list.ts';
import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';
import { opened } from '../desk.ts';
import { keyOf } from '../keys/bindings.ts';
import { useFaithfulSelection } from '../selecting.ts';
import { isSelecting, selected } from '../selection.ts';
import { viewName } from '../view-name.ts';
import { isGone } from '../views/saved.ts';
import { sizeOf } from '../views/size.ts';
import { BulkBar } from './bulk-bar.tsx';
import { useStillness } from './stillness.ts';
import './list.css';
import { ListEmpty } from './list-empty.tsx';
import { ListMenu } from './list-menu.tsx';
import { Rows } from './rows.tsx';
import { ViewMenu } from './view-menu.tsx';

type Props = { store: Store; view: View };

/** One view: its name, what is new, and its rows. */
export function ConversationList({ store, view }: Props) {
  const list = store.lists.of(view);
  const { inbox } = words.value;
  const name = viewName(store, view);
  useStillness(list);
  useFaithfulSelection(store, list);
  return (
    <section class="list-pane" aria-label={inbox.list.label(name)}>
      <header class="pane-head list-head">
        {isSelecting.value ? (
          <>
            <h1 class="hidden-text">{name}</h1>
            <BulkBar store={store} />
          </>
        ) : (
          <Head store={store} view={view} />
        )}
      </header>
      <Selected />
      <News list={list} />
      <Body store={store} list={list} name={name} />
    </section>
  );
}

function Head({ store, view }: Props) {
  return (
    <>
      <RailButton />
      <h1 class="truncate">
        <ViewMenu store={store} view={view} />
      </h1>
      <Total store={store} view={view} />
      <IconButton icon="search" label={words.value.inbox.list.search} keys="/" href="/search" />
      <ListMenu store={store} view={view} />
    </>
  );
}

/** How many are selected, for ears: the words in the head come and go with it. */
function Selected() {
  const count = selected.value.size;
  return (
    <div class="hidden-text" role="status">
      {count > 0 && words.value.inbox.bulk.selected(count)}
    </div>
  );
}

function Total({ store, view }: Props) {
  const size = view === 'all' ? '' : sizeOf(store, view);
  return size ? <Badge quiet count={size} /> : null;
}

/** What came while the agent was reading; pressing it puts the list in order. */
function News({ list }: { list: List }) {
  // The one being read is seen already, wherever its row stands.
  const count = [...list.news.value].filter((id) => id !== opened.value).length;
  const { news, newsHelp } = words.value.inbox.list;
  const settle = () => {
    list.settle();
    document.querySelector('.list-scroll')?.scrollTo({ top: 0 });
  };
  return (
    <div class="list-news" role="status">
      {count > 0 && (
        <button
          type="button"
          class="list-news-button"
          data-tip={newsHelp}
          data-keys={keyOf('settle')}
          onClick={settle}
        >
          <Icon name="refresh" size={14} />
          {news(count)}
        </button>
      )}
    </div>
  );
}

function Body({ store, list, name }: { store: Store; list: List; name: string }) {
  const phase = list.phase.value;
  const empty = list.shown.value.length === 0;
  useEffect(() => {
    if (phase === 'new') list.load().catch(() => undefined);
  }, [list, phase]);
  if (isGone(store, list.view)) return <ListEmpty store={store} view={list.view} />;
  if (!empty) return <Rows store={store} list={list} name={name} />;
  if (phase === 'failed') return <Failed list={list} />;
  if (phase !== 'ready') return <Skeleton lines={12} />;
  return <ListEmpty store={store} view={list.view} />;
}

function Failed({ list }: { list: List }) {
  const { inbox, common } = words.value;
  const again = () => void list.load().catch(() => undefined);
  return (
    <EmptyState
      title={inbox.list.failed}
      shape="diamond"
      action={<Button onClick={again}>{common.tryAgain}</Button>}
    />
  );
}
