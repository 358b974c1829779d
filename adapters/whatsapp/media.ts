/**
 * Files of the Cloud API. In: an id leads to an address that lives for five minutes, and both want
 * the access token. Out: uploaded first, sent by id. Limits: "Media" in the platform's documentation.
 */
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { RemoteFile } from '../adapter.ts';
import { ChannelError } from '../errors.ts';
import type { OutboundAttachment } from '../message.ts';
import { askGraph, type GraphLine, openMetaFile } from '../meta.ts';
import { multipart } from '../multipart.ts';
import { readAnswer } from '../platform.ts';

const MB = 1024 * 1024;

/** What each kind of message takes; what fits none of them is refused by the capabilities. */
const KINDS = [
  { kind: 'image', types: ['image/jpeg', 'image/png'], maxBytes: 5 * MB },
  { kind: 'video', types: ['video/mp4', 'video/3gpp'], maxBytes: 16 * MB },
  {
    kind: 'audio',
    types: ['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg'],
    maxBytes: 16 * MB,
  },
  { kind: 'sticker', types: ['image/webp'], maxBytes: 500 * 1024 },
  {
    kind: 'document',
    types: [
      'application/pdf',
      'text/plain',
      'application/msword',
      'application/vnd.ms-excel',
      'application/vnd.ms-powerpoint',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'application/vnd.openxmlformats-officedocument.presentationml.presentation',
    ],
    maxBytes: 100 * MB,
  },
] as const;

export const FILE_TYPES: readonly string[] = KINDS.flatMap(({ types }) => types);
export const LARGEST_FILE = 100 * MB;

const Address = Compile(Type.Object({ url: Type.String() }));
const Uploaded = Compile(Type.Object({ id: Type.String({ minLength: 1 }) }));

/** @param id the media's, as the webhook named it */
export async function download(id: string, line: GraphLine): Promise<RemoteFile> {
  const { phoneNumberId = '' } = line.settings;
  const path = `${encodeURIComponent(id)}?phone_number_id=${phoneNumberId}`;
  const { url } = await readAnswer(await askGraph(path, {}, line), Address);
  return openMetaFile(url, line, true);
}

/** The kind of message a file is sent as. @throws ChannelError `rejected` when it is too big */
export function kindOf({ name, type, size }: OutboundAttachment): string {
  const found = KINDS.find(({ types }) => types.some((one) => one === type));
  if (!found) throw new ChannelError('rejected', `WhatsApp takes no files like “${name}”.`);
  if (size <= found.maxBytes) return found.kind;
  const limit = found.maxBytes < MB ? '500 KB' : `${found.maxBytes / MB} MB`;
  throw new ChannelError('rejected', `“${name}” is too big: WhatsApp takes up to ${limit} of it.`);
}

/** Uploads a file; the id it answers is good for 30 days. */
export async function upload(file: OutboundAttachment, line: GraphLine): Promise<string> {
  const { id, name, type } = file;
  const parts = [
    { name: 'messaging_product', value: 'whatsapp' },
    { name: 'type', value: type },
    { name: 'file', file: { name, type, content: await file.read() } },
  ];
  const path = `${line.settings['phoneNumberId']}/media`;
  const response = await askGraph(path, { body: multipart(parts, id) }, line).catch(neverSent);
  return (await readAnswer(response, Uploaded).catch(neverSent)).id;
}

/** However an upload ends, no message has left yet: trying again cannot say anything twice. */
function neverSent(error: unknown): never {
  if (!(error instanceof ChannelError)) throw error;
  const { kind, reason, code, retryAfterMs } = error;
  throw new ChannelError(kind, reason, {
    ...(code !== undefined && { code }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}
