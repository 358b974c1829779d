import { useState } from 'preact/hooks';
import type { Contact } from '../../server/wire/contacts.ts';
import { block, unblock } from '../inbox/blocking.ts';
import { Duplicates } from '../inbox/people/duplicates.tsx';
import { NoteList } from '../inbox/people/note-list.tsx';
import { Banner } from '../parts/banner.tsx';
import { Button } from '../parts/button.tsx';
import { Card } from '../parts/card.tsx';
import { Loaded, useResource } from '../parts/resource.tsx';
import { Avatar } from '../parts/small.tsx';
import { Page } from '../shell/page.tsx';
import { live } from '../store/live.ts';
import { date } from '../words/format.ts';
import { words } from '../words/words.ts';
import { ContactLine } from './contact-line.tsx';
import './contacts.css';
import { Identities } from './identities.tsx';
import { MergeDialog } from './merge-dialog.tsx';
import { Merged } from './merged.tsx';
import { RenameDialog } from './rename-dialog.tsx';
import { VerifiedMark } from './verified-mark.tsx';

/** One person: who they are to us, and their line. */
export function ContactPage({ id }: { id: string }) {
  const { contacts } = words.value;
  const [asked, setAsked] = useState<'rename' | 'merge' | null>(null);
  const contact = useResource<Contact>(`contacts/${id}`, live.value?.directory.people.value);
  const actions = contact.value && (
    <>
      <Button icon="link" onClick={() => setAsked('merge')}>
        {contacts.merge}
      </Button>
      <BlockButton contact={contact.value} onChanged={contact.set} />
      <Button icon="drafts" onClick={() => setAsked('rename')}>
        {contacts.rename}
      </Button>
    </>
  );
  const close = () => setAsked(null);
  return (
    <Page
      title={contact.value?.name ?? contacts.title}
      back={{ href: '/contacts', label: contacts.back }}
      actions={actions}
    >
      <Loaded resource={contact}>
        {(known) => <Details contact={known} onChanged={contact.set} />}
      </Loaded>
      {asked === 'rename' && contact.value && (
        <RenameDialog contact={contact.value} onRenamed={contact.set} onClose={close} />
      )}
      {asked === 'merge' && contact.value && (
        <MergeDialog contact={contact.value} onMerged={contact.set} onClose={close} />
      )}
    </Page>
  );
}

type ChangeProps = { contact: Contact; onChanged: (contact: Contact) => void };

function BlockButton({ contact, onChanged }: ChangeProps) {
  const { blocking } = words.value.inbox;
  return contact.blocked ? (
    <Button icon="undo" onClick={() => void unblock(contact, onChanged)}>
      {blocking.unblock}
    </Button>
  ) : (
    <Button icon="block" onClick={() => void block(contact, onChanged)}>
      {blocking.block}
    </Button>
  );
}

function Blocked({ block }: { block: NonNullable<Contact['block']> }) {
  const { blocking } = words.value.inbox;
  return (
    <Banner tone="wait" icon="block" boxed>
      {blocking.since(date(block.since), block.by.name)}. {blocking.dropped(block.dropped)}
    </Banner>
  );
}

function Details({ contact, onChanged }: ChangeProps) {
  const { contacts } = words.value;
  const { people } = words.value.inbox;
  return (
    <>
      <div class="contact-head">
        <Avatar name={contact.name} large accent={contact.verified} />
        <div>
          <VerifiedMark verified={contact.verified} />
          <p class="row-detail">{contacts.since(date(contact.createdAt))}</p>
        </div>
      </div>
      {contact.block && <Blocked block={contact.block} />}
      <Duplicates contact={contact} onChanged={onChanged} heading="h2" />
      <Card title={people.notes} lead={people.notesLead}>
        <NoteList contact={contact} onChanged={onChanged} />
      </Card>
      <Identities contact={contact} />
      <Merged contact={contact} onChanged={onChanged} />
      <Card title={contacts.line} lead={contacts.lineLead}>
        <ContactLine conversations={contact.conversations} />
      </Card>
    </>
  );
}
