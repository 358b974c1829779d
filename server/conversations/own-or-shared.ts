/** What agents keep for being used again: an agent's own, which nobody else sees, and everybody's, which admins look after. */
import { and, eq, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Actor } from '../events/actor.ts';
import { newId } from '../events/ids.ts';
import type { Scope } from '../events/scope.ts';
import { clean, cleanName } from '../events/text.ts';
import { Refusal } from '../wire/problems.ts';

/** `agentId` null: everybody's. */
type Kept = Record<'workspaceId' | 'id' | 'agentId', PgColumn>;

export const isIt = (kept: Kept, { workspaceId }: Scope, id: string): SQL | undefined =>
  and(eq(kept.workspaceId, workspaceId), eq(kept.id, id));

export const usableBy = (kept: Kept, { workspaceId }: Scope, actor: Actor): SQL | undefined =>
  and(eq(kept.workspaceId, workspaceId), or(isNull(kept.agentId), eq(kept.agentId, actor.agentId)));

/** @throws Refusal forbidden unless an admin changes what everybody uses */
function refuseSharing({ role }: Actor): void {
  if (role === 'admin') return;
  throw new Refusal('forbidden', 'Only admins change what everybody uses; keep one of your own.');
}

/** A new one: whose it is, and how it is called. @throws Refusal forbidden */
export function begin(
  { workspaceId }: Scope,
  actor: Actor,
  { name, shared }: { name: string; shared: boolean },
) {
  if (shared) refuseSharing(actor);
  const agentId = shared ? null : actor.agentId;
  return { workspaceId, id: newId(), agentId, name: cleanName(name) };
}

/** Locks one that this agent may change. @throws Refusal not_found in the words given, forbidden */
export async function holdKept(
  scope: Scope,
  actor: Actor,
  kept: Kept & PgTable,
  { id, missing }: { id: string; missing: string },
): Promise<void> {
  const [row] = await scope.tx
    .select({ shared: sql<boolean>`${kept.agentId} is null` })
    .from(kept)
    .where(and(isIt(kept, scope, id), usableBy(kept, scope, actor)))
    .for('update');
  if (!row) throw new Refusal('not_found', missing);
  if (row.shared) refuseSharing(actor);
}

/** A text as it is kept: what is left of it may be nothing. @throws Refusal invalid */
export function filled(text: string): string {
  const cleaned = clean(text);
  if (cleaned.trim() === '') throw new Refusal('invalid', 'text: write something.');
  return cleaned;
}
