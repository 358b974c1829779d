import { useState } from 'preact/hooks';
import type { Contact } from '../../server/wire/contacts.ts';
import { Button } from '../parts/button.tsx';
import { Card } from '../parts/card.tsx';
import { Loaded, useResource } from '../parts/resource.tsx';
import { Avatar } from '../parts/small.tsx';
import { Page } from '../shell/page.tsx';
import { date } from '../words/format.ts';
import { words } from '../words/words.ts';
import { ContactLine } from './contact-line.tsx';
import './contacts.css';
import { Identities } from './identities.tsx';
import { RenameDialog } from './rename-dialog.tsx';
import { VerifiedMark } from './verified-mark.tsx';

/** One person: who they are to us, and their line. */
export function ContactPage({ id }: { id: string }) {
  const { contacts } = words.value;
  const [renaming, setRenaming] = useState(false);
  const contact = useResource<Contact>(`contacts/${id}`);
  const rename = contact.value && (
    <Button icon="drafts" onClick={() => setRenaming(true)}>
      {contacts.rename}
    </Button>
  );
  return (
    <Page
      title={contact.value?.name ?? contacts.title}
      back={{ href: '/contacts', label: contacts.back }}
      actions={rename}
    >
      <Loaded resource={contact}>{(known) => <Details contact={known} />}</Loaded>
      {renaming && contact.value && (
        <RenameDialog
          contact={contact.value}
          onRenamed={contact.set}
          onClose={() => setRenaming(false)}
        />
      )}
    </Page>
  );
}

function Details({ contact }: { contact: Contact }) {
  const { contacts } = words.value;
  return (
    <>
      <div class="contact-head">
        <Avatar name={contact.name} large accent={contact.verified} />
        <div>
          <VerifiedMark verified={contact.verified} />
          <p class="row-detail">{contacts.since(date(contact.createdAt))}</p>
        </div>
      </div>
      <Identities contact={contact} />
      <Card title={contacts.line} lead={contacts.lineLead}>
        <ContactLine conversations={contact.conversations} />
      </Card>
    </>
  );
}
