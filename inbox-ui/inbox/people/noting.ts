/** Writing down what one knows of a person, changing it and deleting it: told when it fails, and deleting with the way back. */
import type { Contact, ContactNote } from '../../../server/wire/contacts.ts';
import { api, type Result } from '../../api.ts';
import { toast } from '../../parts/toast.tsx';
import { describe } from '../../words/errors.ts';
import { words } from '../../words/words.ts';

/** Told what is known of them now. */
type Told = (contact: Contact) => void;

/** Here and below: whether it is so now. */
export async function addNote(id: string, text: string, told: Told): Promise<boolean> {
  return settle(await api.post<Contact>(`contacts/${id}/notes`, { text }), told);
}

export async function editNote(
  id: string,
  note: ContactNote,
  text: string,
  told: Told,
): Promise<boolean> {
  return settle(await api.patch<Contact>(`contacts/${id}/notes/${note.id}`, { text }), told);
}

/** Taken back, it is written down anew. */
export async function deleteNote(id: string, note: ContactNote, told: Told): Promise<void> {
  const done = settle(await api.remove<Contact>(`contacts/${id}/notes/${note.id}`), told);
  const undo = () => void addNote(id, note.text, told);
  if (done) toast({ text: words.peek().inbox.people.noteDeleted, undo });
}

function settle(answer: Result<Contact>, told: Told): boolean {
  if (answer.ok) told(answer.value);
  else toast({ text: words.peek().inbox.people.failed(describe(answer.error)) });
  return answer.ok;
}
