/** Where a row stands in the order of a view: the server pages by it, the screens sort by it. */
import type { Conversation } from './conversations.ts';
import type { ViewOrder } from './saved-views.ts';

type Placed = Pick<Conversation, 'rank' | 'waitingSince' | 'lastMessageAt'>;

/** Ascending. Where nobody waits, the rank says already when the last message came. */
export function placeIn(order: ViewOrder, { rank, waitingSince, lastMessageAt }: Placed): number {
  if (order === 'waiting' || waitingSince === null) return rank;
  return 1e14 - Date.parse(lastMessageAt);
}
