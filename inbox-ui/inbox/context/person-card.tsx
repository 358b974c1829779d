import { useState } from 'preact/hooks';
import type { Contact } from '../../../server/wire/contacts.ts';
import { Button } from '../../parts/button.tsx';
import { Avatar, Tag } from '../../parts/small.tsx';
import { TextField } from '../../parts/text-field.tsx';
import type { Store } from '../../store/store.ts';
import { date } from '../../words/format.ts';
import { words } from '../../words/words.ts';
import { unblock } from '../blocking.ts';

type Props = { store: Store; contact: Contact; onChange: () => void };

/** Name and standing of the person. */
export function PersonCard({ store, contact, onChange }: Props) {
  const [renaming, setRenaming] = useState(false);
  const { context } = words.value.inbox;
  const { common } = words.value;
  if (renaming) {
    const close = () => {
      setRenaming(false);
      onChange();
    };
    return <Rename store={store} contact={contact} onClose={close} />;
  }
  return (
    <div class="person-card">
      <Avatar name={contact.name} large />
      <div class="person-names">
        <h3 dir="auto">
          <a href={`/contacts/${contact.id}`} data-tip={context.person}>
            {contact.name}
          </a>
        </h3>
        <p>
          <Tag tone={contact.verified ? 'accent' : undefined}>
            {contact.verified ? common.verified : common.claimed}
          </Tag>
        </p>
        {contact.block && <Blocked contact={contact} block={contact.block} />}
        <p class="person-since">{context.since(date(contact.createdAt))}</p>
        <Button look="link" onClick={() => setRenaming(true)}>
          {context.rename}
        </Button>
      </div>
    </div>
  );
}

type BlockedProps = { contact: Contact; block: NonNullable<Contact['block']> };

function Blocked({ contact, block }: BlockedProps) {
  const { blocking } = words.value.inbox;
  return (
    <p class="person-blocked">
      {blocking.since(date(block.since), block.by.name)}. {blocking.dropped(block.dropped)}{' '}
      <Button look="link" onClick={() => void unblock(contact)}>
        {blocking.unblock}
      </Button>
    </p>
  );
}

type RenameProps = { store: Store; contact: Contact; onClose: () => void };

function Rename({ store, contact, onClose }: RenameProps) {
  const [name, setName] = useState(contact.name);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const { inbox, common } = words.value;
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    if (name.trim() === '') return setError(common.required);
    setBusy(true);
    try {
      await store.doors.renameContact(contact.id, name.trim());
      onClose();
    } catch {
      setError(inbox.context.renameFailed);
      setBusy(false);
    }
  };
  return (
    <form class="person-rename" onSubmit={(event) => void save(event)}>
      <TextField
        label={inbox.context.name}
        value={name}
        onInput={setName}
        error={error}
        maxLength={100}
        focusFirst
      />
      <div class="person-actions">
        <Button type="submit" look="primary" busy={busy}>
          {common.save}
        </Button>
        <Button onClick={onClose}>{common.cancel}</Button>
      </div>
    </form>
  );
}
