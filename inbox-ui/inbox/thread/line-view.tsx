import { useEffect, useMemo, useRef } from 'preact/hooks';
import { Button } from '../../parts/button.tsx';
import { Icon } from '../../parts/icon.tsx';
import { query } from '../../router.ts';
import type { Line } from '../../store/line.ts';
import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';
import { Colleagues } from '../colleagues.tsx';
import { type Boundary, useBoundary } from './boundary.ts';
import { ItemView } from './item-view.tsx';
import './line.css';
import { leadTo } from './lead-to.ts';
import { keepSame, type LineItem, toItems } from './line-items.ts';
import { Narrator } from './narrator.tsx';
import { useScrollKeeper } from './scroll-keeper.ts';

type Props = { store: Store; line: Line };

/** The line itself: everything that happened, oldest first, growing at its end. */
export function LineView({ store, line }: Props) {
  const boundary = useBoundary(store, line);
  const items = useItems(store, line, boundary);
  const more = line.more.value;
  const keeper = useScrollKeeper(store, items);
  const wanted = query.value.get('message');
  useEffect(() => {
    // Somebody came for this message; whoever only passes by is led nowhere.
    if (wanted) void leadTo(store, wanted);
  }, [store, line, wanted]);
  const lastOut = items.findLast(
    (item) => item.kind === 'message' && item.message.direction === 'out',
  )?.key;
  const { thread } = words.value.inbox;
  return (
    <div class="line-frame">
      <div class="line-scroll scroll" ref={keeper.scroller}>
        {/* Additions are told by the narrator: grouped, and neither our own nor old ones. */}
        <div
          class="line"
          role="log"
          aria-live="off"
          aria-label={thread.messages}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys.
          tabIndex={0}
          ref={keeper.content}
        >
          {more && <Older store={store} />}
          {items.map((item) => (
            <ItemView
              key={item.key}
              store={store}
              item={item}
              away={boundary?.away ?? false}
              last={item.key === lastOut}
            />
          ))}
        </div>
      </div>
      <Colleagues store={store} id={line.id} />
      <ToEnd keeper={keeper} />
      <Narrator store={store} line={line} />
    </div>
  );
}

/** What stands on it; what has not changed is the very same as before. */
function useItems(store: Store, line: Line, boundary: Boundary | null): LineItem[] {
  const events = line.whole.value;
  const all = store.outbox.pending.value;
  const more = line.more.value;
  const me = store.me.id;
  const drawn = useRef<LineItem[]>([]);
  return useMemo(() => {
    const { id } = line;
    const pending = all.filter(({ conversationId }) => conversationId === id);
    const next = toItems({ id, events, pending, more, boundary: boundary?.seq ?? null, me });
    drawn.current = keepSame(drawn.current, next);
    return drawn.current;
  }, [events, all, more, boundary, me, line]);
}

function Older({ store }: { store: Store }) {
  const { thread } = words.value.inbox;
  const state = store.thread.older.value;
  return (
    <div class="line-older">
      {state === 'failed' && <span>{thread.olderFailed} </span>}
      <Button look="link" busy={state === 'loading'} onClick={() => void store.thread.loadOlder()}>
        {thread.older}
      </Button>
    </div>
  );
}

/** The reader is up the line: what came below waits here, and nothing scrolls by itself. */
function ToEnd({ keeper }: { keeper: ReturnType<typeof useScrollKeeper> }) {
  const { thread } = words.value.inbox;
  const below = keeper.below.value;
  if (keeper.atEnd.value) return null;
  return (
    <button
      type="button"
      class={`to-end${below > 0 ? ' has-news' : ''}`}
      aria-label={below > 0 ? undefined : thread.toEnd}
      onClick={keeper.toEnd}
    >
      <Icon name="down" />
      {below > 0 && thread.newMessages(below)}
    </button>
  );
}
