/** A mail as events: something a person or a machine says, or news about a mail of ours. */
import type { AdapterRequest, Settings } from '../adapter.ts';
import type { Addressing, Answers, InboundEvent, InboundMessage } from '../message.ts';
import { authenticationOf, doubtOf } from './authentication.ts';
import type { Mail } from './mail/mail.ts';
import type { UnderstoodMail } from './mail/understand.ts';
import { createMailReader } from './mail/worker-pool.ts';
import { contentId, type MailContext, ownAddresses, senderOf, threadOf } from './naming.ts';
import { reportsIn } from './reports.ts';
import { type TakenMail, takenMail } from './taken.ts';
import { readMessageId, readReplyToken } from './tokens.ts';
import { notRead, unread } from './unread.ts';

/** For all mailboxes together; two, so that one hostile mail does not hold up everybody else's. */
const reader = createMailReader({ workers: 2 });

/** More names of earlier mails than this say nothing more. */
const MOST_ANSWERS = 40;

/**
 * Every mail is at least one event; one that cannot be read is a message that says so and has the raw mail as its file.
 * @throws MalformedRequestError when a webhook carries no raw mail
 */
export async function parse(request: AdapterRequest, settings: Settings): Promise<InboundEvent[]> {
  const taken = takenMail(request);
  const outcome = await reader.read(taken.raw);
  if ('problem' in outcome) {
    return [unread(taken, taken.trouble?.why ?? outcome.problem, settings)];
  }
  return eventsOf(outcome, taken, settings);
}

function eventsOf(
  understood: UnderstoodMail,
  taken: TakenMail,
  settings: Settings,
): InboundEvent[] {
  const { mail, verdict } = understood;
  const externalId = mailId(mail, taken);
  if (isOurs(mail, settings)) {
    return [{ type: 'ignored', externalId, reason: 'a copy of our own mail' }];
  }
  // Of what came without its contents nobody can say what it reports.
  if (taken.trouble !== null) return [headOnly(understood, { externalId, taken, settings })];
  if (verdict.kind === 'bounce' || verdict.kind === 'complaint') {
    return reportsIn(understood, { externalId, taken, settings });
  }
  return [messageOf(understood, { externalId, taken, settings })];
}

/** A mail of which nothing but its head is here may have no name; then the place it lies at names it. */
function mailId(mail: Mail, { trouble }: TakenMail): string {
  const id = contentId(mail);
  return trouble === null || mail.messageId ? id : `${id} ${trouble.place}`.slice(0, 400);
}

/** By its id, or where a server on the way has changed that, by sender and header. */
function isOurs(mail: Mail, settings: Settings): boolean {
  if (readMessageId(mail.messageId, settings) !== null) return true;
  const marked = mail.headers.some(({ name }) => name === 'x-interline-message');
  return marked && ownAddresses(settings).includes(mail.from.address);
}

/** What is too large to be taken, or lies there broken, joins its line all the same. */
function headOnly(understood: UnderstoodMail, context: MailContext): InboundMessage {
  const { html: _html, quoted: _quoted, ...message } = messageOf(understood, context);
  const unsupported = notRead(context.taken.trouble?.why ?? '');
  return { ...message, text: '', attachments: [], unsupported };
}

function messageOf(understood: UnderstoodMail, context: MailContext): InboundMessage {
  const { mail, stripped, quoted, forwarded } = understood;
  const { externalId, taken, settings } = context;
  const found = taken.verdicts ?? authenticationOf(mail, settings['authservId']);
  const doubt = doubtOf(found, mail.from.address);
  const automatic = AUTOMATIC[understood.verdict.kind];
  const at = mail.date ?? taken.receivedAt;
  return {
    type: 'message',
    externalId,
    from: senderOf(mail, externalId, found?.dmarc === 'pass' && taken.firstHand),
    thread: threadOf(externalId, settings),
    text: stripped || mail.text,
    subject: mail.subject,
    addressing: addressingOf(mail),
    answers: answersOf(mail, taken, settings),
    attachments: filesOf(mail),
    ...(at && { at }),
    ...(mail.messageId && { reference: mail.messageId.toLowerCase() }),
    ...(stripped && quoted && { quoted }),
    ...(mail.html && { html: mail.html }),
    ...(automatic && { automatic }),
    ...(doubt && { doubt }),
    ...(forwarded?.from.address && { forwardedFrom: forwarded.from }),
  };
}

const AUTOMATIC: Partial<Record<string, NonNullable<InboundMessage['automatic']>>> = {
  auto_reply: 'reply',
  auto_generated: 'notice',
  bounce: 'notice',
  complaint: 'notice',
  list: 'list',
};

/** Tokens first: only we can make them. Then what it answers, then the line before that, the nearest first. */
function answersOf(mail: Mail, { envelopeTo }: TakenMail, settings: Settings): Answers[] {
  const addressed = [...mail.to, ...mail.cc].map(({ address }) => address);
  const tokens = [...envelopeTo, ...mail.deliveredTo, ...addressed].flatMap((address) => {
    const thread = readReplyToken(address, settings);
    return thread ? [thread] : [];
  });
  const named = [mail.inReplyTo, ...mail.references.toReversed()].filter(Boolean);
  const references = [...new Set(named.map((id) => id.toLowerCase()))].slice(0, MOST_ANSWERS);
  return [
    ...[...new Set(tokens)].map((thread) => ({ proof: 'token' as const, thread })),
    ...references.map((reference) => ({ proof: 'reference' as const, reference })),
  ];
}

function addressingOf({ from, replyTo, to, cc }: Mail): Addressing {
  return { from, replyTo, to, cc };
}

function filesOf({ files }: Mail) {
  return files.map(({ name, type, content, contentId, inline }) => ({
    name,
    type,
    size: content.length,
    source: { content },
    ...(inline && contentId && { contentId }),
  }));
}
