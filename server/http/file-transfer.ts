/** Files over HTTP, both ways: streamed, and never active in our origin. */
import '@fastify/multipart';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Range } from '../attachments/depots/depot.ts';
import type { Files } from '../attachments/files.ts';
import type { Previews } from '../attachments/previews.ts';
import type { StoredFile } from '../attachments/spool.ts';
import { isInline, isSound } from '../attachments/types.ts';
import type { AttachmentRow } from '../attachments/uploads.ts';
import { Refusal } from '../wire/problems.ts';

/** Takes the one file of a multipart body. @throws Refusal invalid, too_large */
export async function takeFile(
  request: FastifyRequest,
  files: Files,
  maxBytes: number,
): Promise<{ name: string; stored: StoredFile }> {
  if (!request.isMultipart()) {
    throw new Refusal('media_type', 'Send the file as multipart/form-data in the field "file".');
  }
  const taken: { name: string; stored: StoredFile }[] = [];
  try {
    // Read to the end, so that a body that breaks off or goes on with more files is noticed.
    for await (const part of request.files({
      limits: { fileSize: maxBytes + 1, files: 1, fields: 0 },
    })) {
      taken.push({ name: part.filename, stored: await files.save(part.file, maxBytes) });
    }
  } catch (error) {
    throw isFormFault(error) ? unreadable() : error;
  } finally {
    // What is still coming is read all the same: half read, the connection would never end.
    request.raw.unpipe().resume();
  }
  const [file] = taken;
  if (!file) throw new Refusal('invalid', 'The field "file" is missing.');
  return file;
}

const unreadable = () =>
  new Refusal('malformed', 'The body is no whole multipart/form-data with one file.');

/** The parser throws bare errors; what has a code is a disk's, a connection's or the library's own. */
const isFormFault = (error: unknown): boolean =>
  error instanceof Error && !(error instanceof Refusal) && !('code' in error);

/**
 * Sends a stored file, or the part of it that was asked for. Only raster images may be shown in place; everything else
 * is a download, and even opened in a tab it runs nothing (trust rule A17).
 * @throws Refusal unavailable
 */
export async function sendFile(
  reply: FastifyReply,
  files: Files,
  file: AttachmentRow,
): Promise<FastifyReply> {
  const inline = isInline(file.type);
  shield(reply)
    .header('content-type', isNamed(reply.request, file.type) ? plain(file.type) : OPAQUE)
    .header('content-disposition', disposition(inline ? 'inline' : 'attachment', file.name))
    .header('accept-ranges', 'bytes')
    .header('etag', `"${file.digest}"`);
  const range = rangeOf(reply.request, file);
  if (range === 'none') {
    return reply.code(416).header('content-range', `bytes */${file.size}`).send();
  }
  if (!range) return reply.header('content-length', file.size).send(await files.read(file.digest));
  const { start, end } = range;
  return reply
    .code(206)
    .header('content-range', `bytes ${start}-${end}/${file.size}`)
    .header('content-length', end - start + 1)
    .send(await files.read(file.digest, range));
}

/**
 * Sends the small picture of an image, for threads.
 * @throws Refusal not_found when the file is no image that may be shown in place, unavailable
 */
export async function sendPreview(
  reply: FastifyReply,
  { files, previews }: { files: Files; previews: Previews },
  file: AttachmentRow,
): Promise<FastifyReply> {
  const preview = isInline(file.type) ? await previews.of(file.digest) : null;
  if (preview === null) throw new Refusal('not_found', 'There is no picture of this file.');
  if (preview === file.digest) return sendFile(reply, files, file);
  return shield(reply)
    .header('content-type', 'image/webp')
    .header('content-disposition', 'inline')
    .send(await files.read(preview));
}

/** Even opened in a tab it runs nothing, and no cache between keeps it. */
const shield = (reply: FastifyReply): FastifyReply =>
  reply
    .header('content-security-policy', "default-src 'none'; sandbox; frame-ancestors 'none'")
    .header('cache-control', 'private, max-age=300, no-transform');

/** One range, as browsers and download tools ask for it; anything else gets all of it (RFC 9110, 14.2). */
function rangeOf(
  { headers }: FastifyRequest,
  { size, digest }: AttachmentRow,
): Range | null | 'none' {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(headers.range ?? '') ?? [];
  const condition = headers['if-range'];
  if ((!from && !to) || (condition && condition !== `"${digest}"`)) return null;
  const start = from ? Number(from) : Math.max(0, size - Number(to));
  const end = from && to ? Math.min(Number(to), size - 1) : size - 1;
  return start <= end ? { start, end } : 'none';
}

/** Sound tells what it is to a player alone, where nothing of it can be run (Fetch Metadata, `sec-fetch-dest`). */
const isNamed = ({ headers }: FastifyRequest, type: string): boolean =>
  isInline(type) ||
  type === 'text/plain' ||
  (isSound(type) && headers['sec-fetch-dest'] === 'audio');

const OPAQUE = 'application/octet-stream';
const plain = (type: string) => (type === 'text/plain' ? 'text/plain; charset=utf-8' : type);

/** RFC 6266: an ASCII name for the old, the real one for everybody else. */
function disposition(kind: 'inline' | 'attachment', name: string): string {
  const ascii = name.replace(/[^\w.-]/g, '_');
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, escapeMore)}`;
}

const escapeMore = (letter: string) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`;
