/**
 * Making what people and strangers wrote fit for a mail. Nothing that ends a line reaches a header,
 * nothing that turns the direction of writing reaches a name.
 */
import { domainToASCII } from 'node:url';
import { ChannelError } from '../../errors.ts';
import type { Addressee } from '../../message.ts';

/** Long enough for every honest name and subject. */
const LONGEST_LINE = 500;

const ENDS_LINE = /[\p{Cc}\u2028\u2029]+/gu;
/** Marks, embeddings, overrides and isolates: they make `gpj.exe` read as `exe.jpg`. */
const TURNS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;
/** Control characters other than tab and line feed. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
const CONTROLS = /[\0-\x08\x0b-\x1f\x7f]/g;

const LOCAL_PART = /^[^\s\p{C}\u2028\u2029<>()[\]\\,;:@"]{1,64}$/u;
const DOMAIN = /^[a-z0-9](?:[a-z0-9.-]{0,253}[a-z0-9])?$/;

/** A text as one line of a header: a subject, a name. */
export function oneLine(text: string): string {
  const plain = text
    .slice(0, 4 * LONGEST_LINE)
    .toWellFormed()
    .replace(ENDS_LINE, ' ')
    .replace(TURNS, '');
  return [...plain.replace(/ {2,}/g, ' ').trim()].slice(0, LONGEST_LINE).join('').trim();
}

/** A text as the body of a mail: line feeds only, no control characters, no half characters. */
export function bodyText(text: string): string {
  const lines = text.replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n');
  return lines.replace(CONTROLS, '').toWellFormed();
}

/** A file's name without a path and with an end that says what it is. */
export function fileName(name: string): string {
  const plain = oneLine(name).replace(/[/\\]/g, '_').replace(/^\.+/, '');
  return plain === '' ? 'file' : plain;
}

/** A MIME type fit for a header; files of an odd one are just bytes. */
export function fileType(type: string): string {
  const plain = type.trim().toLowerCase();
  const simple = /^[a-z]{1,20}\/[a-z0-9!#$&^_.+-]{1,100}$/.test(plain);
  return simple && !plain.startsWith('multipart/') ? plain : 'application/octet-stream';
}

/**
 * An address with its name as it stands in a header; the domain in ASCII (RFC 5891).
 * @throws ChannelError `rejected` when it cannot be written to
 */
export function mailbox({ address, name }: Addressee): Addressee {
  const at = address.trim().lastIndexOf('@');
  const local = address.trim().slice(0, Math.max(at, 0));
  const domain = domainToASCII(address.trim().slice(at + 1));
  if (!LOCAL_PART.test(local) || !DOMAIN.test(domain) || domain.includes('..')) {
    throw new ChannelError('rejected', `“${oneLine(address).slice(0, 100)}” is no mail address.`);
  }
  return { address: `${local}@${domain}`, name: oneLine(name) };
}

/** A Message-ID with its brackets, or null when it is none (loosely, after RFC 5322, 3.6.4). */
export function messageId(text: string): string | null {
  const [, id] = /^\s*<?([\x21-\x3b\x3d\x3f-\x7e]{1,900})>?\s*$/.exec(text.slice(0, 1000)) ?? [];
  return id?.includes('@') ? `<${id}>` : null;
}

/** Text inside HTML, and inside its attributes. */
export function escapeHtml(text: string): string {
  const open = text.replaceAll('&', '&#38;').replaceAll('<', '&#60;').replaceAll('>', '&#62;');
  return open.replaceAll('"', '&#34;').replaceAll("'", '&#39;');
}
