import type { ContactSummary } from '../../server/wire/contacts.ts';
import { Icon } from '../parts/icon.tsx';
import { Avatar, Tag } from '../parts/small.tsx';
import { date } from '../words/format.ts';
import { words } from '../words/words.ts';
import './contacts.css';
import { VerifiedMark } from './verified-mark.tsx';

/** One person in the list. */
export function ContactRow({ contact }: { contact: ContactSummary }) {
  return (
    <li>
      <a class="row" href={`/contacts/${contact.id}`}>
        <Avatar name={contact.name} />
        <div class="row-main">
          <p class="row-title">
            <bdi>{contact.name}</bdi> <VerifiedMark verified={contact.verified} quiet />
            {contact.blocked && <Tag tone="danger">{words.value.inbox.blocking.mark}</Tag>}
          </p>
          {contact.claimedEmail && <p class="row-detail">{contact.claimedEmail}</p>}
        </div>
        <span class="row-detail contact-since">
          {words.value.contacts.since(date(contact.createdAt))}
        </span>
        <Icon name="forward" />
      </a>
    </li>
  );
}
