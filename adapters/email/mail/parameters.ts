/** Fields with parameters: Content-Type and Content-Disposition (RFC 2045, RFC 2231). */
import { decodeText } from './charset.ts';
import { decodeWords } from './words.ts';

export type Parameters = {
  /** Before the first parameter, lower case. */
  value: string;
  /** Names in lower case, values as one character for each byte; of two the first counts. */
  raw: ReadonlyMap<string, string>;
};

/** `field` taken apart, however carelessly it was put together. */
export function readParameters(field: string): Parameters {
  const value = /^[^\s;]*/.exec(field)?.[0] ?? '';
  const raw = new Map<string, string>();
  for (let at = value.length; at < field.length; ) {
    const { name, text, end } = parameterAt(field, at);
    if (name !== '' && !raw.has(name)) raw.set(name, text);
    at = end;
  }
  return { value: value.toLowerCase(), raw };
}

/**
 * The decoded text of a parameter, put together from its pieces (`name*0*=…; name*1=…`), '' when
 * there is none. `decode` reads bytes nobody labelled.
 */
export function parameterText(
  parameters: Parameters,
  name: string,
  decode: (raw: string) => string,
): string {
  const { raw } = parameters;
  const extended = raw.get(`${name}*`);
  if (extended !== undefined) return decodeExtended([{ text: extended, isCoded: true }], decode);
  const pieces = piecesOf(raw, name);
  const plain = raw.get(name);
  if (plain !== undefined && pieces.length === 0) return decodeWords(decode(plain)).trim();
  return decodeExtended(pieces, decode);
}

type Piece = { text: string; isCoded: boolean };

const BLANK = /[\s;]/;

function parameterAt(field: string, start: number): { name: string; text: string; end: number } {
  let at = start;
  while (at < field.length && BLANK.test(field[at] ?? '')) at += 1;
  const from = at;
  while (at < field.length && !/[=;]/.test(field[at] ?? '')) at += 1;
  const name = field.slice(from, at).trim().toLowerCase();
  if (field[at] !== '=') return { name: '', text: '', end: at };
  at += 1;
  while (field[at] === ' ' || field[at] === '\t') at += 1;
  if (field[at] === '"') return { name, ...quotedAt(field, at) };
  const stop = field.indexOf(';', at);
  const end = stop === -1 ? field.length : stop;
  return { name, text: field.slice(at, end).trim(), end };
}

/** A backslash only escapes what needs it: Windows paths are full of others. */
function quotedAt(field: string, quote: number): { text: string; end: number } {
  let text = '';
  let at = quote + 1;
  for (; at < field.length && field[at] !== '"'; at += 1) {
    const next = field[at + 1];
    if (field[at] === '\\' && (next === '"' || next === '\\')) at += 1;
    text += field[at];
  }
  const stop = field.indexOf(';', at);
  return { text, end: stop === -1 ? field.length : stop };
}

function piecesOf(raw: ReadonlyMap<string, string>, name: string): Piece[] {
  const pieces: Piece[] = [];
  for (let index = 0; ; index += 1) {
    const coded = raw.get(`${name}*${index}*`);
    const text = coded ?? raw.get(`${name}*${index}`);
    // Some count from one.
    if (text === undefined && index > 0) return pieces;
    if (text !== undefined) pieces.push({ text, isCoded: coded !== undefined });
  }
}

function decodeExtended(pieces: readonly Piece[], decode: (raw: string) => string): string {
  const [first] = pieces;
  if (!first) return '';
  const label = first.isCoded ? /^([^']*)'[^']*'/.exec(first.text) : null;
  const bytes = pieces
    .map(({ text, isCoded }, index) => {
      const rest = index === 0 && label ? text.slice(label[0].length) : text;
      return isCoded ? percentDecoded(rest) : rest;
    })
    .join('');
  const text = label?.[1] ? decodeText(Buffer.from(bytes, 'latin1'), label[1]) : decode(bytes);
  return decodeWords(text).trim();
}

function percentDecoded(text: string): string {
  return text.replaceAll(/%([0-9a-f]{2})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
