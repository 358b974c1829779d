import { useState } from 'preact/hooks';
import type { Contact, ContactSummary, Duplicate } from '../../../server/wire/contacts.ts';
import { api } from '../../api.ts';
import { Button } from '../../parts/button.tsx';
import { lazy } from '../../parts/lazy.tsx';
import { useResource } from '../../parts/resource.tsx';
import { Avatar } from '../../parts/small.tsx';
import { toast } from '../../parts/toast.tsx';
import { live } from '../../store/live.ts';
import { describe } from '../../words/errors.ts';
import { words } from '../../words/words.ts';
import './people.css';

const MergeDialog = lazy(async () => (await import('../../contacts/merge-dialog.tsx')).MergeDialog);

type Props = {
  contact: Contact;
  onChanged: (contact: Contact) => void;
  /** As deep as it stands in the page. */
  heading?: 'h2' | 'h3';
};

/** Who this may be as well, and what speaks for it. Nothing where nobody is. */
export function Duplicates({ contact, onChanged, heading: Heading = 'h3' }: Props) {
  const { people } = words.value.inbox;
  const [merging, setMerging] = useState<ContactSummary | null>(null);
  const version = `${live.value?.directory.people.value} ${contact.merges.length}`;
  const found = useResource<{ data: Duplicate[] }>(`contacts/${contact.id}/duplicates`, version);
  const all = found.value?.data ?? [];
  if (all.length === 0) return null;
  return (
    <section class="likely" aria-label={people.likely}>
      <Heading>{people.likely}</Heading>
      <ul>
        {all.map((one) => (
          <li key={one.contact.id}>
            <Likely one={one} />
            <div class="likely-verbs">
              <Button icon="link" onClick={() => setMerging(one.contact)}>
                {people.merge}
              </Button>
              <Button onClick={() => void tellApart(contact, one.contact)}>{people.apart}</Button>
            </div>
          </li>
        ))}
      </ul>
      {merging && (
        <MergeDialog
          contact={contact}
          other={merging}
          onMerged={onChanged}
          onClose={() => setMerging(null)}
        />
      )}
    </section>
  );
}

function Likely({ one: { contact, reasons } }: { one: Duplicate }) {
  const { people } = words.value.inbox;
  return (
    <div class="likely-who">
      <Avatar name={contact.name} accent={contact.verified} />
      <div>
        <a href={`/contacts/${contact.id}`} dir="auto">
          {contact.name}
        </a>
        {reasons.map(({ kind, value }) => (
          <p key={value}>{people.because[kind](value)}</p>
        ))}
      </div>
    </div>
  );
}

/** The server tells all screens, this one too. */
async function tellApart(one: Contact, other: ContactSummary): Promise<void> {
  const { people } = words.peek().inbox;
  const path = `contacts/${one.id}/distinctions/${other.id}`;
  const answer = await api.put<void>(path, {});
  if (!answer.ok) return void toast({ text: people.failed(describe(answer.error)) });
  const undo = () => void api.remove<void>(path);
  toast({ text: people.areTwo(one.name, other.name), undo });
}
