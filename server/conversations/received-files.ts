/** The files of a message from outside: uploads made before, those that came along, and those still to be fetched. */
import type { AttachmentReference } from '../../adapters/message.ts';
import { fetchJobs, remoteFiles } from '../attachments/remote.ts';
import { attachUploads, type Delivered, storedFiles } from '../attachments/uploads.ts';
import { attachments } from '../database/schema/messages.ts';
import { jobs } from '../database/schema/workspaces.ts';
import type { Scope } from '../events/scope.ts';
import type { Attachment } from '../wire/messages.ts';
import { presentAttachment } from './beside.ts';

type Coming = {
  messageId: string;
  line: { channelId: string; key: string };
  references: readonly AttachmentReference[];
  /** Those that came along, saved already. */
  files: Delivered[];
};

export async function attach(
  scope: Scope,
  { messageId, line, references, files }: Coming,
): Promise<Attachment[]> {
  const uploads = references.flatMap(({ source }) => ('upload' in source ? [source.upload] : []));
  const owner = `thread:${line.channelId}:${line.key}` as const;
  const taken = await attachUploads(scope, messageId, owner, uploads);
  const stored = storedFiles(scope, messageId, files);
  const places = remoteFiles(scope, messageId, references, taken.length + stored.length);
  const rows = [...stored, ...places];
  if (rows.length > 0) await scope.tx.insert(attachments).values(rows);
  const tasks = fetchJobs(places);
  if (tasks.length > 0) {
    await scope.tx.insert(jobs).values(tasks);
    scope.effects.push({ type: 'due', at: new Date() });
  }
  return [...taken, ...rows].map(presentAttachment);
}
