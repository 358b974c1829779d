/** What agents write down about a person, for each other. A note stays with whom it was written about, whoever that is now. */
import { and, eq, sql } from 'drizzle-orm';
import { filled } from '../conversations/own-or-shared.ts';
import { contactNotes } from '../database/schema/contacts.ts';
import type { Actor } from '../events/actor.ts';
import { newId } from '../events/ids.ts';
import type { Scope } from '../events/scope.ts';
import { Refusal } from '../wire/problems.ts';
import { accessPerson } from './contacts.ts';
import { isAbout, notesOn } from './noted.ts';

/** More than anybody would read. */
const MOST_NOTES = 200;

/** @throws Refusal not_found, invalid when nothing is in it, conflict when there are too many */
export async function addNote(
  scope: Scope,
  actor: Actor,
  contactId: string,
  text: string,
): Promise<void> {
  const contact = await accessPerson(scope, actor, contactId, 'write');
  if ((await notesOn(scope, contact.id)).length >= MOST_NOTES) {
    throw new Refusal('conflict', `There are ${MOST_NOTES} notes already: delete some first.`);
  }
  const { workspaceId } = scope;
  const note = { workspaceId, id: newId(), agentId: actor.agentId, text: filled(text) };
  await scope.tx.insert(contactNotes).values({ ...note, contactId: contact.id });
  tell(scope);
}

type Named = { contactId: string; noteId: string };

/** @throws Refusal not_found, forbidden when another agent wrote it, invalid */
export async function editNote(scope: Scope, actor: Actor, named: Named, text: string) {
  const own = await ownNote(scope, actor, named);
  await scope.tx
    .update(contactNotes)
    .set({ text: filled(text), editedAt: sql`now()` })
    .where(own);
  tell(scope);
}

/** @throws Refusal not_found, forbidden when another agent wrote it */
export async function deleteNote(scope: Scope, actor: Actor, named: Named): Promise<void> {
  await scope.tx.delete(contactNotes).where(await ownNote(scope, actor, named));
  tell(scope);
}

async function ownNote(scope: Scope, actor: Actor, { contactId, noteId }: Named) {
  const contact = await accessPerson(scope, actor, contactId, 'write');
  const isIt = and(isAbout(scope, contact.id), eq(contactNotes.id, noteId));
  const [note] = await scope.tx.select().from(contactNotes).where(isIt).for('update');
  if (!note) throw new Refusal('not_found', 'There is no such note.');
  if (note.agentId === actor.agentId) return isIt;
  throw new Refusal('forbidden', 'Only who wrote a note can change it.');
}

const tell = ({ effects }: Scope) => effects.push({ type: 'list-changed', what: 'contacts' });
