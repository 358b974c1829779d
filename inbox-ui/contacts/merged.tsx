import { useState } from 'preact/hooks';
import type { Contact } from '../../server/wire/contacts.ts';
import { api } from '../api.ts';
import { Button } from '../parts/button.tsx';
import { Card } from '../parts/card.tsx';
import { toast } from '../parts/toast.tsx';
import { describe } from '../words/errors.ts';
import { date } from '../words/format.ts';
import { words } from '../words/words.ts';

type Props = { contact: Contact; onChanged: (contact: Contact) => void };

/** Who was found to be this person; each can be taken apart again. */
export function Merged({ contact, onChanged }: Props) {
  const { contacts } = words.value;
  const [busy, setBusy] = useState<string | null>(null);
  if (contact.merges.length === 0) return null;
  const undo = async (id: string) => {
    setBusy(id);
    const answer = await api.remove<Contact>(`contacts/${contact.id}/merges/${id}`);
    setBusy(null);
    if (answer.ok) onChanged(answer.value);
    else toast({ text: describe(answer.error) });
  };
  return (
    <Card title={contacts.merged} lead={contacts.mergedLead} flush>
      <ul class="rows">
        {contact.merges.map((merge) => (
          <li key={merge.id} class="row">
            <div class="row-main">
              <bdi class="row-title">{merge.contact.name}</bdi>
              <p class="row-detail">{contacts.since(date(merge.at))}</p>
            </div>
            <Button busy={busy === merge.id} onClick={() => void undo(merge.id)}>
              {contacts.unmerge}
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  );
}
