/** Two contacts turn out to be one person, and sometimes not after all: an agent says so, and can take it back. */
import { and, asc, desc, eq, inArray, isNull, notInArray, sql } from 'drizzle-orm';
import { change, hold, type StepActor } from '../conversations/change.ts';
import { lockArrival } from '../conversations/threads.ts';
import { contacts, identities, merges } from '../database/schema/contacts.ts';
import { threads } from '../database/schema/conversations.ts';
import { messages } from '../database/schema/messages.ts';
import type { Actor } from '../events/actor.ts';
import { newId } from '../events/ids.ts';
import type { Scope } from '../events/scope.ts';
import { cleanName } from '../events/text.ts';
import type { NewMerge } from '../wire/contacts.ts';
import { Refusal } from '../wire/problems.ts';
import { accessContact, type ContactRow, conversationsOf } from './contacts.ts';

type MergeRow = typeof merges.$inferSelect;

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
  await update(scope, keptId, after);
  await update(scope, otherId, { mergedInto: keptId });
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

/**
 * Takes a merge back: what had moved returns, also where it went on meanwhile. Fields that were changed since stay.
 * @throws Refusal not_found, conflict when a later merge stands on it
 */
export async function undoMerge(
  scope: Scope,
  actor: Actor,
  keptId: string,
  mergeId: string,
): Promise<void> {
  await accessContact(scope, actor, keptId, 'write');
  const merge = await openMerge(scope, keptId, mergeId);
  await holdArrivals(scope, [keptId]);
  const [kept, other] = await lockBoth(scope, keptId, merge.mergedId, 'merged');
  const back = await returnIdentities(scope, merge);
  await returnThreads(scope, merge, back);
  const restored = restoredFields(kept, merge);
  await update(scope, keptId, restored);
  await update(scope, other.id, { mergedInto: null });
  await scope.tx
    .update(merges)
    .set({ undoneAt: sql`now()` })
    .where(and(eq(merges.workspaceId, scope.workspaceId), eq(merges.id, mergeId)));
  const theirs = (await conversationsOf(scope, keptId)).filter((id) =>
    merge.moved.conversations.includes(id),
  );
  await hand(scope, actor, theirs, other);
  if (restored.name !== kept.name || restored.verified !== kept.verified) {
    await hand(scope, actor, await conversationsOf(scope, keptId), { ...kept, ...restored });
  }
}

/** Whoever begins a line in this moment waits, and then finds whose it is. */
async function holdArrivals(scope: Scope, contactIds: string[]): Promise<void> {
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
async function lockBoth(
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
  if (kept.mergedInto !== null || !asExpected) {
    throw new Refusal('conflict', 'One of the two belongs to another contact by now.');
  }
  return [kept, other];
}

async function openMerge(scope: Scope, keptId: string, id: string): Promise<MergeRow> {
  const [row] = await scope.tx
    .select()
    .from(merges)
    .where(
      and(
        eq(merges.workspaceId, scope.workspaceId),
        eq(merges.id, id),
        eq(merges.keptId, keptId),
        isNull(merges.undoneAt),
      ),
    );
  if (!row) throw new Refusal('not_found', 'There is no such merge.');
  return row;
}

async function update(
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

async function returnIdentities(scope: Scope, merge: MergeRow): Promise<string[]> {
  if (merge.moved.identities.length === 0) return [];
  const rows = await scope.tx
    .update(identities)
    .set({ contactId: merge.mergedId })
    .where(
      and(
        eq(identities.workspaceId, scope.workspaceId),
        eq(identities.contactId, merge.keptId),
        inArray(identities.id, merge.moved.identities),
      ),
    )
    .returning({ id: identities.id });
  return rows.map(({ id }) => id);
}

/** A line that was continued in another conversation of the kept contact goes on where it came from. */
async function returnThreads(scope: Scope, merge: MergeRow, owners: string[]): Promise<void> {
  const homes = merge.moved.conversations;
  if (owners.length === 0 || homes.length === 0) return;
  const strayed = await scope.tx
    .select({ id: threads.id })
    .from(threads)
    .where(
      and(
        eq(threads.workspaceId, scope.workspaceId),
        inArray(threads.identityId, owners),
        notInArray(threads.conversationId, homes),
      ),
    )
    .for('update');
  for (const { id } of strayed) {
    const home = (await lastSpokenIn(scope, id, homes)) ?? homes[0];
    await scope.tx
      .update(threads)
      .set({ conversationId: home })
      .where(and(eq(threads.workspaceId, scope.workspaceId), eq(threads.id, id)));
  }
}

async function lastSpokenIn(
  scope: Scope,
  threadId: string,
  homes: string[],
): Promise<string | undefined> {
  const [row] = await scope.tx
    .select({ conversationId: messages.conversationId })
    .from(messages)
    .where(
      and(
        eq(messages.workspaceId, scope.workspaceId),
        eq(messages.threadId, threadId),
        inArray(messages.conversationId, homes),
      ),
    )
    .orderBy(desc(messages.createdAt))
    .limit(1);
  return row?.conversationId;
}

/** What it was before the merge, unless somebody has changed it since. */
function restoredFields(kept: ContactRow, { before, after }: MergeRow) {
  return {
    name: kept.name === after.name ? before.name : kept.name,
    claimedEmail:
      kept.claimedEmail === after.claimedEmail ? before.claimedEmail : kept.claimedEmail,
    verified: before.verified,
  };
}

/** These conversations are this contact's; every screen learns it. */
async function hand(
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
