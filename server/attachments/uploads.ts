/** Uploads: bytes first, then the message that takes them along. Who may see them is decided here. */
import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import { ChannelError } from '../../adapters/errors.ts';
import type { OutboundAttachment } from '../../adapters/message.ts';
import { selectBy } from '../database/prepared.ts';
import { attachments, messages } from '../database/schema/messages.ts';
import { newId } from '../events/ids.ts';
import type { Scope } from '../events/scope.ts';
import { clean } from '../events/text.ts';
import { Refusal } from '../wire/problems.ts';
import { DamagedFileError, MissingFileError } from './depots/depot.ts';
import type { Files } from './files.ts';
import { isOfUsable } from './reply-files.ts';
import type { StoredFile } from './spool.ts';

export type AttachmentRow = typeof attachments.$inferSelect;

/** A join: the message that a file belongs to. */
export const ofAttachment = and(
  eq(messages.workspaceId, attachments.workspaceId),
  eq(messages.id, attachments.messageId),
);

/** Whose upload it is until a message takes it: an agent's, or the line's it was made on. */
export type Owner = `agent:${string}` | `thread:${string}:${string}`;

/** What the most generous channel carries: on which one a file goes out shows only with its message. */
export function largestUpload(catalogue: Scope['catalogue']): number {
  const limits = [...catalogue.values()].map(({ capabilities }) => capabilities.attachments);
  return Math.max(0, ...limits.map((limit) => limit?.maxBytes ?? 0));
}

export async function recordUpload(
  scope: Scope,
  owner: Owner,
  name: string,
  file: StoredFile,
): Promise<AttachmentRow> {
  const [row] = await scope.tx
    .insert(attachments)
    .values({ workspaceId: scope.workspaceId, id: newId(), owner, name: safeName(name), ...file })
    .returning();
  if (!row) throw new Error('the upload was not stored');
  return row;
}

/**
 * Gives uploads to a message, in order. Each serves its owner alone, and once: unless the message was taken back.
 * @throws Refusal invalid when one of them is unknown, another's, or used already
 */
export async function attachUploads(
  scope: Scope,
  messageId: string,
  owner: Owner,
  uploadIds: string[],
): Promise<AttachmentRow[]> {
  const attached: AttachmentRow[] = [];
  for (const [position, id] of uploadIds.entries()) {
    const taken = await scope.tx
      .update(attachments)
      .set({ messageId, position })
      .where(
        and(
          eq(attachments.workspaceId, scope.workspaceId),
          eq(attachments.id, id),
          eq(attachments.owner, owner),
          isNull(attachments.messageId),
        ),
      )
      .returning();
    const [file] =
      taken.length > 0 ? taken : await copyTakenBack(scope, { owner, id, messageId, position });
    if (!file) throw new Refusal('invalid', 'attachments: an upload is not there.');
    attached.push(file);
  }
  return attached;
}

type Again = { owner: Owner; id: string; messageId: string; position: number };

/** What was to go with a message that never went: it stays there, and goes with this one. */
async function copyTakenBack(
  scope: Scope,
  { owner, id, ...place }: Again,
): Promise<AttachmentRow[]> {
  const [found] = await scope.tx
    .select({ file: attachments })
    .from(attachments)
    .innerJoin(messages, ofAttachment)
    .where(
      and(
        eq(attachments.workspaceId, scope.workspaceId),
        eq(attachments.id, id),
        eq(attachments.owner, owner),
        eq(messages.state, 'cancelled'),
      ),
    );
  if (!found) return [];
  const { createdAt: _, ...file } = found.file;
  return scope.tx
    .insert(attachments)
    .values({ ...file, ...place, id: newId() })
    .returning();
}

/** A file that came with a message, in the store already. */
export type Delivered = { name: string; contentId: string | null; file: StoredFile };

/** Of a file on its way into the store: all of its row but the moment of its writing. */
export type NewAttachment = Omit<AttachmentRow, 'createdAt'>;

/** The files that came with a message, in order. */
export const storedFiles = (
  { workspaceId }: Scope,
  messageId: string,
  files: readonly Delivered[],
): NewAttachment[] =>
  files.map(({ name, contentId, file }, position) => ({
    workspaceId,
    id: newId(),
    messageId,
    owner: `message:${messageId}`,
    name: safeName(name),
    contentId,
    position,
    state: 'ready',
    remote: null,
    problem: null,
    ...file,
  }));

