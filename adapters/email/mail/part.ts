/** A mail as the tree of parts it is made of (RFC 2046). */
import { type RawField, rawField, readFields } from './fields.ts';
import { keepWithin, LIMITS } from './limits.ts';
import { type Parameters, readParameters } from './parameters.ts';
import { decodeTransfer } from './transfer.ts';

export type Part = {
  fields: RawField[];
  contentType: Parameters;
  disposition: Parameters;
  /** As it stands in the mail, its transfer encoding not undone. */
  body: Buffer;
  /** Of a multipart; empty for all others. */
  parts: Part[];
};

/** @throws UnreadableMailError when there are too many parts, too deep in each other. */
export function readPart(bytes: Buffer): Part {
  return partIn(bytes, 0, { count: 0 });
}

/** The bytes a part stands for. */
export function contentOf(part: Part): Buffer {
  return decodeTransfer(part.body, rawField(part.fields, 'content-transfer-encoding'));
}

/**
 * What a part says it is. One that says nothing that makes sense is text (RFC 2045, section 5.2),
 * unless it has a name.
 */
export function typeOf(part: Part): string {
  const { value } = part.contentType;
  if (/^[\w.+-]+\/[\w.+-]+$/.test(value)) return value;
  return value !== '' && isNamed(part) ? 'application/octet-stream' : 'text/plain';
}

/** Whether somebody called it a file. */
export function isNamed({ contentType, disposition }: Part): boolean {
  const names = [...disposition.raw.keys(), ...contentType.raw.keys()];
  return names.some((name) => /^(?:file)?name(?:\*|$)/.test(name));
}

function partIn(bytes: Buffer, depth: number, counter: { count: number }): Part {
  counter.count += 1;
  keepWithin(LIMITS.parts, counter.count, 'parts');
  keepWithin(LIMITS.depth, depth, 'levels of parts');
  const { fields, end } = readFields(bytes);
  const contentType = readParameters(rawField(fields, 'content-type'));
  const disposition = readParameters(rawField(fields, 'content-disposition'));
  const part: Part = { fields, contentType, disposition, body: bytes.subarray(end), parts: [] };
  if (!contentType.value.startsWith('multipart/')) return part;
  const pieces = piecesOf(part);
  return { ...part, parts: pieces.map((piece) => partIn(piece, depth + 1, counter)) };
}

/** The bytes of each part. A body encoded as a whole, which nobody may do, is decoded first. */
function piecesOf(part: Part): Buffer[] {
  const boundary = part.contentType.raw.get('boundary')?.trim() ?? '';
  for (const bodyOf of [({ body }: Part) => body, contentOf]) {
    const body = bodyOf(part);
    const named = boundary === '' ? [] : split(body, boundary);
    const pieces = named.length > 0 ? named : split(body, guessedBoundary(body));
    if (pieces.length > 0) return pieces;
  }
  return [];
}

function split(body: Buffer, boundary: string): Buffer[] {
  if (boundary === '') return [];
  const pieces: Buffer[] = [];
  let from = -1;
  for (const line of delimiters(body, Buffer.from(`--${boundary}`, 'latin1'))) {
    if (from !== -1) pieces.push(body.subarray(from, pieceEnd(body, from, line.start)));
    keepWithin(LIMITS.parts, pieces.length, 'parts');
    from = line.isLast ? -1 : line.end;
  }
  if (from !== -1 && from < body.length) pieces.push(body.subarray(from));
  return pieces;
}

type Delimiter = { start: number; end: number; isLast: boolean };

function* delimiters(body: Buffer, mark: Buffer): Generator<Delimiter> {
  for (let at = body.indexOf(mark); at !== -1; at = body.indexOf(mark, at + mark.length)) {
    const isLineStart = at === 0 || body[at - 1] === 0x0a || body[at - 1] === 0x0d;
    if (!isLineStart) continue;
    const from = at + mark.length;
    const rest = /^(--)?[ \t]*(?:\r*\n|\r|$)/.exec(body.toString('latin1', from, from + 200));
    if (rest) yield { start: at, end: from + rest[0].length, isLast: rest[1] !== undefined };
  }
}

/** The end of the line before a delimiter belongs to the delimiter. */
function pieceEnd(body: Buffer, from: number, start: number): number {
  let end = start;
  if (end > from && body[end - 1] === 0x0a) end -= 1;
  if (end > from && body[end - 1] === 0x0d) end -= 1;
  return end;
}

/** Where the named boundary does not occur, the first line that looks like one is taken for it. */
function guessedBoundary(body: Buffer): string {
  const head = body.toString('latin1', 0, 64 * 1024);
  return (
    /^--([^\s-][^\r\n]{0,200}?|-[^\r\n]{0,200}?)[ \t]*\r*\ncontent-[a-z-]+[ \t]*:/im.exec(
      head,
    )?.[1] ?? ''
  );
}
