import { useEffect, useState } from 'preact/hooks';
import type { ViewSize } from '../../../server/wire/saved-views.ts';
import type { Filter } from '../../../server/wire/view-filters.ts';
import { api } from '../../api.ts';
import { Icon } from '../../parts/icon.tsx';
import { MOST_COUNTED } from '../../store/saved-views.ts';
import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';
import { isComplete } from './building.ts';

/** Hands that build go on for a moment; so does what happens elsewhere. */
const REST_MS = 250;
const FOLLOW_MS = 1_000;

type Counted = { count: number | null };

/** How much a view would hold, while it is built: whatever is changed here or elsewhere is counted again. */
export function MatchingNow({ store, filter }: { store: Store; filter: Filter }) {
  const { matches, incomplete } = words.value.inbox.views;
  const counted = useCount(store, filter);
  const text = () => {
    if (!isComplete(filter)) return incomplete;
    if (counted === null) return matches.counting;
    if (counted.count === null) return matches.unknown;
    return counted.count < MOST_COUNTED ? matches.some(counted.count) : matches.many(MOST_COUNTED);
  };
  return (
    <p class="view-matching" role="status">
      <Icon name="filter" />
      {text()}
    </p>
  );
}

function useCount(store: Store, filter: Filter): Counted | null {
  const [counted, setCounted] = useState<Counted | null>(null);
  useEffect(() => {
    if (!isComplete(filter)) return;
    let ended = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const count = async () => {
      timer = undefined;
      const answer = await api.post<ViewSize>('views/sizes', { filter });
      if (!ended) setCounted({ count: answer.ok ? answer.value.count : null });
    };
    const within = (ms: number) => {
      timer ??= setTimeout(() => void count(), ms);
    };
    setCounted(null);
    within(REST_MS);
    const end = store.conversations.follow(() => within(FOLLOW_MS));
    return () => {
      ended = true;
      clearTimeout(timer);
      end();
    };
  }, [store, filter]);
  return counted;
}
