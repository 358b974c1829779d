/** Catching up: what changed in a workspace since a cursor, without skipping what commits late. */
import { sql } from 'drizzle-orm';
import { among } from '../database/prepared.ts';
import { conversations } from '../database/schema/conversations.ts';
import type { Actor } from '../events/actor.ts';
import type { Scope } from '../events/scope.ts';
import type { OwnConversation } from '../wire/conversations.ts';
import { ownConversations } from './list.ts';

/** More changed conversations than this are cheaper to load as lists. */
const MOST_CHANGES = 300;

export type Changes = {
  cursor: string;
  reset: boolean;
  conversations: OwnConversation[];
  drafts: string[];
};

/**
 * Conversations changed at or after the cursor, by anybody or in what the agent has read of them, those with a draft of
 * theirs, and the new cursor. A cursor that was never one of this database's, as
 * after a restore, or lies too far back is answered with `reset`: load everything anew.
 */
export async function changesSince(
  scope: Scope,
  actor: Actor,
  cursor: string | null,
): Promise<Changes> {
  const now = await horizon(scope);
  const drafts = await drafted(scope, actor);
  const reset = { cursor: now, reset: true, conversations: [], drafts };
  if (cursor === null || BigInt(cursor) > BigInt(now) || !(await isOurs(scope, cursor))) {
    return reset;
  }
  const changed = await scope.tx.execute<{ id: string }>(sql`
    (select distinct conversation_id as id from events
      where workspace_id = ${scope.workspaceId} and xid >= ${cursor}::xid8 limit ${MOST_CHANGES + 1})
    union
    (select conversation_id from read_markers where workspace_id = ${scope.workspaceId}
      and agent_id = ${actor.agentId} and xid >= ${cursor}::xid8 limit ${MOST_CHANGES + 1})`);
  if (changed.length > MOST_CHANGES) return reset;
  if (changed.length === 0) return { ...reset, reset: false };
  const ids = changed.map(({ id }) => id);
  const rows = await ownConversations(scope, actor, among(conversations.id, ids), ids.length);
  return { ...reset, reset: false, conversations: rows };
}

async function drafted({ tx, workspaceId }: Scope, { agentId }: Actor): Promise<string[]> {
  const rows = await tx.execute<{ id: string }>(sql`
    select distinct conversation_id as id from drafts
    where workspace_id = ${workspaceId} and agent_id = ${agentId}`);
  return rows.map(({ id }) => id);
}

/**
 * Whether anything was written here before it. Restored events are written anew, all in one transaction: where that came
 * later, the cursor is of the database that was lost, even if it does not lie in the future.
 */
async function isOurs({ tx, workspaceId }: Scope, cursor: string): Promise<boolean> {
  const before = await tx.execute(sql`
    select 1 from events where workspace_id = ${workspaceId} and xid < ${cursor}::xid8 limit 1`);
  return before.length > 0;
}

/** How many events were written in [cursor, horizon), and the horizon: what a client holds its own tally against. */
export async function countChanges(
  scope: Scope,
  cursor: string,
): Promise<{ cursor: string; changes: number }> {
  const now = await horizon(scope);
  // From before the database was restored: any difference makes the client sync, and `sync` says reset.
  if (BigInt(cursor) > BigInt(now)) return { cursor: now, changes: 1 };
  const [row] = await scope.tx.execute<{ changes: string }>(sql`
    select count(*) as changes from events
    where workspace_id = ${scope.workspaceId} and xid >= ${cursor}::xid8 and xid < ${now}::xid8`);
  return { cursor: now, changes: Number(row?.changes ?? 0) };
}

/** Every transaction below this has ended: no event below it can still appear. */
export async function horizon(scope: Scope): Promise<string> {
  const [row] = await scope.tx.execute<{ horizon: string }>(
    sql`select pg_snapshot_xmin(pg_current_snapshot())::text as horizon`,
  );
  return row?.horizon ?? '0';
}
