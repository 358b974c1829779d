/** How much saved views hold, counted up to where nobody reads the number any more. */
import { sql } from 'drizzle-orm';
import type { Actor } from '../../events/actor.ts';
import type { Scope } from '../../events/scope.ts';
import { MOST_COUNTED, type ViewSize, type ViewSizes } from '../../wire/saved-views.ts';
import type { Filter } from '../../wire/view-filters.ts';
import { checkFilter } from './check.ts';
import { listSavedViews } from './saved-views.ts';
import { type Looking, statusesOf, whereOf } from './where.ts';

/** Of each view that the agent sees, all at one moment. */
export async function sizesOfViews(scope: Scope, actor: Actor): Promise<ViewSizes> {
  const now = Date.now();
  const views = await listSavedViews(scope, actor);
  const data: ViewSizes['data'] = [];
  for (const { id, filter } of views) {
    data.push({ id, count: await sizeOf(scope, filter, { actor, now }) });
  }
  return { at: new Date(now).toISOString(), data };
}

/** What a view would hold that is only being thought of. @throws Refusal invalid */
export async function sizeOfFilter(scope: Scope, actor: Actor, filter: Filter): Promise<ViewSize> {
  return { count: await sizeOf(scope, checkFilter(filter), { actor, now: Date.now() }) };
}

async function sizeOf(
  { tx, workspaceId }: Scope,
  filter: Filter,
  looking: Looking,
): Promise<number> {
  const statuses = statusesOf(filter);
  if (statuses.length === 0) return 0;
  // Spelled out, as in `list.ts`: else no index of only some of them could be used.
  const which = sql.raw(statuses.map((one) => `'${one}'`).join(', '));
  const [row] = await tx.execute<{ count: number }>(sql`
    select count(*)::int as count from (
      select 1 from conversations where workspace_id = ${workspaceId} and status in (${which})
        and ${whereOf(filter, looking)} limit ${MOST_COUNTED}) as found`);
  return row?.count ?? 0;
}
