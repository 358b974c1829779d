/** The block of header fields at the top of a mail or of one of its parts. */
import { keepWithin, LIMITS } from './limits.ts';

/** A field as it stands: name in lower case, value unfolded, one character for each byte. */
export type RawField = { name: string; value: string };

export type FieldBlock = {
  fields: RawField[];
  /** Where the body begins. */
  end: number;
};

/** The fields a mail is known by: they tell a header with a stray line in it from a body. */
const KNOWN =
  /^(?:from|to|cc|subject|date|received|message-id|reply-to|sender|return-path|mime-version|content-[a-z-]+|x-[a-z-]+)[ \t]*:/i;
const FIELD = /^([!-9;-~]+)[ \t]*:/;
/** How far to look for another field behind a stray line. */
const LOOK_AHEAD = 50;

/**
 * The fields from `start` on, up to the first empty line; of very many the first. A line that is no field ends them too,
 * unless more of the well-known ones follow: then it belongs to the field before it.
 * @throws UnreadableMailError when the block is larger than its limit.
 */
export function readFields(bytes: Buffer, start = 0): FieldBlock {
  const fields: RawField[] = [];
  let at = afterMailboxLine(bytes, start);
  let sure = 0;
  while (at < bytes.length) {
    const line = lineAt(bytes, at);
    keepWithin(LIMITS.headerBytes, line.end - start, 'bytes of header');
    if (line.text === '') return { fields: kept(fields), end: line.end };
    if (!addLine(fields, line.text)) {
      const last = fields.at(-1);
      if (sure < line.end) sure = fieldAhead(bytes, line.end);
      if (!last || sure === -1) break;
      last.value += ` ${line.text}`;
    }
    at = line.end;
  }
  return { fields: kept(fields), end: at };
}

/** Mailbox files put a line of their own before each mail. */
function afterMailboxLine(bytes: Buffer, start: number): number {
  const line = lineAt(bytes, start);
  return /^>?From [^:\s]/.test(line.text) ? line.end : start;
}

/** The first value of a field, one character for each byte; '' when there is none. */
export function rawField(fields: readonly RawField[], name: string): string {
  return fields.find((field) => field.name === name)?.value ?? '';
}

/** False for a line that is neither a field nor the continuation of one. */
function addLine(fields: RawField[], text: string): boolean {
  const last = fields.at(-1);
  if (last && /^[ \t]/.test(text)) {
    last.value += ` ${text.trim()}`;
    return true;
  }
  // There is nothing yet that the blanks before the first field could continue.
  const line = last ? text : withoutBlanks(text);
  const found = FIELD.exec(line);
  if (!found?.[1]) return false;
  // The last of too many makes room for the next, so that its further lines have a place to go.
  if (fields.length > LIMITS.fields) fields.pop();
  fields.push({ name: found[1].toLowerCase(), value: line.slice(found[0].length) });
  return true;
}

function withoutBlanks(text: string): string {
  const bare = text.trimStart();
  return KNOWN.test(bare) ? bare : text;
}

/** Where the next well-known field ends, -1 when there is none before the empty line. */
function fieldAhead(bytes: Buffer, from: number): number {
  let at = from;
  for (let count = 0; count < LOOK_AHEAD && at < bytes.length; count += 1) {
    const line = lineAt(bytes, at);
    if (line.text === '') return -1;
    if (KNOWN.test(line.text)) return line.end;
    at = line.end;
  }
  return -1;
}

/** The line at `at` without its end, and where the next one begins. */
function lineAt(bytes: Buffer, at: number): { text: string; end: number } {
  const feed = bytes.indexOf(0x0a, at);
  const end = feed === -1 ? bytes.length : feed + 1;
  let stop = feed === -1 ? end : feed;
  while (stop > at && bytes[stop - 1] === 0x0d) stop -= 1;
  return { text: bytes.toString('latin1', at, stop).replaceAll('\r', ' '), end };
}

function kept(fields: readonly RawField[]): RawField[] {
  return fields.slice(0, LIMITS.fields).map(({ name, value }) => ({ name, value: value.trim() }));
}
