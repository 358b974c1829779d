/** Texts kept for being written again: an agent's own, which nobody else sees, and everybody's, which admins look after. */
import { asc, sql } from 'drizzle-orm';
import { savedReplies } from '../database/schema/saved-replies.ts';
import type { Actor } from '../events/actor.ts';
import type { Scope } from '../events/scope.ts';
import { cleanName } from '../events/text.ts';
import { unlessTaken } from '../events/unless-taken.ts';
import type { NewSavedReply, SavedReply, SavedReplyChange } from '../wire/saved-replies.ts';
import { begin, filled, holdKept, isIt, usableBy } from './own-or-shared.ts';

type Row = typeof savedReplies.$inferSelect;

/** All that this agent may use, by name. */
export async function listSavedReplies(scope: Scope, actor: Actor): Promise<SavedReply[]> {
  const rows = await scope.tx
    .select()
    .from(savedReplies)
    .where(usableBy(savedReplies, scope, actor))
    .orderBy(asc(sql`lower(${savedReplies.name})`), asc(savedReplies.id));
  return rows.map(present);
}

/** @throws Refusal forbidden when it is for everybody and the agent no admin; conflict when the name is taken */
export async function saveReply(
  scope: Scope,
  actor: Actor,
  { text, ...reply }: NewSavedReply,
): Promise<SavedReply> {
  const values = { ...begin(scope, actor, reply), text: filled(text) };
  const insert = ({ tx }: Scope) => tx.insert(savedReplies).values(values).returning();
  const [row] = await unlessTaken(scope, insert, TAKEN);
  return told(scope, row);
}

/** @throws Refusal not_found, forbidden, conflict */
export async function changeSavedReply(
  scope: Scope,
  actor: Actor,
  id: string,
  change: SavedReplyChange,
): Promise<SavedReply> {
  await holdKept(scope, actor, savedReplies, { id, missing: MISSING });
  const update = ({ tx }: Scope) =>
    tx
      .update(savedReplies)
      .set({ ...cleaned(change), updatedAt: sql`now()` })
      .where(isIt(savedReplies, scope, id))
      .returning();
  const [row] = await unlessTaken(scope, update, TAKEN);
  return told(scope, row);
}

/** What was written with it stays as it is. @throws Refusal not_found, forbidden */
export async function removeSavedReply(scope: Scope, actor: Actor, id: string): Promise<void> {
  await holdKept(scope, actor, savedReplies, { id, missing: MISSING });
  const [row] = await scope.tx
    .delete(savedReplies)
    .where(isIt(savedReplies, scope, id))
    .returning();
  told(scope, row);
}

const MISSING = 'There is no such saved reply.';
const TAKEN = 'There is a saved reply of this name already.';

function told(scope: Scope, row: Row | undefined): SavedReply {
  if (!row) throw new Error('the saved reply vanished');
  scope.effects.push({ type: 'list-changed', what: 'saved-replies' });
  return present(row);
}

const present = ({ id, name, text, agentId, updatedAt }: Row): SavedReply => ({
  ...{ id, name, text, shared: agentId === null },
  updatedAt: updatedAt.toISOString(),
});

const cleaned = ({ name, text }: SavedReplyChange) => ({
  ...(name !== undefined && { name: cleanName(name) }),
  ...(text !== undefined && { text: filled(text) }),
});
