/** Views that agents made: an agent's own, which nobody else sees, and shared ones, which their makers and admins look after. */
import { and, asc, eq, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm';
import { savedViews } from '../../database/schema/saved-views.ts';
import type { Actor } from '../../events/actor.ts';
import { newId } from '../../events/ids.ts';
import type { Scope } from '../../events/scope.ts';
import { cleanName } from '../../events/text.ts';
import { unlessTaken } from '../../events/unless-taken.ts';
import { Refusal } from '../../wire/problems.ts';
import type { NewSavedView, SavedView, SavedViewChange } from '../../wire/saved-views.ts';
import { checkFilter } from './check.ts';

type Row = typeof savedViews.$inferSelect;

/** Each of them is counted for whoever sees it. */
const MOST = 40;

/** All that this agent sees, by name. */
export async function listSavedViews(scope: Scope, actor: Actor): Promise<SavedView[]> {
  const rows = await scope.tx
    .select()
    .from(savedViews)
    .where(and(seenBy(scope, actor), isNull(savedViews.removedAt)))
    .orderBy(asc(sql`lower(${savedViews.name})`), asc(savedViews.id));
  return rows.map(present);
}

/** @throws Refusal not_found, also when it is somebody else's own */
export async function findSavedView(scope: Scope, actor: Actor, id: string): Promise<SavedView> {
  const [row] = await scope.tx
    .select()
    .from(savedViews)
    .where(and(isIt(scope, id), seenBy(scope, actor), isNull(savedViews.removedAt)));
  if (!row) throw new Refusal('not_found', 'There is no such view.');
  return present(row);
}

/** @throws Refusal invalid; conflict when the name is taken */
export async function saveView(
  scope: Scope,
  actor: Actor,
  { order = 'waiting', density = null, ...view }: NewSavedView,
): Promise<SavedView> {
  const values = {
    ...{ workspaceId: scope.workspaceId, id: newId(), agentId: actor.agentId },
    ...{ name: cleanName(view.name), shared: view.shared, order, density },
    filter: checkFilter(view.filter),
  };
  const insert = ({ tx }: Scope) => tx.insert(savedViews).values(values).returning();
  const [row] = await unlessTaken(scope, insert, TAKEN);
  await refuseTooMany(scope, values);
  return told(scope, row);
}

/** @throws Refusal not_found, forbidden, invalid, conflict */
export async function changeSavedView(
  scope: Scope,
  actor: Actor,
  id: string,
  change: SavedViewChange,
): Promise<SavedView> {
  const held = await holdSavedView(scope, actor, id);
  if (held.removedAt && change.removed === undefined) throw gone();
  const update = ({ tx }: Scope) =>
    tx
      .update(savedViews)
      .set({ ...checked(change), updatedAt: sql`now()` })
      .where(isIt(scope, id))
      .returning();
  const [row] = await unlessTaken(scope, update, TAKEN);
  if (row) await refuseTooMany(scope, row);
  return told(scope, row);
}

/** No longer there for anybody; for a day it can be brought back. @throws Refusal not_found, forbidden */
export async function removeSavedView(scope: Scope, actor: Actor, id: string): Promise<void> {
  const held = await holdSavedView(scope, actor, id);
  if (held.removedAt) throw gone();
  await forgetRemoved(scope);
  const [row] = await scope.tx
    .update(savedViews)
    .set({ removedAt: sql`now()` })
    .where(isIt(scope, id))
    .returning();
  told(scope, row);
}

async function holdSavedView(scope: Scope, actor: Actor, id: string): Promise<Row> {
  const [row] = await scope.tx
    .select()
    .from(savedViews)
    .where(and(isIt(scope, id), seenBy(scope, actor)))
    .for('update');
  if (!row) throw gone();
  if (row.agentId === actor.agentId || actor.role === 'admin') return row;
  throw new Refusal('forbidden', 'Only its maker and admins change a shared view.');
}

async function refuseTooMany(
  { tx, workspaceId }: Scope,
  { shared, agentId }: Pick<Row, 'shared' | 'agentId'>,
): Promise<void> {
  const whose = shared ? undefined : eq(savedViews.agentId, agentId);
  const like = and(
    eq(savedViews.workspaceId, workspaceId),
    isNull(savedViews.removedAt),
    eq(savedViews.shared, shared),
    whose,
  );
  if ((await tx.$count(savedViews, like)) <= MOST) return;
  const which = shared ? 'shared views' : 'views of your own';
  throw new Refusal('invalid', `There are ${MOST} ${which} already: remove some first.`);
}

async function forgetRemoved({ tx, workspaceId }: Scope): Promise<void> {
  const old = sql`${savedViews.removedAt} < now() - interval '1 day'`;
  await tx
    .delete(savedViews)
    .where(and(eq(savedViews.workspaceId, workspaceId), isNotNull(savedViews.removedAt), old));
}

const gone = () => new Refusal('not_found', 'There is no such view.');

const TAKEN = 'There is a view of this name already.';

function told(scope: Scope, row: Row | undefined): SavedView {
  if (!row) throw new Error('the view vanished');
  scope.effects.push({ type: 'list-changed', what: 'saved-views' });
  return present(row);
}

const present = ({ id, name, shared, filter, order, density, agentId, updatedAt }: Row) => ({
  ...{ id, name, shared, filter, order, density },
  ownerId: agentId,
  updatedAt: updatedAt.toISOString(),
});

const checked = ({ name, filter, removed, ...others }: SavedViewChange) => ({
  ...others,
  ...(name !== undefined && { name: cleanName(name) }),
  ...(filter !== undefined && { filter: checkFilter(filter) }),
  ...(removed === false && { removedAt: null }),
});

const isIt = ({ workspaceId }: Scope, id: string): SQL | undefined =>
  and(eq(savedViews.workspaceId, workspaceId), eq(savedViews.id, id));

const seenBy = ({ workspaceId }: Scope, { agentId }: Actor): SQL | undefined =>
  and(
    eq(savedViews.workspaceId, workspaceId),
    or(eq(savedViews.shared, true), eq(savedViews.agentId, agentId)),
  );
