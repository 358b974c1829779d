/** What leads through a saved view in its order. */
import { type SQL, sql } from 'drizzle-orm';
import type { SavedView } from '../../wire/saved-views.ts';
import { ANSWERED } from '../change.ts';
import { type Looking, statusesOf, whereOf } from './where.ts';

/** A set of conversations that an index leads through in order; `rank` where it is not the column. */
export type Queue = { from?: SQL; rank?: SQL; which: SQL | undefined };

const RANK = sql`rank`;

/** Where nobody waits, the rank says when the last message came; where somebody does, since when. */
const RECENCY = sql`(100000000000000 - floor(extract(epoch from last_message_at) * 1000)::bigint)`;

const ANSWERED_RANK = sql.raw(String(ANSWERED));

export function queuesOfSaved({ filter, order }: SavedView, looking: Looking): Queue[] {
  const holds = whereOf(filter, looking);
  return statusesOf(filter).flatMap((status): Queue[] => {
    const which = sql`status = '${sql.raw(status)}' and ${holds}`;
    if (order === 'waiting') return [{ which }];
    // Few wait: they are put in order by sorting, the others by their index.
    return [
      { rank: RANK, which: sql`${which} and rank > ${ANSWERED_RANK}` },
      { rank: RECENCY, which: sql`${which} and rank <= ${ANSWERED_RANK}` },
    ];
  });
}
