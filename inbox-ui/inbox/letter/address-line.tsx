import type { Addressee } from '../../../server/wire/addressing.ts';
import type { Message } from '../../../server/wire/messages.ts';
import { words } from '../../words/words.ts';
import { fullName, namesOf, recipientsOf } from './people.ts';

/** For whom it is, in a few words; all the addresses when opened. */
export function AddressLine({ message }: { message: Message }) {
  const { letters } = words.value.inbox;
  const { to, cc, bcc } = recipientsOf(message);
  const { addressing, subject } = message;
  const said = [
    to.length > 0 && letters.to(namesOf(to)),
    cc.length + bcc.length > 0 && letters.cc(namesOf([...cc, ...bcc])),
  ].filter(Boolean);
  return (
    <details class="addresses">
      <summary title={letters.addresses} dir="auto">
        {said.join(', ') || letters.addresses}
      </summary>
      <dl>
        <People name={letters.fields.from} people={addressing ? [addressing.from] : []} />
        <People name={letters.fields.replyTo} people={addressing?.replyTo ?? []} />
        <People name={letters.fields.to} people={to} />
        <People name={letters.fields.cc} people={cc} />
        <People name={letters.fields.bcc} people={bcc} />
        {subject && <Row name={letters.fields.subject}>{subject}</Row>}
      </dl>
    </details>
  );
}

function People({ name, people }: { name: string; people: readonly Addressee[] }) {
  if (people.length === 0) return null;
  return <Row name={name}>{people.map(fullName).join(', ')}</Row>;
}

function Row({ name, children }: { name: string; children: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd dir="auto">{children}</dd>
    </div>
  );
}
