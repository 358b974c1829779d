import type { Contact } from '../../../server/wire/contacts.ts';
import type { OwnConversation } from '../../../server/wire/conversations.ts';
import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';
import { Duplicates } from '../people/duplicates.tsx';
import { NoteList } from '../people/note-list.tsx';
import { TagsPart } from '../tags/tags-part.tsx';
import { ConversationFacts } from './conversation-facts.tsx';
import { Followers } from './followers.tsx';
import { Identities } from './identities.tsx';
import { OtherConversations } from './other-conversations.tsx';
import { PersonCard } from './person-card.tsx';
import { Whereabouts } from './whereabouts.tsx';

type Props = {
  store: Store;
  row: OwnConversation;
  contact: Contact;
  onChange: (contact?: Contact) => void;
};

/** All that is said of a person and their conversation, one part below the other. */
export function About({ store, row, contact, onChange }: Props) {
  return (
    <>
      <PersonCard store={store} contact={contact} onChange={() => onChange()} />
      <Whereabouts store={store} row={row} />
      <Duplicates contact={contact} onChanged={onChange} />
      <Identities contact={contact} />
      <section class="context-part">
        <h3>{words.value.inbox.people.notes}</h3>
        <NoteList contact={contact} onChanged={onChange} />
      </section>
      <TagsPart store={store} row={row} />
      <Followers store={store} row={row} />
      <ConversationFacts row={row} />
      <OtherConversations contact={contact} id={row.id} />
    </>
  );
}
