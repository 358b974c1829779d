/** A message of ours as a mail, before it becomes bytes. Pure: the same message is the same mail. */
import type { SendMailOptions } from 'nodemailer/lib/mailer';
import type { Settings } from '../../adapter.ts';
import { ChannelError } from '../../errors.ts';
import type { Addressee, OutboundMessage, Recipients } from '../../message.ts';
import { bounceAddressFor, messageIdFor, replyAddressFor } from '../tokens.ts';
import { bodyText, fileName, fileType, mailbox, messageId, oneLine } from './clean.ts';
import { htmlOf, withoutImages } from './html.ts';
import { quotedHtml, quotedText } from './quote.ts';
import { subjectFor } from './subject.ts';

/** RFC 5321, 4.5.3.1.10: every server takes at least so many. */
const MOST_RECIPIENTS = 100;
const LAST_REFERENCES = 20;

/** Who the servers are told a mail is from ('' : nobody, so that nothing answers it) and for. */
export type Envelope = { from: string; to: string[] };

export type ComposedMail = Omit<SendMailOptions, 'envelope'> & { envelope: Envelope };

/**
 * The mail for a message. `contents` are the bytes of its attachments, in their order.
 * @throws ChannelError `rejected` when an address cannot be written to
 */
export function composeMail(
  message: OutboundMessage,
  settings: Settings,
  at: Date,
  contents: readonly Uint8Array[],
): ComposedMail {
  const from = sender(message, settings);
  const { to, cc, bcc } = recipients(message);
  const all = [...to, ...cc, ...bcc].map(({ address }) => address);
  return {
    envelope: {
      from: message.automatic ? '' : bounceAddressFor(message.id, settings),
      to: [...new Set(all)],
    },
    from,
    // RFC 5322, 3.4: the empty group, where all get blind copies.
    to: to.length > 0 ? to : 'undisclosed-recipients:;',
    cc,
    subject: subjectFor(message),
    messageId: messageIdFor(message.id, settings),
    date: at,
    headers: headers(message),
    ...answering(message, settings, from),
    ...content(message, settings, contents),
    xMailer: false,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function sender({ author }: OutboundMessage, settings: Settings): Addressee {
  const name = oneLine(settings['senderName'] ?? '') || oneLine(author ?? '');
  return mailbox({ address: settings['address'] ?? '', name });
}

/** Each address once; in To rather than Cc, in Cc rather than Bcc. */
function recipients({ recipients: chosen, to: { value } }: OutboundMessage): Recipients {
  const given = chosen ?? { to: [{ address: value, name: '' }], cc: [], bcc: [] };
  const seen = new Set<string>();
  const unseen = (list: Addressee[]): Addressee[] =>
    list.map(mailbox).filter(({ address }) => {
      const known = seen.has(address.toLowerCase());
      seen.add(address.toLowerCase());
      return !known;
    });
  const each = { to: unseen(given.to), cc: unseen(given.cc), bcc: unseen(given.bcc) };
  if (seen.size === 0) throw new ChannelError('rejected', 'There is nobody to send it to.');
  if (seen.size <= MOST_RECIPIENTS) return each;
  throw new ChannelError('rejected', `A mail goes to at most ${MOST_RECIPIENTS} addresses.`);
}

function headers({ id, automatic, endsAt }: OutboundMessage): Record<string, string> {
  const ours = { 'X-Interline-Message': oneLine(id), ...(endsAt && ending(endsAt)) };
  if (!automatic) return ours;
  // RFC 3834, section 5; the second is what Exchange listens to.
  return { ...ours, 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All' };
}

/** RFC 2369, 3.2; RFC 8058 lets mail programs end it by themselves, and over https only. */
function ending(address: string): Record<string, string> {
  const offered = { 'List-Unsubscribe': `<${oneLine(address)}>` };
  if (!address.startsWith('https:')) return offered;
  return { ...offered, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
}

function answering(
  message: OutboundMessage,
  settings: Settings,
  from: Addressee,
): Pick<SendMailOptions, 'replyTo' | 'inReplyTo' | 'references'> {
  const address = replyAddressFor(message.thread, settings);
  const replyTo = address === from.address ? {} : { replyTo: mailbox({ ...from, address }) };
  const known = (message.references ?? []).map(messageId).filter((id) => id !== null);
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined) return replyTo;
  const references = [...new Set([first, ...known.slice(1).slice(-LAST_REFERENCES)])];
  return { ...replyTo, inReplyTo: last, references };
}

function content(
  message: OutboundMessage,
  settings: Settings,
  contents: readonly Uint8Array[],
): Pick<SendMailOptions, 'text' | 'html' | 'textEncoding' | 'attachments'> {
  const domain = messageIdFor(message.id, settings).replace(/^.*@|>$/g, '');
  const idOf = (name: string): string => `${name}@${domain}`;
  const images = new Set(
    message.attachments
      .filter(({ type }) => fileType(type).startsWith('image/'))
      .map(({ id }) => id),
  );
  const shown = new Set<string>();
  const said = bodyText(message.text).trimEnd();
  const findImage = (name: string): string | null => {
    if (!images.has(name)) return null;
    shown.add(name);
    return idOf(name);
  };
  const html = htmlOf(said, findImage);
  const attachments = message.attachments.map(({ id, name, type }, n) => ({
    filename: fileName(name),
    contentType: fileType(type),
    content: Buffer.from(contents[n] ?? []),
    ...(shown.has(id) ? { cid: idOf(id), contentDisposition: 'inline' as const } : {}),
  }));
  const signature = signatureOf(message, settings);
  const text = wholeText(withoutImages(said, findImage), signature, message.quoting);
  return {
    text,
    html: wholeHtml(html, signature, message.quoting),
    textEncoding: encoding(text),
    attachments,
  };
}

function signatureOf({ author, automatic }: OutboundMessage, settings: Settings): string {
  const writer = automatic ? '' : (author ?? '');
  const name = oneLine(writer) || oneLine(settings['senderName'] ?? '');
  return bodyText(settings['signature'] ?? '')
    .replaceAll('{agent}', () => name)
    .trim();
}

/** RFC 3676, 4.3: two dashes and a blank are what mail programs know a signature by. */
function wholeText(text: string, signature: string, quoting: OutboundMessage['quoting']): string {
  const parts = [text, signature && `-- \n${signature}`, quoting && quotedText(quoting)];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

function wholeHtml(html: string, signature: string, quoting: OutboundMessage['quoting']): string {
  const signed = signature && `<div>-- </div>\n${htmlOf(signature)}`;
  const parts = [html, signed, quoting && quotedHtml(quoting)].filter(Boolean).join('\n');
  return `<!doctype html>\n<html>\n<head><meta charset="utf-8"></head>\n<body dir="auto">\n${parts}\n</body>\n</html>\n`;
}

/** Quoted-printable stays legible on the way and never folds what was typed. */
function encoding(text: string): 'quoted-printable' | 'base64' {
  const foreign = text.length - text.replace(/[^\0-\x7f]/g, '').length;
  return foreign * 3 > text.length ? 'base64' : 'quoted-printable';
}
