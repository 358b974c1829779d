/** The files of a message from outside: uploads made before, those that came along, and those still to be fetched. */
import type { AttachmentReference } from '../../adapters/message.ts';
import { attachRemote } from '../attachments/remote.ts';
import { attachStored, attachUploads, type Delivered } from '../attachments/uploads.ts';
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
  const stored = await attachStored(scope, messageId, files);
  const here = [...taken, ...stored];
  const places = await attachRemote(scope, messageId, references, here.length);
  return [...here, ...places].map(presentAttachment);
}
