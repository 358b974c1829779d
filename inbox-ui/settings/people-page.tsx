import { useState } from 'preact/hooks';
import type { Agent } from '../../server/wire/people.ts';
import { Button } from '../parts/button.tsx';
import { Card } from '../parts/card.tsx';
import { Loaded, useResource } from '../parts/resource.tsx';
import { isAdmin } from '../session/session.ts';
import { live } from '../store/live.ts';
import { words } from '../words/words.ts';
import { adminOnly } from './admin-only.ts';
import { Invitations } from './invitations.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { PersonRow } from './person-row.tsx';
import { SectionPage } from './section-page.tsx';

/** Who belongs to the workspace, and who is invited. */
export function PeoplePage() {
  const { people } = words.value.settings;
  const [inviting, setInviting] = useState(false);
  const [made, setMade] = useState(0);
  const invite = (
    <Button look="primary" icon="plus" blocked={adminOnly()} onClick={() => setInviting(true)}>
      {people.invite}
    </Button>
  );
  return (
    <SectionPage title={people.title} lead={people.lead} actions={invite}>
      <Members />
      {isAdmin.value && <Invitations version={made} />}
      {inviting && (
        <InviteDialog
          onMade={() => setMade((count) => count + 1)}
          onClose={() => setInviting(false)}
        />
      )}
    </SectionPage>
  );
}

function Members() {
  const { people } = words.value.settings;
  // The store hears when somebody else changes the list.
  const agents = useResource<{ data: Agent[] }>('agents', live.value?.directory.agents.value);
  return (
    <Card title={people.title} flush titleHidden>
      <Loaded resource={agents}>
        {({ data }) => (
          <ul class="rows">
            {data
              .filter(({ removedAt }) => removedAt === null)
              .map((agent) => (
                <PersonRow key={agent.id} agent={agent} onChanged={agents.reload} />
              ))}
          </ul>
        )}
      </Loaded>
    </Card>
  );
}
