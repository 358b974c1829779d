/** How much a view holds, whoever counts it, in words no larger than what is known. */
import type { View } from '../../../server/wire/conversations.ts';
import { MOST_COUNTED } from '../../store/saved-views.ts';
import type { Store } from '../../store/store.ts';
import { narrowedTo } from '../../store/views.ts';
import { number, upTo } from '../../words/format.ts';

/** Empty where there is nothing, or nothing is known. */
export function sizeOf(store: Store, view: View): string {
  const narrowed = narrowedTo(view);
  if (narrowed?.by === 'saved') {
    return upTo(store.savedViews.sizes.value.get(narrowed.id) ?? 0, MOST_COUNTED);
  }
  const count = store.counts.of(view);
  return count > 0 ? number(count) : '';
}
