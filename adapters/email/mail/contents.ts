/** What a mail holds: its text, its HTML, its files, and what servers report in it. */
import { decodeText } from './charset.ts';
import { rawField, readFields } from './fields.ts';
import { fileOf } from './file.ts';
import { safeHtml } from './html.ts';
import { type Room, roomFor } from './html-crowd.ts';
import { htmlAsText } from './html-text.ts';
import type { Mail, MailFile } from './mail.ts';
import { contentOf, isNamed, type Part, typeOf } from './part.ts';
import { calendarText, exchanged, textAsHtml, unenriched, unflowed } from './text-formats.ts';
import { takeUuFiles } from './uuencode.ts';

type Contents = Pick<Mail, 'text' | 'html' | 'isTranslated' | 'files' | 'reports'>;

/** One piece of what is to be read, in one form or in both. HTML is made safe already. */
type Block = { text?: string; html?: string };

/** `decode` reads file names in bytes nobody labelled. */
export function readContents(root: Part, decode: (raw: string) => string): Contents {
  const found: Found = { files: [], reports: [], decode, room: roomFor(root.body.length) };
  const blocks = blocksOf(root, ROOT, found);
  const html = htmlOf(blocks) ?? '';
  const text = textOf(blocks);
  const files = found.files.map((file) => ({ ...file, inline: isShown(file, html) }));
  return {
    text: text.trim() ? text : invitationIn(files) || text,
    html,
    isTranslated: html !== '' && found.room.left >= 0 && blocks.every(isOnlyHtml),
    files,
    reports: found.reports,
  };
}

const isOnlyHtml = ({ text }: Block) => !text?.trim();

type Found = {
  files: MailFile[];
  reports: Mail['reports'];
  decode: (raw: string) => string;
  /** For the markup of all the HTML together. */
  room: Room;
};

/** Where a part stands: what holds it, and whether it is the first there. */
type Place = { parent: string; isFirst: boolean };

const ROOT: Place = { parent: '', isFirst: true };

function blocksOf(part: Part, place: Place, found: Found): Block[] {
  const type = typeOf(part);
  if (!type.startsWith('multipart/')) return leafBlocks(part, place, found);
  if (part.parts.length === 0) return leafBlocks(asText(part), place, found);
  const rootAt = type === 'multipart/related' ? relatedRoot(part) : 0;
  const children = part.parts.map((child, at) =>
    blocksOf(child, { parent: type, isFirst: at === rootAt }, found),
  );
  return type === 'multipart/alternative' ? [oneOf(children)] : children.flat();
}

/** A multipart nobody can split is shown as it stands. */
function asText(part: Part): Part {
  return { ...part, contentType: { ...part.contentType, value: 'text/plain' } };
}

function relatedRoot(part: Part): number {
  const start = part.contentType.raw.get('start')?.trim();
  const at = start ? part.parts.findIndex((child) => rawContentId(child) === start) : -1;
  return Math.max(0, at);
}

function rawContentId(part: Part): string {
  return part.fields.find(({ name }) => name === 'content-id')?.value ?? '';
}

/** Of several forms of the same: the plainest text, and the last, richest HTML (RFC 2046, 5.1.4). */
function oneOf(children: Block[][]): Block {
  const hasText = (blocks: Block[]) => blocks.some(({ text }) => text?.trim());
  const hasHtml = (blocks: Block[]) => blocks.some(({ html }) => html !== undefined);
  const plain = children.find((blocks) => hasText(blocks) && !hasHtml(blocks));
  const rich = children.findLast(hasHtml);
  const texts = plain ?? children.find(hasText);
  const html = rich ? htmlOf(rich) : undefined;
  return { ...(texts && { text: textOf(texts) }), ...(html !== undefined && { html }) };
}

function textOf(blocks: readonly Block[]): string {
  return blocks
    .map(({ text, html }) => (text?.trim() || html === undefined ? (text ?? '') : htmlAsText(html)))
    .filter((text) => text !== '')
    .join('\n');
}

function htmlOf(blocks: readonly Block[]): string | undefined {
  if (!blocks.some(({ html }) => html !== undefined)) return undefined;
  return blocks.map(({ text, html }) => html ?? textAsHtml(text ?? '')).join('\n');
}

function leafBlocks(part: Part, place: Place, found: Found): Block[] {
  const type = typeOf(part);
  if (type === 'text/x-amp-html' && place.parent === 'multipart/alternative') return [];
  const content = contentOf(part);
  if (isMailItself(part, place)) found.reports.push({ type: MAIL_HEADERS, text: headerText(part) });
  if (isReport(type, place)) found.reports.push({ type, text: reportText(type, content, part) });
  const form = isToRead(part, place) ? formOf(part, place, content) : null;
  if (form) return [readAs(form, content, part, found)];
  if (content.length > 0 || part.disposition.value !== '') {
    found.files.push(fileOf({ part, type, content, index: found.files.length + 1 }, found.decode));
  }
  return [];
}

