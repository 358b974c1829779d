import { useEffect, useState } from 'preact/hooks';
import type { Contact, ContactSummary } from '../../server/wire/contacts.ts';
import { type ApiError, api } from '../api.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { FormFailure } from '../parts/form.tsx';
import { Avatar } from '../parts/small.tsx';
import { TextField } from '../parts/text-field.tsx';
import { words } from '../words/words.ts';
import { Choice } from './choice.tsx';
import './contacts.css';

type Props = {
  contact: Contact;
  /** Who it is, where that is known. */
  other?: ContactSummary;
  onMerged: (contact: Contact) => void;
  onClose: () => void;
};

/** Somebody else in the list is this very person: find them, choose field by field, make them one. */
export function MergeDialog({ contact, other: known, onMerged, onClose }: Props) {
  const { contacts } = words.value;
  const [other, setOther] = useState<ContactSummary | null>(known ?? null);
  return (
    <Dialog title={contacts.mergeTitle(contact.name)} onClose={onClose}>
      {other === null ? (
        <Search not={contact.id} onPick={setOther} />
      ) : (
        <Preview
          contact={contact}
          other={other}
          onMerged={onMerged}
          onBack={() => setOther(null)}
          onClose={onClose}
        />
      )}
    </Dialog>
  );
}

function Search({ not, onPick }: { not: string; onPick: (found: ContactSummary) => void }) {
  const { contacts } = words.value;
  const [typed, setTyped] = useState('');
  const found = useFound(typed.trim(), not);
  return (
    <div class="stack">
      <TextField
        label={contacts.mergeSearch}
        type="search"
        value={typed}
        onInput={setTyped}
        optional="quiet"
        focusFirst
      />
      <ul class="rows merge-found" aria-label={contacts.mergeSearch}>
        {found.map((one) => (
          <li key={one.id}>
            <button type="button" class="row" onClick={() => onPick(one)}>
              <Avatar name={one.name} />
              <span class="row-main">
                <bdi class="row-title">{one.name}</bdi>
                {one.claimedEmail && <span class="row-detail">{one.claimedEmail}</span>}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {typed.trim() !== '' && found.length === 0 && (
        <p role="status">{contacts.noMatch(typed.trim())}</p>
      )}
    </div>
  );
}

const PAUSE_MS = 150;

function useFound(typed: string, not: string): ContactSummary[] {
  const [found, setFound] = useState<ContactSummary[]>([]);
  useEffect(() => {
    const abort = new AbortController();
    const timer = setTimeout(async () => {
      const query = { limit: 8, q: typed === '' ? null : typed };
      const answer = await api.get<{ data: ContactSummary[] }>('contacts', {
        query,
        signal: abort.signal,
      });
      if (answer.ok && !abort.signal.aborted) {
        setFound(answer.value.data.filter(({ id }) => id !== not).slice(0, 6));
      }
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [typed, not]);
  return found;
}

type PreviewProps = Props & { other: ContactSummary; onBack: () => void };

function Preview({ contact, other, onMerged, onBack, onClose }: PreviewProps) {
  const { common, contacts } = words.value;
  const [name, setName] = useState(contact.name);
  const [claimedEmail, setEmail] = useState(contact.claimedEmail ?? other.claimedEmail);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const merge = async () => {
    setBusy(true);
    const body = { otherId: other.id, name, claimedEmail };
    const answer = await api.post<Contact>(`contacts/${contact.id}/merges`, body);
    setBusy(false);
    if (!answer.ok) return setFailure(answer.error);
    onMerged(answer.value);
    onClose();
  };
  return (
    <div class="stack">
      <p>{contacts.mergeLead(other.name, contact.name)}</p>
      <Choice
        label={contacts.name}
        options={[contact.name, other.name]}
        chosen={name}
        onChoose={(value) => setName(value ?? contact.name)}
      />
      <Choice
        label={contacts.claimedEmail}
        options={[contact.claimedEmail, other.claimedEmail]}
        chosen={claimedEmail}
        onChoose={setEmail}
      />
      <FormFailure error={failure} />
      <div class="dialog-actions">
        <Button onClick={onBack}>{common.back}</Button>
        <Button look="primary" busy={busy} onClick={() => void merge()}>
          {contacts.merge}
        </Button>
      </div>
    </div>
  );
}
