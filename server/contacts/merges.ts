/** Who was found to be whom: what can still be taken back. */
import { and, desc, eq, isNull, type SQL, sql } from 'drizzle-orm';
import { contacts, merges } from '../database/schema/contacts.ts';
import type { Scope } from '../events/scope.ts';
import type { Merge } from '../wire/contacts.ts';

/** Merges into a contact that were not taken back, the latest first. */
export async function mergesInto(scope: Scope, keptId: string): Promise<Merge[]> {
  const rows = await scope.tx
    .select({ id: merges.id, at: merges.at, contact: { id: contacts.id, name: contacts.name } })
    .from(merges)
    .innerJoin(
      contacts,
      and(eq(contacts.workspaceId, merges.workspaceId), eq(contacts.id, merges.mergedId)),
    )
    .where(
      and(
        eq(merges.workspaceId, scope.workspaceId),
        eq(merges.keptId, keptId),
        isNull(merges.undoneAt),
      ),
    )
    .orderBy(desc(merges.at));
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

/** The ids of a contact and of all who were found to be that person, also by way of others: a statement for a where. */
export function partsOf({ workspaceId }: Scope, id: string): SQL {
  return sql`(with recursive part (id) as (
    select ${id}::uuid
    union select m.merged_id from part join merges m
      on m.workspace_id = ${workspaceId} and m.kept_id = part.id and m.undone_at is null)
    select id from part)`;
}
