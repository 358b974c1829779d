/** What agents have written down about a person, as it is read; `notes.ts` writes. */
import { and, desc, eq, sql } from 'drizzle-orm';
import { agents } from '../database/schema/agents.ts';
import { contactNotes } from '../database/schema/contacts.ts';
import type { Scope } from '../events/scope.ts';
import type { ContactNote } from '../wire/contacts.ts';
import { partsOf } from './merges.ts';

/** All about a contact and those who were found to be that person, the latest first. */
export async function notesOn(scope: Scope, contactId: string): Promise<ContactNote[]> {
  const { id, text, createdAt, editedAt } = contactNotes;
  const rows = await scope.tx
    .select({ id, text, createdAt, editedAt, author: { id: agents.id, name: agents.name } })
    .from(contactNotes)
    .innerJoin(
      agents,
      and(eq(agents.workspaceId, contactNotes.workspaceId), eq(agents.id, contactNotes.agentId)),
    )
    .where(isAbout(scope, contactId))
    .orderBy(desc(createdAt), desc(id));
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    editedAt: row.editedAt?.toISOString() ?? null,
  }));
}

/** For a where: notes about a contact and all who were found to be that person. */
export const isAbout = (scope: Scope, contactId: string) =>
  and(
    eq(contactNotes.workspaceId, scope.workspaceId),
    sql`${contactNotes.contactId} in ${partsOf(scope, contactId)}`,
  );
