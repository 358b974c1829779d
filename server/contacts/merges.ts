/** Who was found to be whom: what can still be taken back. */
import { and, desc, eq, isNull } from 'drizzle-orm';
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
