/** Files on their way to a platform: a `multipart/form-data` body (RFC 7578). */
import { sha256 } from './signature.ts';

export type FormPart =
  | { name: string; value: string }
  | { name: string; file: { name: string; type: string; content: Blob } };

/**
 * The body, which knows its content type. Files are read while it is sent, and never whole.
 * @param seed an id of ours, younger than the files: the boundary is made from it, so that nothing
 *   inside can end a part and a fixture can hold it
 */
export function multipart(parts: readonly FormPart[], seed: string): Blob {
  const boundary = `part-${sha256(seed).slice(0, 40)}`;
  const pieces = parts.flatMap((part) => [
    `--${boundary}\r\n${head(part)}`,
    contentOf(part),
    '\r\n',
  ]);
  const type = `multipart/form-data; boundary=${boundary}`;
  return new Blob([...pieces, `--${boundary}--\r\n`], { type });
}

function head(part: FormPart): string {
  const named = `content-disposition: form-data; name="${quoted(part.name)}"`;
  if ('value' in part) return `${named}\r\n\r\n`;
  const { name, type } = part.file;
  const plainType = type.replaceAll(/[^\x20-\x7e]/g, '');
  return `${named}; filename="${quoted(name)}"\r\ncontent-type: ${plainType}\r\n\r\n`;
}

const contentOf = (part: FormPart) => ('value' in part ? part.value : part.file.content);

/** As browsers write names, so that no quote or line break ends one. */
function quoted(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
