/** Files over HTTP, both ways: streamed, and never active in our origin. */
import '@fastify/multipart';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Files, StoredFile } from '../attachments/files.ts';
import { isInline } from '../attachments/types.ts';
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
 * Sends a stored file. Only raster images may be shown in place; everything else is a download, and even opened
 * in a tab it runs nothing (trust rule A17).
 */
export function sendFile(reply: FastifyReply, files: Files, file: AttachmentRow): FastifyReply {
  const inline = isInline(file.type);
  return reply
    .header('content-type', inline || file.type === 'text/plain' ? plain(file.type) : OPAQUE)
    .header('content-length', file.size)
    .header('content-disposition', disposition(inline ? 'inline' : 'attachment', file.name))
    .header('content-security-policy', "default-src 'none'; sandbox; frame-ancestors 'none'")
    .header('cache-control', 'private, max-age=300, no-transform')
    .send(files.read(file.digest));
}

const OPAQUE = 'application/octet-stream';
const plain = (type: string) => (type === 'text/plain' ? 'text/plain; charset=utf-8' : type);

/** RFC 6266: an ASCII name for the old, the real one for everybody else. */
function disposition(kind: 'inline' | 'attachment', name: string): string {
  const ascii = name.replace(/[^\w.-]/g, '_');
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, escapeMore)}`;
}

const escapeMore = (letter: string) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`;
