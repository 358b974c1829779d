/** A mail as `npm run adapter -- parse email` prints it: for people who wonder how it was read. */
import { createHash } from 'node:crypto';
import { type Forwarded, findForwarded } from '../quoting/forwarded.ts';
import { stripReply } from '../quoting/strip-reply.ts';
import { UnreadableMailError } from './limits.ts';
import type { Mail, MailFile } from './mail.ts';
import { type UnderstoodMail, understandMail } from './understand.ts';

/** What a developer sees of a raw mail, or of a body alone. */
export async function inspect(content: Uint8Array, as: 'message' | 'text'): Promise<object> {
  return as === 'text' ? inspectText(new TextDecoder().decode(content)) : inspectMail(content);
}

/** Everything read from `raw`, ready for JSON; of a mail over a limit only which one it broke. */
export async function inspectMail(raw: Uint8Array): Promise<object> {
  try {
    return printed(await understandMail(raw));
  } catch (error) {
    if (error instanceof UnreadableMailError) return { unparsed: error.message };
    throw error;
  }
}

/** What would be read from a body alone. */
export function inspectText(text: string): object {
  const forwarded = findForwarded(text);
  const { stripped, quoted } = forwarded ? { stripped: text.trim(), quoted: '' } : stripReply(text);
  return { text, strippedText: stripped, quotedText: quoted, forwarded: told(forwarded) };
}

function printed({ mail, stripped, quoted, forwarded, verdict }: UnderstoodMail): object {
  return {
    ...printedHead(mail),
    text: mail.text,
    html: mail.html,
    strippedText: stripped,
    quotedText: quoted,
    forwarded: told(forwarded),
    attachments: mail.files.map(printedFile),
    verdict: { kind: verdict.kind, bounce: verdict.bounce },
    unparsed: false,
  };
}

function printedHead(mail: Mail): object {
  const { messageId, inReplyTo, references, from, replyTo, to, cc, deliveredTo, subject, date } =
    mail;
  return {
    messageId,
    inReplyTo,
    references,
    from,
    replyTo: replyTo[0] ?? null,
    to,
    cc,
    deliveredTo,
    subject,
    date: date?.toISOString() ?? null,
  };
}

function told(forwarded: Forwarded | null): object | null {
  if (!forwarded) return null;
  const { from, to, cc, subject, date, text } = forwarded;
  return { from, to, cc, subject, date, text };
}

function printedFile({ name, type, content, contentId, inline }: MailFile): object {
  const md5 = createHash('md5').update(content).digest('hex');
  return { name, type, size: content.length, md5, contentId, inline };
}
