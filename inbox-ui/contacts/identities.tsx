import type { Contact } from '../../server/wire/contacts.ts';
import { Address } from '../parts/address.tsx';
import { Card } from '../parts/card.tsx';
import { Icon } from '../parts/icon.tsx';
import { date } from '../words/format.ts';
import { words } from '../words/words.ts';
import { VerifiedMark } from './verified-mark.tsx';

/** Every address we know a person by, and how sure we are. */
export function Identities({ contact }: { contact: Contact }) {
  const { contacts } = words.value;
  return (
    <Card title={contacts.identities} lead={contacts.identitiesLead} flush>
      <ul class="rows">
        {contact.identities.map(({ kind, label, value, verified, createdAt }) => (
          <li key={`${kind} ${value}`} class="row">
            <Icon name="link" />
            <div class="row-main">
              <p class="row-title identity-value">
                <bdi>
                  <Address value={value} />
                </bdi>
              </p>
              <p class="row-detail">
                {label} · {contacts.since(date(createdAt))}
              </p>
            </div>
            <VerifiedMark verified={verified} />
          </li>
        ))}
        {contact.claimedEmail && (
          <li class="row">
            <Icon name="drafts" />
            <div class="row-main">
              <p class="row-title identity-value">
                <Address value={contact.claimedEmail} />
              </p>
              <p class="row-detail">{contacts.claimedEmail}</p>
            </div>
            <VerifiedMark verified={false} />
          </li>
        )}
      </ul>
    </Card>
  );
}
