/** The door's own question: is this somebody whose word is not taken here? `blocking.ts` is how one comes to be. */
import { and, eq, isNull, sql } from 'drizzle-orm';
import type { IdentityClaim } from '../../adapters/message.ts';
import { arraysOf } from '../database/many.ts';
import { prepared } from '../database/prepared.ts';
import { agents } from '../database/schema/agents.ts';
import { blocks, contacts, identities } from '../database/schema/contacts.ts';
import type { Scope } from '../events/scope.ts';
import type { Contact } from '../wire/contacts.ts';

type Address = Pick<IdentityClaim, 'kind' | 'scope' | 'value'>;

/** Why nothing came of it. */
export const FROM_BLOCKED = 'it is from somebody who is blocked';

const AMONG = `
  select identity.kind, identity.scope, identity.value
  from unnest($2::text[], $3::text[], $4::text[]) as asked (kind, scope, value)
  join identities as identity
    on identity.workspace_id = $1 and identity.kind = asked.kind and identity.scope = asked.scope and identity.value = asked.value
  join contacts as contact on contact.workspace_id = $1 and contact.id = identity.contact_id
  where contact.blocked`;

/**
 * Of these addresses, those of people who are blocked; to be run together with others. Whoever blocks holds the
 * conversations and the arrivals of the person: asked once those are locked, the answer holds until commit.
 */
export function selectBlocked({ tx, workspaceId }: Scope, addresses: readonly Address[]) {
  const values = arraysOf(['kind', 'scope', 'value'], addresses.map(plain));
  return prepared<Address>(tx, AMONG, [workspaceId, ...values]);
}

const plain = ({ kind, scope, value }: Address): Address => ({ kind, scope, value });

/** Whether it comes from somebody who is blocked, by whichever of their addresses. */
export async function isFromBlocked(scope: Scope, from: IdentityClaim): Promise<boolean> {
  const aliases = from.verified ? (from.aliases ?? []) : [];
  return (await selectBlocked(scope, [from, ...aliases]).execute()).length > 0;
}

/** The same of an identity that is here. */
export async function isBlocked(scope: Scope, identityId: string): Promise<boolean> {
  const here = scope.workspaceId;
  const [row] = await scope.tx
    .select({ blocked: contacts.blocked })
    .from(identities)
    .innerJoin(contacts, and(eq(contacts.workspaceId, here), eq(contacts.id, identities.contactId)))
    .where(and(eq(identities.workspaceId, here), eq(identities.id, identityId)));
  return row?.blocked ?? false;
}

/** One message from each of these was dropped. All that is kept of it is that it came. */
export async function countDropped(scope: Scope, from: readonly Address[]): Promise<void> {
  if (from.length === 0) return;
  const [kinds, scopes, values] = arraysOf(['kind', 'scope', 'value'], from.map(plain));
  const theirs = sql`(
    select identity.contact_id, count(*)::int as amount
    from unnest(${kinds}::text[], ${scopes}::text[], ${values}::text[]) as asked (kind, scope, value)
    join ${identities} as identity on identity.workspace_id = ${scope.workspaceId}
      and identity.kind = asked.kind and identity.scope = asked.scope and identity.value = asked.value
    group by identity.contact_id)`;
  await scope.tx
    .update(blocks)
    .set({ dropped: sql`${blocks.dropped} + theirs.amount` })
    .from(sql`${theirs} as theirs`)
    .where(
      and(
        eq(blocks.workspaceId, scope.workspaceId),
        eq(blocks.contactId, sql`theirs.contact_id`),
        isNull(blocks.liftedAt),
      ),
    );
}

/** Since when a contact is blocked, by whom, and how many of their messages were dropped; null: they are not. */
export async function blockOf(scope: Scope, contactId: string): Promise<Contact['block']> {
  const [row] = await scope.tx
    .select({
      since: blocks.since,
      dropped: blocks.dropped,
      by: { id: agents.id, name: agents.name },
    })
    .from(blocks)
    .innerJoin(
      agents,
      and(eq(agents.workspaceId, blocks.workspaceId), eq(agents.id, blocks.agentId)),
    )
    .where(
      and(
        eq(blocks.workspaceId, scope.workspaceId),
        eq(blocks.contactId, contactId),
        isNull(blocks.liftedAt),
      ),
    );
  return row ? { ...row, since: row.since.toISOString() } : null;
}
