/** Files on their way to a platform: a `multipart/form-data` body as bytes (RFC 7578). */
import { createHash } from 'node:crypto';

export type FormPart =
  | { name: string; value: string }
  | { name: string; file: { name: string; type: string; content: Uint8Array } };

/**
 * The body and its content type. The same parts give the same bytes: the boundary is made from the
 * contents, so that a fixture can hold them and nothing inside can end a part.
 */
export function multipart(parts: readonly FormPart[]): { type: string; body: Uint8Array } {
  const bodies = parts.map((part) => Buffer.concat([head(part), contentOf(part)]));
  const hash = createHash('sha256');
  for (const body of bodies) hash.update(body);
  const boundary = `part-${hash.digest('hex').slice(0, 40)}`;
  const separated = bodies.flatMap((body) => [Buffer.from(`--${boundary}\r\n`), body]);
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    body: Buffer.concat([...separated, Buffer.from(`--${boundary}--\r\n`)]),
  };
}

function head(part: FormPart): Buffer {
  const named = `content-disposition: form-data; name="${quoted(part.name)}"`;
  if ('value' in part) return Buffer.from(`${named}\r\n\r\n`);
  const { name, type } = part.file;
  const plainType = type.replaceAll(/[^\x20-\x7e]/g, '');
  return Buffer.from(`${named}; filename="${quoted(name)}"\r\ncontent-type: ${plainType}\r\n\r\n`);
}

function contentOf(part: FormPart): Buffer {
  const content = 'value' in part ? Buffer.from(part.value) : part.file.content;
  return Buffer.concat([content, Buffer.from('\r\n')]);
}

/** As browsers write names, so that no quote or line break ends one. */
function quoted(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
