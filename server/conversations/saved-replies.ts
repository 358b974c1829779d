/** Texts kept for being written again: an agent's own, which nobody else sees, and everybody's, which admins look after. */
import { and, asc, sql } from 'drizzle-orm';
import { copyFiles, dropFiles, filesOf, keepFiles } from '../attachments/reply-files.ts';
import type { AttachmentRow } from '../attachments/uploads.ts';
import { savedReplies } from '../database/schema/saved-replies.ts';
import type { Actor } from '../events/actor.ts';
import type { Scope } from '../events/scope.ts';
import { cleanName } from '../events/text.ts';
import { unlessTaken } from '../events/unless-taken.ts';
import type { Attachment } from '../wire/messages.ts';
import { Refusal } from '../wire/problems.ts';
import type { NewSavedReply, SavedReply, SavedReplyChange } from '../wire/saved-replies.ts';
import { presentAttachment } from './beside.ts';
import { begin, filled, holdKept, isIt, usableBy } from './own-or-shared.ts';

type Row = typeof savedReplies.$inferSelect;

/** All that this agent may use, by name. */
export async function listSavedReplies(scope: Scope, actor: Actor): Promise<SavedReply[]> {
  const rows = await scope.tx
    .select()
    .from(savedReplies)
    .where(usableBy(savedReplies, scope, actor))
    .orderBy(asc(sql`lower(${savedReplies.name})`), asc(savedReplies.id));
  const files = await filesOf(
    scope,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => present(row, files.get(row.id)));
}

/** @throws Refusal forbidden when it is for everybody and the agent no admin; conflict when the name is taken */
export async function saveReply(
  scope: Scope,
  actor: Actor,
  { text, attachments = [], ...reply }: NewSavedReply,
): Promise<SavedReply> {
  const values = { ...begin(scope, actor, reply), text: filled(text) };
  const insert = ({ tx }: Scope) => tx.insert(savedReplies).values(values).returning();
  const [row] = await unlessTaken(scope, insert, TAKEN);
  await keepFiles(scope, actor.agentId, { replyId: values.id, ids: attachments });
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
  const { attachments: ids } = change;
  if (ids) await keepFiles(scope, actor.agentId, { replyId: id, ids });
  return told(scope, row);
}

/** What was written with it stays as it is. @throws Refusal not_found, forbidden */
export async function removeSavedReply(scope: Scope, actor: Actor, id: string): Promise<void> {
  await holdKept(scope, actor, savedReplies, { id, missing: MISSING });
  await dropFiles(scope, id);
  const [row] = await scope.tx
    .delete(savedReplies)
    .where(isIt(savedReplies, scope, id))
    .returning();
  await told(scope, row);
}

/** Its files as uploads of the agent's own, to go with what is being written. @throws Refusal not_found */
export async function takeReplyFiles(
  scope: Scope,
  actor: Actor,
  id: string,
): Promise<Attachment[]> {
  const [row] = await scope.tx
    .select({ id: savedReplies.id })
    .from(savedReplies)
    .where(and(isIt(savedReplies, scope, id), usableBy(savedReplies, scope, actor)));
  if (!row) throw new Refusal('not_found', MISSING);
  return (await copyFiles(scope, actor.agentId, id)).map(presentAttachment);
}

const MISSING = 'There is no such saved reply.';
const TAKEN = 'There is a saved reply of this name already.';

async function told(scope: Scope, row: Row | undefined): Promise<SavedReply> {
  if (!row) throw new Error('the saved reply vanished');
  scope.effects.push({ type: 'list-changed', what: 'saved-replies' });
  const files = await filesOf(scope, [row.id]);
  return present(row, files.get(row.id));
}

function present(
  { id, name, text, agentId, updatedAt }: Row,
  files: AttachmentRow[] = [],
): SavedReply {
  return {
    ...{ id, name, text, shared: agentId === null },
    attachments: files.map(presentAttachment),
    updatedAt: updatedAt.toISOString(),
  };
}

const cleaned = ({ name, text }: SavedReplyChange) => ({
  ...(name !== undefined && { name: cleanName(name) }),
  ...(text !== undefined && { text: filled(text) }),
});
