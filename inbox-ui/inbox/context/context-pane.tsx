import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Contact } from '../../../server/wire/contacts.ts';
import { Button } from '../../parts/button.tsx';
import { IconButton } from '../../parts/icon-button.tsx';
import { lazy } from '../../parts/lazy.tsx';
import { screenSize } from '../../parts/screen-size.ts';
import { Skeleton } from '../../parts/skeleton.tsx';
import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';
import { toggleContext } from '../desk.ts';
import { keyOf } from '../keys/bindings.ts';
import './context.css';

const about = () => import('./about.tsx');
const About = lazy(async () => (await about()).About);

type Props = { store: Store; id: string };

/** Who this is and what there was before, beside the line. */
export function ContextPane({ store, id }: Props) {
  const row = store.conversations.row(id).value;
  const { context } = words.value.inbox;
  const { contact, failed, load, set } = useContact(store, row?.contact.id ?? null, [
    row?.contact,
    store.directory.people.value,
  ]);
  // Fetched while the person is asked for; what fails here is told where it is shown.
  useEffect(() => void about().catch(() => undefined), []);
  const phone = screenSize.value === 'phone';
  return (
    <section class="context-pane" aria-label={context.label}>
      <header class="pane-head">
        {phone && <IconButton icon="back" label={context.close} onClick={toggleContext} />}
        <h2>{context.label}</h2>
        {!phone && (
          <IconButton
            icon="close"
            label={context.close}
            keys={keyOf('context')}
            onClick={toggleContext}
          />
        )}
      </header>
      <div class="context-body scroll">
        {contact && row && (
          <About
            store={store}
            row={row}
            contact={contact}
            onChange={(now) => (now ? set(now) : load())}
          />
        )}
        {!contact && !failed && <Skeleton lines={8} />}
        {failed && !contact && <Failed load={load} />}
      </div>
    </section>
  );
}

function Failed({ load }: { load: () => void }) {
  const { inbox, common } = words.value;
  return (
    <p class="context-failed">
      {inbox.context.failed}{' '}
      <Button look="link" onClick={load}>
        {common.tryAgain}
      </Button>
    </p>
  );
}

/** The contact, read again when the log says that the person changed, or somebody noted something. */
function useContact(store: Store, id: string | null, known: unknown) {
  const contact = useSignal<Contact | null>(null);
  const failed = useSignal(false);
  const stamp = JSON.stringify(known);
  const load = () => {
    if (id === null) return;
    failed.value = false;
    store.doors.contact(id).then(
      (found) => {
        if (found.id === id) contact.value = found;
      },
      () => {
        failed.value = true;
      },
    );
  };
  useEffect(load, [id, stamp]);
  const set = (found: Contact) => {
    contact.value = found;
  };
  return { contact: contact.value, failed: failed.value, load, set };
}
