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
  const pieces = text.split(/=+/);
  if (pieces.length === 1) return plainBase64Bytes(text);
  const bytes = Buffer.allocUnsafe(text.length);
  let end = 0;
  for (const [at, piece] of pieces.entries()) {
    if (at > 0 && !isBase64(piece)) break;
    end += at > 0 ? bytes.write(piece, end, 'base64') : plainBase64Bytes(piece).copy(bytes);
  }
  return bytes.subarray(0, end);
}

function plainBase64Bytes(text: string): Buffer {
  return Buffer.from(text.replaceAll(/[^A-Za-z0-9+/]/g, ''), 'base64');
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
  const bytes = Buffer.from(text, 'latin1');
  let end = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    const code = byte === EQUALS ? hexValue(bytes[at + 1]) * 16 + hexValue(bytes[at + 2]) : -1;
    bytes[end] = code < 0 ? byte : code;
    if (code >= 0) at += 2;
    end += 1;
  }
  return bytes.subarray(0, end);
}

const EQUALS = 0x3d;

/** Of a digit's character code; far below zero for any other. */
function hexValue(code = 0): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1_000;
}

/** Where the blanks at the end of a line begin; not `trimEnd`, which knows more of them. */
function blanksStart(line: string): number {
  let at = line.length;
  while (at > 0 && ' \t\r'.includes(line[at - 1] ?? '-')) at -= 1;
  // The one blank that means something: it makes two dashes a signature.
  return at === 2 && line.startsWith('-- ') ? 3 : at;
}
