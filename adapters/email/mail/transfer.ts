/** Content-Transfer-Encoding undone (RFC 2045), as far as what arrived allows. */
import { uuBytes } from './uuencode.ts';

/** The bytes that `body` stands for. An encoding nobody knows leaves them as they are. */
export function decodeTransfer(body: Buffer, encoding: string): Buffer {
  const name = encoding.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  if (name === 'base64') return base64Bytes(body.toString('latin1'));
  if (name === 'quotedprintable' || name === 'qp') return quotedPrintableBytes(body);
  if (/^(?:xuu|uu|xuue|uue)(?:ncode|ncoded)?$/.test(name)) return uuBytes(body.toString('latin1'));
  return body;
}

/**
 * The bytes of base64 with anything between its letters. Padding ends it, unless what follows is
 * base64 again: lists add their footers behind it.
 */
export function base64Bytes(text: string): Buffer {
  if (!text.includes('=')) return Buffer.from(text.replaceAll(/[^A-Za-z0-9+/]/g, ''), 'base64');
  const chunks: Buffer[] = [];
  for (const piece of text.split(/=+/)) {
    const letters = piece.replaceAll(/[^A-Za-z0-9+/]/g, '');
    if (chunks.length > 0 && !isBase64(piece)) break;
    chunks.push(Buffer.from(letters, 'base64'));
  }
  return Buffer.concat(chunks);
}

function isBase64(piece: string): boolean {
  return /^[A-Za-z0-9+/\r\n]*$/.test(piece);
}

/** A broken code stays as it stands; blanks before a line's end were added on the way. */
function quotedPrintableBytes(body: Buffer): Buffer {
  const lines = body.toString('latin1').split('\n');
  const joined = lines.map((line, at) => {
    const kept = line.slice(0, blanksStart(line));
    if (kept.endsWith('=')) return kept.slice(0, -1);
    if (at === lines.length - 1) return kept;
    return line.endsWith('\r') ? `${kept}\r\n` : `${kept}\n`;
  });
  return bytesOfCodes(joined.join(''));
}

/** `=E4=BD=A0` as bytes; `text` has one character for each byte. */
export function bytesOfCodes(text: string): Buffer {
  const decoded = text.replaceAll(/=([0-9a-f]{2})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  return Buffer.from(decoded, 'latin1');
}

/** Where the blanks at the end of a line begin; not `trimEnd`, which knows more of them. */
function blanksStart(line: string): number {
  let at = line.length;
  while (at > 0 && ' \t\r'.includes(line[at - 1] ?? '-')) at -= 1;
  // The one blank that means something: it makes two dashes a signature.
  return at === 2 && line.startsWith('-- ') ? 3 : at;
}
