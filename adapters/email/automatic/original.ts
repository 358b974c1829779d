/** Which of our mails a bounce or a complaint is about. */
import type { Mail, MailFile } from '../mail/mail.ts';
import { addressesIn, addressIn } from './addresses.ts';
import { type Field, fieldOf, linesOf, readFields } from './fields.ts';
import type { Notice } from './notice.ts';

/**
 * The Message-ID of the mail given back, with angle brackets: from the returned headers, else from
 * what the notice says, else from what the bounce answers (RFC 3834 5, RFC 5322 3.6.4). Null when
 * it is nowhere.
 */
export function originalMessageId(mail: Mail, notice: Notice): string | null {
  const told = [...mail.reports.map((report) => linesOf(report.text)), notice.said];
  const returned = returnedHeaders(mail, notice).map((fields) =>
    idIn(fieldOf(fields, 'message-id')),
  );
  const mentioned = [
    ...[...told, notice.returned].map(idMentioned),
    mail.inReplyTo,
    mail.references.at(-1) ?? '',
  ].filter((id) => id !== mail.messageId);
  // Some bounces take over the name of what they give back.
  return [...returned, ...mentioned].find((id) => id !== '') ?? null;
}

/** Whom the mail given back was written to. */
export function originalRecipients(mail: Mail, notice: Notice): string[] {
  for (const fields of returnedHeaders(mail, notice)) {
    const found = addressesIn(fieldOf(fields, 'to') || fieldOf(fields, 'x-original-to'));
    if (found.length > 0) return found;
  }
  return [];
}

/** Who wrote the mail given back; '' when it does not tell. */
export function originalSender(mail: Mail, notice: Notice): string {
  return (
    returnedHeaders(mail, notice)
      .map((fields) => addressIn(fieldOf(fields, 'from')))
      .find(Boolean) ?? ''
  );
}

/** The headers of what came back, from wherever mail systems put them. */
export function returnedHeaders(mail: Mail, notice: Notice): Field[][] {
  const texts = mail.reports.filter(({ type }) => RETURNED.test(type)).map(({ text }) => text);
  const inFiles = mail.files.filter(mayHoldMail).slice(0, 10).map(textOf);
  return [...texts, ...inFiles, notice.returned.map(unquoted).join('\n')].map(readFields);
}

const RETURNED = /^(?:message\/rfc822|message\/global|text\/rfc822-headers|message\/partial)/;

function mayHoldMail(file: MailFile): boolean {
  return /^(?:message|text)\/|octet-stream$/.test(file.type) && !file.inline;
}

/** The start is enough: headers stand at the top. */
function textOf(file: MailFile): string {
  return new TextDecoder().decode(file.content.subarray(0, 64_000));
}

function unquoted(line: string): string {
  return line.replace(/^(?:[>|] ?){1,5}/, '');
}

/** An id as it stands in a Message-ID field; brackets are added when the sender forgot them. */
function idIn(value: string): string {
  const bracketed = /<([^<>]{1,900})>/.exec(value)?.[1]?.trim();
  if (bracketed) return `<${bracketed}>`;
  const bare = /^[^\s<>"]{3,500}$/.exec(value.trim())?.[0];
  return bare ? `<${bare}>` : '';
}

/** An id named in running text, in a table or in an indented copy of the headers. */
function idMentioned(lines: readonly string[]): string {
  for (const [at, line] of lines.entries()) {
    if (!/message-?[ ]?id/i.test(line)) continue;
    const id = MENTIONED.exec(`${line} ${lines[at + 1] ?? ''}`)?.[1];
    if (id?.includes('@')) return `<${id}>`;
  }
  return '';
}

const MENTIONED = /message-?[ ]?id[^<@]{0,40}<([^<>\s]{3,500})>/i;