function isReport(type: string, { parent }: Place): boolean {
  if (type === 'message/rfc822' || type === 'message/global') return parent === 'multipart/report';
  return /^(?:message\/(?:global-)?(?:delivery-status|disposition-notification|feedback-report)|text\/rfc822-headers|message\/global-headers)$/.test(
    type,
  );
}

/** Some mail systems give a mail back by putting its header where that of the part belongs. */
function isMailItself({ fields }: Part, { parent }: Place): boolean {
  return parent !== '' && rawField(fields, 'message-id') !== '' && rawField(fields, 'from') !== '';
}

const MAIL_HEADERS = 'text/rfc822-headers';

function headerText({ fields }: Part): string {
  return fields.map(({ name, value }) => `${name}: ${value}`).join('\n');
}

/** Of a returned mail only what it is known by. */
function reportText(type: string, content: Buffer, part: Part): string {
  const isMail = type === 'message/rfc822' || type === 'message/global';
  const bytes = isMail ? content.subarray(0, readFields(content).end) : content;
  return linesOf(decodeText(bytes, part.contentType.raw.get('charset') ?? ''));
}

/** A text with a name is a file, unless it stands where the text of a mail stands. */
function isToRead(part: Part, place: Place): boolean {
  if (part.disposition.value === 'attachment') return false;
  if (place.parent === 'multipart/alternative' || place.isFirst) return true;
  const isPictured = place.parent === 'multipart/related' && rawContentId(part) !== '';
  return !isNamed(part) && !isPictured;
}

type Form = 'plain' | 'html' | 'enriched';

const FORMS: Readonly<Record<string, Form>> = {
  'text/plain': 'plain',
  'text/html': 'html',
  'application/xhtml+xml': 'html',
  'text/enriched': 'enriched',
  'text/richtext': 'enriched',
};

/** A whole mail of a type nobody knows is read, if it is written. */
function formOf(part: Part, place: Place, content: Buffer): Form | null {
  const type = typeOf(part);
  const form = FORMS[type];
  if (form || place.parent !== '' || isNamed(part)) return form ?? null;
  return !FILES.test(type) && isWritten(content) ? 'plain' : null;
}

const FILES =
  /^(?:message|image|audio|video|font|model)\/|octet-stream|pdf|zip|pkcs|pgp|ms|vnd|calendar|json|xml/;

/** Without the control characters that only files have. */
function isWritten(content: Buffer): boolean {
  return content.subarray(0, 4_096).every((byte) => byte >= 0x20 || TEXT_CONTROLS.has(byte));
}

/** Tab, line feed, form feed, carriage return, escape. */
const TEXT_CONTROLS = new Set([0x09, 0x0a, 0x0c, 0x0d, 0x1b]);

function readAs(form: Form, content: Buffer, part: Part, found: Found): Block {
  const { raw } = part.contentType;
  const label = raw.get('charset') ?? '';
  if (form === 'html')
    return { html: safeHtml(decodeText(content, label || metaCharset(content)), found.room) };
  const text = linesOf(decodeText(content, label));
  if (form === 'enriched') return { text: unenriched(text) };
  if (raw.get('format')?.toLowerCase() === 'flowed') {
    return { text: unflowed(text, raw.get('delsp')?.toLowerCase() === 'yes') };
  }
  // As bytes: files in a text are not written in its charset.
  const taken = takeUuFiles(content.toString('latin1'));
  if (taken.files.length === 0) return { text };
  for (const { name, content: bytes } of taken.files) {
    const type = 'application/octet-stream';
    found.files.push({ name, type, content: new Uint8Array(bytes), contentId: '', inline: false });
  }
  return { text: linesOf(decodeText(Buffer.from(taken.text, 'latin1'), label)) };
}

function metaCharset(content: Buffer): string {
  const head = content.toString('latin1', 0, 2_048);
  return /<meta\b[^>]{0,200}charset\s{0,5}=\s{0,5}["']?([\w-]{1,40})/i.exec(head)?.[1] ?? '';
}

function linesOf(text: string): string {
  const lines = exchanged(text.replace(/^\ufeff/, ''), '\r\n', '\n');
  return lines.replaceAll(/\r+\n?/g, '\n').replaceAll('\0', '');
}

function isShown({ contentId }: MailFile, html: string): boolean {
  if (contentId === '') return false;
  return [contentId, encodeURIComponent(contentId)].some((id) =>
    html.includes(`src="cid:${id.replaceAll('&', '&amp;')}"`),
  );
}

function invitationIn(files: readonly MailFile[]): string {
  const invitation = files.find(({ type }) => type === 'text/calendar');
  return invitation ? calendarText(linesOf(decodeText(invitation.content, 'utf-8'))) : '';
}
