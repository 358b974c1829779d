import { useState } from 'preact/hooks';
import type { Invitation } from '../../server/wire/people.ts';
import { Button } from '../parts/button.tsx';
import { Card } from '../parts/card.tsx';
import { Icon } from '../parts/icon.tsx';
import { useResource } from '../parts/resource.tsx';
import { Tag } from '../parts/small.tsx';
import { moment } from '../words/format.ts';
import { now } from '../words/now.ts';
import { words } from '../words/words.ts';
import { Removal } from './removal.tsx';

/** Links that are out and not yet used; nothing when there are none. */
export function Invitations({ version }: { version: number }) {
  const { people } = words.value.settings;
  const invitations = useResource<{ data: Invitation[] }>('invitations', version);
  const list = invitations.value?.data ?? [];
  if (list.length === 0) return null;
  return (
    <Card title={people.pending} flush>
      <ul class="rows">
        {list.map((invitation) => (
          <Row key={invitation.id} invitation={invitation} onWithdrawn={invitations.reload} />
        ))}
      </ul>
    </Card>
  );
}

function Row({ invitation, onWithdrawn }: { invitation: Invitation; onWithdrawn: () => void }) {
  const { people } = words.value.settings;
  const [asking, setAsking] = useState(false);
  const expired = Date.parse(invitation.expiresAt) < now.value;
  return (
    <li class="row row-wraps">
      <Icon name="link" />
      <div class="row-main">
        <p class="row-title">{invitation.email}</p>
        <p class="row-detail">
          {expired ? people.expired : people.expires(moment(invitation.expiresAt))}
        </p>
      </div>
      <div class="row-end">
        <Tag>{people.roles[invitation.role]}</Tag>
        <Button label={`${people.withdraw}: ${invitation.email}`} onClick={() => setAsking(true)}>
          {people.withdraw}
        </Button>
      </div>
      {asking && (
        <Removal
          path={`invitations/${invitation.id}`}
          title={people.withdrawTitle(invitation.email)}
          text={people.withdrawText}
          action={people.withdraw}
          removed={people.withdrawn}
          onRemoved={onWithdrawn}
          onClose={() => setAsking(false)}
        />
      )}
    </li>
  );
}