/** The files of one message go along with another that passes it on. */
export async function copyAttachments(
  scope: Scope,
  fromMessageId: string,
  toMessageId: string,
): Promise<void> {
  const rows = await scope.tx
    .select()
    .from(attachments)
    .where(readyFilesOf(scope, fromMessageId))
    .orderBy(asc(attachments.position));
  if (rows.length === 0) return;
  await scope.tx.insert(attachments).values(
    rows.map(({ createdAt, ...row }) => ({
      ...row,
      id: newId(),
      messageId: toMessageId,
      // Behind what the agent has attached.
      position: 100 + row.position,
    })),
  );
}

/** What was uploaded and not sent yet goes along when its line becomes another's. */
export async function passUploads(scope: Scope, from: Owner, to: Owner): Promise<void> {
  await scope.tx
    .update(attachments)
    .set({ owner: to })
    .where(
      and(
        eq(attachments.workspaceId, scope.workspaceId),
        isNull(attachments.messageId),
        eq(attachments.owner, from),
      ),
    );
}

/** A file as an agent may open it: sent or received in the workspace, of a saved reply, or the agent's own upload. @throws Refusal not_found */
export async function accessAttachment(
  scope: Scope,
  agentId: string,
  id: string,
): Promise<AttachmentRow> {
  const row = await readyFile(scope, id);
  if (row && (row.messageId !== null || row.owner === `agent:${agentId}`)) return row;
  if (row && (await isOfUsable(scope, agentId, row))) return row;
  throw new Refusal('not_found', 'There is no such file.');
}

/** A file whose ticket was issued to somebody who may see its message. @throws Refusal not_found */
export async function fileOfTicket(scope: Scope, id: string): Promise<AttachmentRow> {
  const row = await readyFile(scope, id);
  if (row?.messageId) return row;
  throw new Refusal('not_found', 'There is no such file.');
}

async function readyFile(scope: Scope, id: string): Promise<AttachmentRow | undefined> {
  const [row] = await scope.tx
    .select()
    .from(attachments)
    .where(and(eq(attachments.workspaceId, scope.workspaceId), eq(attachments.id, id), isReady));
  return row;
}

/** What still lies with the platform, or never came, cannot be opened. */
const isReady = eq(attachments.state, 'ready');

const readyFilesOf = (scope: Scope, messageId: string) =>
  and(
    eq(attachments.workspaceId, scope.workspaceId),
    eq(attachments.messageId, messageId),
    isReady,
  );

/** A file as one outside person may open it: on their own thread, never on a note. @throws Refusal not_found */
export async function accessLineAttachment(
  scope: Scope,
  threadId: string,
  id: string,
): Promise<AttachmentRow> {
  const [row] = await scope.tx
    .select({ file: attachments })
    .from(attachments)
    .innerJoin(messages, ofAttachment)
    .where(
      and(
        eq(attachments.workspaceId, scope.workspaceId),
        eq(attachments.id, id),
        isReady,
        eq(messages.threadId, threadId),
        inArray(messages.direction, ['in', 'out']),
      ),
    );
  if (row) return row.file;
  throw new Refusal('not_found', 'There is no such file.');
}

/** Where files are, and under what address others can fetch them. */
export type Shelf = {
  files: Files;
  /** The name says what kind of file it is to those who go by the end of an address. */
  link(file: { workspaceId: string; attachmentId: string; name: string }): string;
};

const selectReady = selectBy({
  table: attachments,
  by: 'messageId',
  also: `and "row".state = 'ready' order by "row".position`,
});

/** The files of messages on their way out, by message id. */
export async function outboundFiles(
  scope: Scope,
  { files, link }: Shelf,
  messageIds: readonly string[],
): Promise<Map<string, OutboundAttachment[]>> {
  const rows = await selectReady(scope.tx, scope.workspaceId, messageIds).execute();
  const found = new Map<string, OutboundAttachment[]>();
  for (const { id, messageId, name, type, size, digest } of rows) {
    const file = {
      ...{ id, name, type, size },
      read: () => files.open(digest).catch(laterOrNever),
      link: () => link({ workspaceId: scope.workspaceId, attachmentId: id, name }),
    };
    if (messageId) found.set(messageId, [...(found.get(messageId) ?? []), file]);
  }
  return found;
}

/** Nothing has gone out yet: when the store is back, it goes. What is lost or damaged never will. */
function laterOrNever(error: unknown): never {
  if (error instanceof Refusal) throw new ChannelError('retry', 'The file store is away.');
  if (error instanceof MissingFileError || error instanceof DamagedFileError) {
    throw new ChannelError('rejected', 'A file of this message is lost; attach it again.');
  }
  throw error;
}

/** A name for people: no folders, no control characters, no direction tricks, a sane length. */
export function safeName(name: string): string {
  const plain = clean(name)
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .replace(/^.*[\\/]/, '')
    .trim();
  return [...plain].slice(-150).join('') || 'file';
}
