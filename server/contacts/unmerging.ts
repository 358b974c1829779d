/** Two contacts that were made one are two people after all: what had moved returns. */
import { and, asc, desc, eq, inArray, isNotNull, isNull, lt, type SQL, sql } from 'drizzle-orm';
import { identities, merges } from '../database/schema/contacts.ts';
import { conversations, threads } from '../database/schema/conversations.ts';
import { messages } from '../database/schema/messages.ts';
import type { Actor } from '../events/actor.ts';
import type { Scope } from '../events/scope.ts';
import { Refusal } from '../wire/problems.ts';
import { blockContact, unblockContact } from './blocking.ts';
import { accessContact, type ContactRow, conversationsOf } from './contacts.ts';
import { hand, holdArrivals, lockBoth, updateContact } from './merging.ts';

type MergeRow = typeof merges.$inferSelect;

/**
 * Takes a merge back: what had moved returns, also where it went on meanwhile. Fields that were changed since stay.
 * @throws Refusal not_found, conflict when a later merge, or one of conversations, stands on it
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
  const theirs = await conversationsOfOther(scope, merge, back);
  await refuseMergedAcross(scope, keptId, theirs);
  await returnThreads(scope, merge, theirs);
  const restored = restoredFields(kept, merge);
  await updateContact(scope, keptId, restored);
  await updateContact(scope, other.id, { mergedInto: null });
  await scope.tx
    .update(merges)
    .set({ undoneAt: sql`now()` })
    .where(and(eq(merges.workspaceId, scope.workspaceId), eq(merges.id, mergeId)));
  await hand(scope, actor, theirs, other);
  // What was decided about both since holds for each.
  if (kept.blocked && !other.blocked) await blockContact(scope, actor, other.id, false);
  if (other.blocked && !kept.blocked) await unblockContact(scope, actor, other.id);
  if (restored.name !== kept.name || restored.verified !== kept.verified) {
    await hand(scope, actor, await conversationsOf(scope, keptId), { ...kept, ...restored });
  }
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

/** What belonged to the other one and still does to both, and what only they have begun since. */
async function conversationsOfOther(
  scope: Scope,
  { moved, keptId, at }: MergeRow,
  owners: string[],
): Promise<string[]> {
  const here = scope.workspaceId;
  const rows = await scope.tx
    .select({ id: conversations.id, begun: conversations.createdAt, by: threads.identityId })
    .from(conversations)
    .leftJoin(
      threads,
      and(eq(threads.workspaceId, here), eq(threads.conversationId, conversations.id)),
    )
    .where(and(eq(conversations.workspaceId, here), eq(conversations.contactId, keptId)))
    .orderBy(asc(conversations.id));
  const isOthers = (id: string) =>
    rows.every((row) => row.id !== id || (row.begun > at && owners.includes(row.by ?? '')));
  const ids = [...new Set(rows.map(({ id }) => id))];
  return ids.filter((id) => moved.conversations.includes(id) || isOthers(id));
}

/** A conversation of one that goes on in one of the other could not say whose it is. */
async function refuseMergedAcross(scope: Scope, keptId: string, theirs: string[]): Promise<void> {
  const { id, number, mergedInto, contactId, workspaceId } = conversations;
  const merged = await scope.tx
    .select({ id, number, mergedInto })
    .from(conversations)
    .where(
      and(
        eq(workspaceId, scope.workspaceId),
        eq(contactId, keptId),
        isNotNull(mergedInto),
        // What was split off and put back at once has no past of its own.
        sql`not exists (select from conversation_splits where workspace_id = ${workspaceId}
          and into_id = ${id} and undone_at is not null)`,
      ),
    );
  const isTheirs = (one: string | null) => one !== null && theirs.includes(one);
  const across = merged.find((row) => isTheirs(row.id) !== isTheirs(row.mergedInto));
  if (!across) return;
  throw new Refusal(
    'conflict',
    `#${across.number} was merged into a conversation of the other: take that apart first.`,
  );
}

/**
 * A line of one that has gone on in a conversation of the other since goes on where it came from. Where it stood so
 * before the merge, it stays.
 */
async function returnThreads(scope: Scope, merge: MergeRow, theirs: string[]): Promise<void> {
  const all = await conversationsOf(scope, merge.keptId);
  const rest = all.filter((id) => !theirs.includes(id));
  for (const { id, conversationId, owner } of await linesOf(scope, merge)) {
    const [own, foreign] = owner === merge.mergedId ? [theirs, rest] : [rest, theirs];
    if (!foreign.includes(conversationId)) continue;
    const guest =
      (await lastSpokenIn(scope, id, lt(messages.createdAt, merge.at))) === conversationId;
    if (guest || own.length === 0) continue;
    const home = (await lastSpokenIn(scope, id, inArray(messages.conversationId, own))) ?? own[0];
    await scope.tx
      .update(threads)
      .set({ conversationId: home })
      .where(and(eq(threads.workspaceId, scope.workspaceId), eq(threads.id, id)));
  }
}

/** The lines of both, each with whose it is. */
function linesOf(scope: Scope, { keptId, mergedId }: MergeRow) {
  const here = scope.workspaceId;
  return scope.tx
    .select({
      id: threads.id,
      conversationId: threads.conversationId,
      owner: identities.contactId,
    })
    .from(threads)
    .innerJoin(
      identities,
      and(eq(identities.workspaceId, here), eq(identities.id, threads.identityId)),
    )
    .where(and(eq(threads.workspaceId, here), inArray(identities.contactId, [keptId, mergedId])))
    .orderBy(asc(threads.id))
    .for('update', { of: threads });
}

async function lastSpokenIn(
  scope: Scope,
  threadId: string,
  where: SQL,
): Promise<string | undefined> {
  const [row] = await scope.tx
    .select({ conversationId: messages.conversationId })
    .from(messages)
    .where(and(eq(messages.workspaceId, scope.workspaceId), eq(messages.threadId, threadId), where))
    .orderBy(desc(messages.createdAt))
    .limit(1);
  return row?.conversationId;
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

/** What it was before the merge, unless somebody has changed it since. */
function restoredFields(kept: ContactRow, { before, after }: MergeRow) {
  return {
    name: kept.name === after.name ? before.name : kept.name,
    claimedEmail:
      kept.claimedEmail === after.claimedEmail ? before.claimedEmail : kept.claimedEmail,
    verified: before.verified,
  };
}
