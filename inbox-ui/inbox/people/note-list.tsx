import { useState } from 'preact/hooks';
import type { Contact, ContactNote } from '../../../server/wire/contacts.ts';
import { IconMenu } from '../../parts/icon-menu.tsx';
import { session } from '../../session/session.ts';
import { moment, shortMoment } from '../../words/format.ts';
import { now } from '../../words/now.ts';
import { words } from '../../words/words.ts';
import { NoteField } from './note-field.tsx';
import { addNote, deleteNote, editNote } from './noting.ts';
import './people.css';

type Props = { contact: Contact; onChanged: (contact: Contact) => void };

/** What colleagues wrote down about a person, and where to write. */
export function NoteList({ contact, onChanged }: Props) {
  const { people } = words.value.inbox;
  return (
    <div class="person-notes">
      <NoteField
        key={contact.id}
        label={people.noteAbout(contact.name)}
        onSave={(text) => addNote(contact.id, text, onChanged)}
      />
      {contact.notes.length > 0 && (
        <ul aria-label={people.notes}>
          {contact.notes.map((note) => (
            <OneNote key={note.id} contact={contact} note={note} onChanged={onChanged} />
          ))}
        </ul>
      )}
    </div>
  );
}

function OneNote({ contact, note, onChanged }: Props & { note: ContactNote }) {
  const { people } = words.value.inbox;
  const [editing, setEditing] = useState(false);
  if (editing) {
    return (
      <li>
        <NoteField
          label={people.noteEdit}
          text={note.text}
          onSave={(text) => editNote(contact.id, note, text, onChanged)}
          onClose={() => setEditing(false)}
        />
      </li>
    );
  }
  const own = note.author.id === session.value?.agent.id;
  return (
    <li class="person-note">
      <p class="person-note-text" dir="auto">
        {note.text}
      </p>
      <div class="person-note-foot">
        <About note={note} own={own} />
        {own && (
          <IconMenu
            label={people.noteMenu}
            items={[
              { label: people.noteEdit, icon: 'drafts', onPick: () => setEditing(true) },
              {
                label: people.noteDelete,
                icon: 'trash',
                onPick: () => void deleteNote(contact.id, note, onChanged),
              },
            ]}
          />
        )}
      </div>
    </li>
  );
}

function About({ note, own }: { note: ContactNote; own: boolean }) {
  const { people, thread } = words.value.inbox;
  return (
    <p>
      <bdi>{own ? thread.you : note.author.name}</bdi>
      {' · '}
      <time dateTime={note.createdAt} data-tip={moment(note.createdAt)}>
        {shortMoment(note.createdAt, now.value)}
      </time>
      {note.editedAt && (
        <>
          {' · '}
          <span data-tip={moment(note.editedAt)}>{people.noteEdited}</span>
        </>
      )}
    </p>
  );
}
