/** A part of a mail as a file. */
import { rawField, readFields } from './fields.ts';
import type { MailFile } from './mail.ts';
import { parameterText } from './parameters.ts';
import type { Part } from './part.ts';
import { decodeWords } from './words.ts';

type Source = { part: Part; type: string; content: Buffer; index: number };

/**
 * The file a part is. `index` numbers those nobody named, `decode` reads names in bytes nobody
 * labelled. Whether it is shown in the text is for others to know.
 */
export function fileOf(source: Source, decode: (raw: string) => string): MailFile {
  const { part, content, index } = source;
  const given = nameOf(source, decode);
  const type = declaredType(source, given);
  const name = given || `attachment-${index}.${EXTENSIONS[type] ?? extensionOf(type)}`;
  const id = decode(rawField(part.fields, 'content-id'));
  const contentId = id.trim().replace(/^<|>$/g, '').trim();
  // A copy: what is a piece of the mail would keep all of it in memory.
  return { name, type, content: new Uint8Array(content), contentId, inline: false };
}

function nameOf({ part, type, content }: Source, decode: (raw: string) => string): string {
  const given =
    parameterText(part.disposition, 'filename', decode) ||
    parameterText(part.disposition, 'name', decode) ||
    parameterText(part.contentType, 'name', decode) ||
    parameterText(part.contentType, 'filename', decode) ||
    parameterText(part.contentType, 'file', decode);
  const name = oneLine(given);
  if (name !== '') return name;
  return type === 'message/rfc822' ? subjectName(content, decode) : placeName(part, decode);
}

/** A mail in a mail is called what it is about. */
function subjectName(content: Buffer, decode: (raw: string) => string): string {
  const { fields } = readFields(content);
  const subject = oneLine(decodeWords(decode(rawField(fields, 'subject'))));
  return subject === '' ? '' : `${subject.replaceAll(/[/\\]/g, '_').slice(0, 200)}.eml`;
}

/** A part may be said to lie somewhere (RFC 2557); only what could be a name is taken for one. */
function placeName({ fields }: Part, decode: (raw: string) => string): string {
  const place = oneLine(decodeWords(decode(rawField(fields, 'content-location'))));
  return /^[^/\\:?]{1,200}\.[a-z0-9]{1,8}$/i.test(place) ? place : '';
}

function oneLine(text: string): string {
  return text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
}

/** A file that does not say what it is may still be known by its name. */
function declaredType({ part, type }: Source, name: string): string {
  if (part.contentType.value === type) return type;
  const extension = /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase();
  const known = Object.entries(EXTENSIONS).find(([, each]) => each === extension);
  return known?.[0] ?? (name === '' ? type : 'application/octet-stream');
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  'text/plain': 'txt',
  'text/html': 'html',
  'text/calendar': 'ics',
  'text/rfc822-headers': 'txt',
  'text/vcard': 'vcf',
  'text/csv': 'csv',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/svg+xml': 'svg',
  'image/tiff': 'tif',
  'audio/mpeg': 'mp3',
  'audio/basic': 'au',
  'video/mp4': 'mp4',
  'video/quicktime': 'mov',
  'application/pdf': 'pdf',
  'application/zip': 'zip',
  'application/gzip': 'gz',
  'application/xml': 'xml',
  'application/json': 'json',
  'application/msword': 'doc',
  'application/vnd.ms-excel': 'xls',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/octet-stream': 'bin',
  'application/postscript': 'ps',
  'application/ms-tnef': 'dat',
  'application/pgp-signature': 'asc',
  'application/pgp-encrypted': 'asc',
  'application/pkcs7-signature': 'p7s',
  'application/pkcs7-mime': 'p7m',
  'application/x-pkcs7-signature': 'p7s',
  'application/x-pkcs7-mime': 'p7m',
  'message/rfc822': 'eml',
  'message/global': 'eml',
  'message/partial': 'eml',
  'message/delivery-status': 'txt',
  'message/disposition-notification': 'txt',
  'message/feedback-report': 'txt',
};

function extensionOf(type: string): string {
  const subtype = /\/(?:x-)?([a-z0-9]{1,8})(?:[+.-]|$)/.exec(type)?.[1];
  return subtype ?? 'bin';
}
