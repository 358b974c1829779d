/** Two contacts turn out to be one person: an agent says so. `unmerging.ts` takes it back. */
import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { change, hold, type StepActor } from '../conversations/change.ts';
import { lockArrival } from '../conversations/threads.ts';
import { contacts, identities, merges } from '../database/schema/contacts.ts';
import type { Actor } from '../events/actor.ts';
import { newId } from '../events/ids.ts';
import type { Scope } from '../events/scope.ts';
import { cleanName } from '../events/text.ts';
import type { NewMerge } from '../wire/contacts.ts';
import { Refusal } from '../wire/problems.ts';
import { accessContact, type ContactRow, conversationsOf } from './contacts.ts';

/**
 * From now on the other contact's addresses and conversations are `keptId`'s. Each line stays as it is: only whose it
 * is has changed, so that taking it back restores exactly what was.
 * @throws Refusal not_found, invalid
 */
export async function mergeContacts(
  scope: Scope,
  actor: Actor,
  keptId: string,
  { otherId, name, claimedEmail }: NewMerge,
): Promise<void> {
  await accessContact(scope, actor, keptId, 'write');
  await accessContact(scope, actor, otherId, 'write');
  if (keptId === otherId) throw new Refusal('invalid', 'otherId: this is the same contact.');
  await holdArrivals(scope, [keptId, otherId]);
  const [kept, other] = await lockBoth(scope, keptId, otherId);
  const after = {
    name: name === undefined ? kept.name : cleanName(name),
    claimedEmail: claimedEmail === undefined ? kept.claimedEmail : claimedEmail,
    verified: kept.verified || other.verified,
  };
  await updateContact(scope, keptId, after);
  await updateContact(scope, otherId, { mergedInto: keptId });
  const moved = {
    identities: await moveIdentities(scope, other.id, kept.id),
    conversations: await conversationsOf(scope, other.id),
  };
  const { workspaceId } = scope;
  const before = { name: kept.name, claimedEmail: kept.claimedEmail, verified: kept.verified };
  const record = { workspaceId, id: newId(), keptId, mergedId: otherId, agentId: actor.agentId };
  await scope.tx.insert(merges).values({ ...record, moved, before, after });
  await hand(scope, actor, moved.conversations, { ...kept, ...after });
  // Its own lines carry the new name, too.
  if (after.name !== kept.name || after.verified !== kept.verified) {
    const own = (await conversationsOf(scope, kept.id)).filter(
      (id) => !moved.conversations.includes(id),
    );
    await hand(scope, actor, own, { ...kept, ...after });
  }
}

/** Whoever begins a line in this moment waits, and then finds whose it is. */
export async function holdArrivals(scope: Scope, contactIds: string[]): Promise<void> {
  const theirs = await scope.tx
    .select()
    .from(identities)
    .where(
      and(eq(identities.workspaceId, scope.workspaceId), inArray(identities.contactId, contactIds)),
    )
    .orderBy(asc(identities.kind), asc(identities.scope), asc(identities.value));
  for (const identity of theirs) await lockArrival(scope, identity);
}

/** In the order of their ids: two merges at once lock alike. */
export async function lockBoth(
  scope: Scope,
  keptId: string,
  otherId: string,
  otherIs: 'free' | 'merged' = 'free',
): Promise<[ContactRow, ContactRow]> {
  const rows = await scope.tx
    .select()
    .from(contacts)
    .where(
      and(eq(contacts.workspaceId, scope.workspaceId), inArray(contacts.id, [keptId, otherId])),
    )
    .orderBy(asc(contacts.id))
    .for('update');
  const kept = rows.find(({ id }) => id === keptId);
  const other = rows.find(({ id }) => id === otherId);
  if (!kept || !other) throw new Refusal('not_found', 'There is no such contact.');
  const asExpected = other.mergedInto === (otherIs === 'merged' ? keptId : null);
  if (kept.blocked !== other.blocked && otherIs === 'free') {
    const { name } = kept.blocked ? kept : other;
    throw new Refusal('conflict', `${name} is blocked: unblock them first, or block both.`);
  }
  if (kept.mergedInto !== null || !asExpected) {
    throw new Refusal('conflict', 'One of the two belongs to another contact by now.');
  }
  return [kept, other];
}

export async function updateContact(
  scope: Scope,
  id: string,
  fields: Partial<Pick<ContactRow, 'name' | 'claimedEmail' | 'verified' | 'mergedInto'>>,
): Promise<void> {
  await scope.tx
    .update(contacts)
    .set({ ...fields, updatedAt: sql`now()` })
    .where(and(eq(contacts.workspaceId, scope.workspaceId), eq(contacts.id, id)));
}

async function moveIdentities(scope: Scope, from: string, to: string): Promise<string[]> {
  const rows = await scope.tx
    .update(identities)
    .set({ contactId: to })
    .where(and(eq(identities.workspaceId, scope.workspaceId), eq(identities.contactId, from)))
    .returning({ id: identities.id });
  return rows.map(({ id }) => id);
}

/** These conversations are this contact's; every screen learns it. */
export async function hand(
  scope: Scope,
  actor: Actor,
  ids: string[],
  { id, name, verified }: Pick<ContactRow, 'id' | 'name' | 'verified'>,
): Promise<void> {
  const by: StepActor = { kind: 'agent', id: actor.agentId, name: actor.name };
  for (const conversationId of ids) {
    const held = await hold(scope, conversationId);
    const data = { contact: { id, name, verified } };
    await change(scope, held, { contactId: id }, [{ kind: 'contact', actor: by, data }]);
  }
}
