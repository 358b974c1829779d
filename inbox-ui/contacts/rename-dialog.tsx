import type { Contact } from '../../server/wire/contacts.ts';
import { api } from '../api.ts';
import { Button } from '../parts/button.tsx';
import { checks } from '../parts/checks.ts';
import { Dialog } from '../parts/dialog.tsx';
import { FormFailure, useForm } from '../parts/form.tsx';
import { TextField } from '../parts/text-field.tsx';
import { words } from '../words/words.ts';

type Props = { contact: Contact; onRenamed: (contact: Contact) => void; onClose: () => void };

/** Give a person the name the team knows them by. */
export function RenameDialog({ contact, onRenamed, onClose }: Props) {
  const { common, contacts } = words.value;
  const form = useForm<'name', Contact>({
    initial: { name: contact.name },
    check: ({ name }) => ({ name: checks.filled(name) }),
    send: ({ name }) => api.patch<Contact>(`contacts/${contact.id}`, { name: name.trim() }),
    done: (renamed) => {
      onRenamed({ ...contact, ...renamed });
      onClose();
    },
  });
  return (
    <Dialog title={contacts.renameTitle} onClose={onClose}>
      <form ref={form.form} class="stack" noValidate onSubmit={form.submit}>
        <TextField {...form.field('name')} label={contacts.name} maxLength={100} focusFirst />
        <FormFailure error={form.failure} />
        <div class="dialog-actions">
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button look="primary" type="submit" busy={form.busy}>
            {common.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
