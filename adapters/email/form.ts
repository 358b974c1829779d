/** Form bodies as bytes: a raw mail in a field may hold bytes that are no UTF-8, which ready-made readers would lose. */
import type { AdapterRequest } from '../adapter.ts';

const MOST_PARTS = 200;

/** The fields of a multipart (RFC 7578) or urlencoded body; of repeated names the first. */
export function formFields({ headers, body }: AdapterRequest): Map<string, Uint8Array> {
  const type = headers['content-type'] ?? '';
  const [, boundary] = /boundary="?([^";,\s]{1,200})"?/i.exec(type) ?? [];
  if (/^multipart\/form-data\b/i.test(type) && boundary) return multipart(body, boundary);
  if (/^application\/x-www-form-urlencoded\b/i.test(type)) return urlencoded(body);
  return new Map();
}

function multipart(body: Uint8Array, boundary: string): Map<string, Uint8Array> {
  const fields = new Map<string, Uint8Array>();
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const line = Buffer.from(`--${boundary}`);
  let at = bytes.indexOf(line);
  for (let parts = 0; at >= 0 && parts < MOST_PARTS; parts += 1) {
    const start = at + line.length;
    const next = bytes.indexOf(line, start);
    if (next < 0) break;
    keepPart(fields, bytes.subarray(start, next));
    at = next;
  }
  return fields;
}

/** A part stands between the line end behind its boundary and the one before the next. */
function keepPart(fields: Map<string, Uint8Array>, part: Buffer): void {
  const headEnd = part.indexOf('\r\n\r\n');
  if (headEnd < 0) return;
  const head = part.subarray(0, headEnd).toString('latin1');
  const [, name] = /\bname="([^"]{1,100})"/i.exec(head) ?? [];
  if (name && !fields.has(name)) fields.set(name, part.subarray(headEnd + 4, part.length - 2));
}

function urlencoded(body: Uint8Array): Map<string, Uint8Array> {
  const fields = new Map<string, Uint8Array>();
  const text = Buffer.from(body).toString('latin1');
  for (const pair of text.split('&', MOST_PARTS)) {
    const end = pair.indexOf('=');
    if (end < 0) continue;
    const key = unescaped(pair.slice(0, end)).toString('utf8');
    if (!fields.has(key)) fields.set(key, unescaped(pair.slice(end + 1)));
  }
  return fields;
}

/** Percent escapes are bytes, not characters. */
function unescaped(text: string): Buffer {
  const bytes = text
    .replaceAll('+', ' ')
    .replace(/%([0-9a-f]{2})/gi, (_all, hex: string) => String.fromCharCode(Number(`0x${hex}`)));
  return Buffer.from(bytes, 'latin1');
}
