/** Blocking somebody, and letting them in again: told with the way back. */
import type { Contact } from '../../server/wire/contacts.ts';
import { api, type Result } from '../api.ts';
import { toast } from '../parts/toast.tsx';
import { describe } from '../words/errors.ts';
import { words } from '../words/words.ts';

type Person = Pick<Contact, 'id' | 'name'>;
/** Told what they are now, also when it is taken back. */
type Told = ((contact: Contact) => void) | undefined;

export function block(person: Person, told?: Told): Promise<void> {
  return setBlock(person, {}, told);
}

export async function unblock(person: Person, told?: Told): Promise<void> {
  const done = settle(await api.remove<Contact>(`contacts/${person.id}/block`), told);
  const undo = () => void setBlock(person, { again: true }, told);
  if (done) toast({ text: words.peek().inbox.blocking.unblocked(person.name), undo });
}

async function setBlock(person: Person, how: { again?: boolean }, told: Told): Promise<void> {
  const done = settle(await api.put<Contact>(`contacts/${person.id}/block`, how), told);
  const undo = () => void unblock(person, told);
  if (done) toast({ text: words.peek().inbox.blocking.blocked(person.name), undo });
}

function settle(answer: Result<Contact>, told: Told): boolean {
  if (answer.ok) told?.(answer.value);
  else toast({ text: words.peek().inbox.blocking.failed(describe(answer.error)) });
  return answer.ok;
}
