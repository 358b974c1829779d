/** Names and addresses as mail programs write them into a quoted header. */
import type { MailAddress } from '../mail/mail.ts';

/** Nobody in particular. */
export const NOBODY: MailAddress = { address: '', name: '' };

/** All mailboxes in a header value: `Ana <ana@example.com>, "Bo" [mailto:bo@example.com]; Cy`. */
export function readMailboxes(value: string): MailAddress[] {
  return splitMailboxes(plainBrackets(value))
    .map(readPlain)
    .filter(({ address, name }) => address !== '' || name !== '');
}

/** One mailbox; a name without an address is a name. */
export function readMailbox(text: string): MailAddress {
  return readPlain(plainBrackets(text));
}

function readPlain(text: string): MailAddress {
  const found = ADDRESS.exec(text);
  if (!found) return { address: '', name: cleanName(text) };
  const address = found[0].toLowerCase();
  const before = cleanName(text.slice(0, found.index));
  const name = before || cleanName(text.slice(found.index + found[0].length));
  return { address, name: ADDRESS.exec(name)?.[0] === name ? '' : name };
}

const ADDRESS = /[^\s<>()[\]"'“”„«»:;,|@＜＞（）]{1,128}@[^\s<>()[\]"'“”„«»:;,|@＜＞（）]{1,128}/u;

/** `<a@b<mailto:a@b>>`, `[mailto:a@b]` and `＜a@b＞` all as `<a@b>`. */
function plainBrackets(value: string): string {
  return value
    .slice(0, 20_000)
    .replace(/＜/g, '<')
    .replace(/＞/g, '>')
    .replace(/[<[(]\s?mailto:\s?([^<>[\]()]{1,300})[>\])]/gi, ' <$1>')
    .replace(/<([^<>\s]{1,300}) <\1>>/g, '<$1>')
    .replace(/(\S{1,300}@\S{1,300}) <\1>/g, '<$1>');
}

/** At commas and semicolons outside quotes and brackets; "Doe, John <…>" stays one. */
function splitMailboxes(value: string): string[] {
  const parts: string[] = [];
  const stops = SEPARATED_BY_SEMICOLON.test(value) ? ';；' : ',，;；、';
  let start = 0;
  for (const { 0: piece, index } of value.matchAll(WHOLE_OR_STOP)) {
    if (!stops.includes(piece)) continue;
    parts.push(value.slice(start, index));
    start = index + piece.length;
  }
  parts.push(value.slice(start));
  return joinNames(parts);
}

const WHOLE_OR_STOP = /"[^"]*"|'[^'<>,;]{1,80},[^'<>,;]{1,80}'|<[^<>]*>|\[[^[\]]*\]|[,，;；、]/g;
const SEPARATED_BY_SEMICOLON = /[^,]>?\s*[;；]\s*\S/;

/** A piece with no address before one with a name and an address is the family name. */
function joinNames(parts: readonly string[]): string[] {
  const joined: string[] = [];
  for (const part of parts) {
    const before = joined.at(-1);
    const given = /[^\s<][^<]*<[^<]*@/.test(part);
    if (given && before !== undefined && isFamilyName(before)) {
      joined[joined.length - 1] = `${before},${part}`;
    } else joined.push(part);
  }
  return joined;
}

function isFamilyName(part: string): boolean {
  return part.trim() !== '' && part.length < 60 && !/[@<>,]/.test(part);
}

function cleanName(text: string): string {
  return text
    .replace(/[<>[\]＜＞|]/g, ' ')
    .replace(/\(\s*\)?\s*$/, '')
    .replace(/^[\s"'“”„«»‘’*,;:：()]+/, '')
    .replace(/[\s"'“”„«»‘’*,;:：(]+$/, '')
    .replace(/\s+/g, ' ');
}
