/** The files of saved replies: kept as long as the reply, and copied for whoever uses it. The bytes are there once. */
import { and, asc, eq, inArray, isNull, like, not, or } from 'drizzle-orm';
import { attachments } from '../database/schema/messages.ts';
import { savedReplies } from '../database/schema/saved-replies.ts';
import { newId } from '../events/ids.ts';
import type { Scope } from '../events/scope.ts';
import { Refusal } from '../wire/problems.ts';

type AttachmentRow = typeof attachments.$inferSelect;

const OWNER = 'reply:';
const ownerOf = (replyId: string) => `${OWNER}${replyId}`;

/** Uploads that neither a message nor a reply has taken. */
export const isForgotten = and(
  isNull(attachments.messageId),
  not(like(attachments.owner, `${OWNER}%`)),
);

/** In their order, by the reply they belong to. */
export async function filesOf(
  scope: Scope,
  replyIds: readonly string[],
): Promise<Map<string, AttachmentRow[]>> {
  const rows = replyIds.length === 0 ? [] : await select(scope, replyIds);
  const files = new Map<string, AttachmentRow[]>(replyIds.map((id) => [id, []]));
  for (const row of rows) files.get(row.owner.slice(OWNER.length))?.push(row);
  return files;
}

function select({ tx, workspaceId }: Scope, replyIds: readonly string[]) {
  return tx
    .select()
    .from(attachments)
    .where(
      and(
        eq(attachments.workspaceId, workspaceId),
        isNull(attachments.messageId),
        inArray(attachments.owner, replyIds.map(ownerOf)),
      ),
    )
    .orderBy(asc(attachments.position), asc(attachments.id));
}

/**
 * Gives a reply exactly these files, in this order: those it has, and uploads of the agent's.
 * @throws Refusal invalid when one of them is neither
 */
export async function keepFiles(
  scope: Scope,
  agentId: string,
  { replyId, ids }: { replyId: string; ids: readonly string[] },
): Promise<void> {
  const { tx, workspaceId } = scope;
  const owner = ownerOf(replyId);
  for (const [position, id] of ids.entries()) {
    const [taken] = await tx
      .update(attachments)
      .set({ owner, position })
      .where(
        and(
          eq(attachments.workspaceId, workspaceId),
          eq(attachments.id, id),
          isNull(attachments.messageId),
          inArray(attachments.owner, [owner, `agent:${agentId}`]),
        ),
      )
      .returning({ id: attachments.id });
    if (!taken) throw new Refusal('invalid', 'attachments: an upload is not there.');
  }
  const left = await select(scope, [replyId]);
  await drop(
    scope,
    left.filter(({ id }) => !ids.includes(id)),
  );
}

/** They go with their reply. */
export async function dropFiles(scope: Scope, replyId: string): Promise<void> {
  await drop(scope, await select(scope, [replyId]));
}

async function drop({ tx, workspaceId }: Scope, rows: readonly AttachmentRow[]): Promise<void> {
  if (rows.length === 0) return;
  const ids = rows.map(({ id }) => id);
  const those = and(eq(attachments.workspaceId, workspaceId), inArray(attachments.id, ids));
  await tx.delete(attachments).where(those);
}

/** The same files as uploads of the agent's own, to go with a message. */
export async function copyFiles(
  scope: Scope,
  agentId: string,
  replyId: string,
): Promise<AttachmentRow[]> {
  const rows = await select(scope, [replyId]);
  if (rows.length === 0) return [];
  const copies = rows.map(({ createdAt: _at, ...row }) => {
    return { ...row, id: newId(), owner: `agent:${agentId}` };
  });
  return scope.tx.insert(attachments).values(copies).returning();
}

/** Whether a file belongs to a reply that the agent may use. */
export async function isOfUsable(
  { tx, workspaceId }: Scope,
  agentId: string,
  { owner }: AttachmentRow,
): Promise<boolean> {
  if (!owner.startsWith(OWNER)) return false;
  const [reply] = await tx
    .select({ id: savedReplies.id })
    .from(savedReplies)
    .where(
      and(
        eq(savedReplies.workspaceId, workspaceId),
        eq(savedReplies.id, owner.slice(OWNER.length)),
        or(isNull(savedReplies.agentId), eq(savedReplies.agentId, agentId)),
      ),
    );
  return reply !== undefined;
}
