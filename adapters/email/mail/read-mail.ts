/** A raw mail understood, whatever is wrong with it. */
import { readAddresses } from './addresses.ts';
import { decodeStrictly, decodeUnlabelled } from './charset.ts';
import { readContents } from './contents.ts';
import { readDate } from './dates.ts';
import { type RawField, rawField } from './fields.ts';
import { keepWithin, LIMITS } from './limits.ts';
import type { Mail, MailAddress, MailHeader } from './mail.ts';
import { readMessageId, readMessageIds } from './message-ids.ts';
import { type Part, readPart, typeOf } from './part.ts';
import { decodeWords } from './words.ts';

/**
 * The mail in `raw`: pure, and for any bytes at all, an empty file and rubbish included. Addresses
 * beyond the limit are left out.
 * @throws UnreadableMailError when a mail is larger, or made of more or deeper parts, than the limits.
 */
export async function readMail(raw: Uint8Array): Promise<Mail> {
  keepWithin(LIMITS.bytes, raw.length, 'bytes');
  const root = readPart(readable(raw));
  const decode = headerDecoder(root);
  const fields = root.fields.map(({ name, value }) => ({ name, value: decode(value) }));
  const headers = fields.map(({ name, value }) => ({ name, value: oneLine(decodeWords(value)) }));
  return {
    headers,
    ...idsIn(fields),
    ...peopleIn(fields),
    subject: valueIn(headers, 'subject'),
    date: dateIn(fields),
    ...readContents(root, decode),
  };
}

/** Without what stands before the first field; lines of old machines end as lines do today. */
function readable(raw: Uint8Array): Buffer {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.length);
  const lines = bytes.includes(0x0a) ? bytes : withLineFeeds(bytes);
  const start = lines.toString('latin1', 0, 2_048);
  const empty = EMPTY.exec(start)?.[0].length ?? 0;
  const talk = TALK.exec(start.slice(empty))?.[0].length ?? 0;
  return lines.subarray(empty + talk);
}

const EMPTY = /^(?:\xef\xbb\xbf)?(?:[ \t]*\r*\n)*/;
/** What servers say to each other before a mail, kept with it: `+OK 1204 octets`. */
const TALK =
  /^(?!>?From |[ \t])(?:(?![!-9;-~]+[ \t]*:)[^\r\n]+\r*\n){1,5}?(?=(?:return-path|received|delivered-to|message-id|date|from|to|subject|mime-version|x-[a-z-]+):)/i;

function withLineFeeds(bytes: Buffer): Buffer {
  return bytes.includes(0x0d)
    ? Buffer.from(bytes.map((byte) => (byte === 0x0d ? 0x0a : byte)))
    : bytes;
}

/**
 * Reads header bytes nobody labelled: UTF-8, else what the mail's own texts are written in, else a
 * guess.
 */
function headerDecoder(root: Part): (raw: string) => string {
  const labels = [root, firstText(root)].map((part) => part?.contentType.raw.get('charset') ?? '');
  return (raw) => {
    if (!/[^\p{ASCII}]/u.test(raw) && !raw.includes(ESCAPE)) return raw;
    const bytes = Buffer.from(raw, 'latin1');
    for (const label of ['utf-8', ...labels]) {
      const text = raw.includes(ESCAPE) && label === 'utf-8' ? null : decodeStrictly(bytes, label);
      if (text !== null) return text;
    }
    return decodeUnlabelled(bytes);
  };
}

/** Begins another alphabet in Japanese, Korean and Chinese texts of seven bits. */
const ESCAPE = '\x1b';

function firstText(part: Part): Part | undefined {
  if (part.parts.length === 0) return typeOf(part).startsWith('text/') ? part : undefined;
  for (const child of part.parts) {
    const found = firstText(child);
    if (found) return found;
  }
  return undefined;
}

function idsIn(fields: readonly RawField[]) {
  const answered = readMessageIds(valuesOf(fields, 'in-reply-to').join(' '));
  return {
    messageId: readMessageId(valueIn(fields, 'message-id')),
    inReplyTo: answered[0] ?? '',
    references: readMessageIds(valuesOf(fields, 'references').join(' ')),
  };
}

function peopleIn(fields: readonly RawField[]) {
  const people = (name: string) =>
    valuesOf(fields, name).flatMap(readAddresses).slice(0, LIMITS.addresses);
  const named = (name: string) => people(name).filter(({ address }) => address !== '');
  const [sender = null] = named('sender');
  const replyTo = named('reply-to');
  const candidates = [...people('from'), ...replyTo, ...named('sender'), ...named('return-path')];
  const from = candidates.find(({ address }) => address !== '') ?? candidates[0] ?? NOBODY;
  return {
    from,
    sender,
    replyTo,
    to: named('to'),
    cc: named('cc'),
    deliveredTo: deliveredTo(named),
  };
}

const NOBODY: MailAddress = { address: '', name: '' };

function deliveredTo(named: (name: string) => MailAddress[]): string[] {
  const stamps = ['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to'];
  return [...new Set(stamps.flatMap(named).map(({ address }) => address))];
}

/** A clock a day ahead of the servers on the way is not trusted, nor one before there was mail. */
function dateIn(fields: readonly RawField[]): Date | null {
  const said = readDate(valueIn(fields, 'date'));
  const seen = valuesOf(fields, 'received').map((stamp) => readDate(stamp.split(';').at(-1) ?? ''));
  const first = seen.findLast((moment) => moment !== null) ?? null;
  if (said === null || said.getTime() < EPOCH || said.getTime() > DOOMSDAY) return first;
  return first && said.getTime() > first.getTime() + DAY ? first : said;
}

const DAY = 24 * 60 * 60 * 1_000;
const EPOCH = Date.UTC(1980, 0, 1);
const DOOMSDAY = Date.UTC(2100, 0, 1);

function valuesOf(fields: readonly MailHeader[], name: string): string[] {
  return fields.filter((field) => field.name === name).map(({ value }) => value);
}

/** The first that says anything. */
function valueIn(fields: readonly MailHeader[], name: string): string {
  return valuesOf(fields, name).find((value) => value !== '') ?? rawField(fields, name);
}

function oneLine(text: string): string {
  return text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
}
