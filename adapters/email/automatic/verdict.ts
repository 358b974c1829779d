/** Who or what wrote a mail: a person, or one of the machines that must not be answered (C6). */
import type { Mail } from '../mail/mail.ts';
import { type Bounce, readBounce } from './bounce.ts';
import { readComplaint } from './complaint.ts';
import { plainly } from './phrases.ts';
import {
  ABSENT_WORDS,
  LIST_SIGNALS,
  MACHINE_SIGNALS,
  REPLY_SIGNALS,
  REPLY_SUBJECTS,
  SILENT_ADDRESS,
  type Signal,
  WEAK_SUBJECTS,
} from './signals.ts';

export type VerdictKind =
  | 'human'
  | 'auto_reply'
  | 'auto_generated'
  | 'list'
  | 'bounce'
  | 'complaint'
  | 'own_echo';

export type Verdict = {
  kind: VerdictKind;
  /** Set for `bounce`, which includes news of a delay and of success. */
  bounce: Bounce | null;
  /** The sign that decided, for logs and for people who wonder. */
  why: string;
};

/** What is ours: the addresses we write from, and the ids of the mails we sent. */
export type Own = { addresses: readonly string[]; issued: (messageId: string) => boolean };

/**
 * What a mail is. The surest sign decides: what the mail is made of, then what it says of itself
 * (RFC 3834, RFC 2369), then its sender, and its subject last. A list is a list also when a person
 * writes to it. Never throws.
 */
export function verdictOf(mail: Mail, own: Own): Verdict {
  if (mail.messageId !== '' && own.issued(mail.messageId))
    return told('own_echo', 'our Message-ID');
  const complaint = readComplaint(mail);
  if (complaint) return told('complaint', `a report of ${complaint.feedbackType}`);
  const bounce = readBounce(mail);
  if (bounce) return { kind: 'bounce', bounce, why: 'a report about a mail sent before' };
  return writerOf(mail, own);
}

function told(kind: VerdictKind, why: string): Verdict {
  return { kind, bounce: null, why };
}

/** In this order: an answer that came through a list is an answer still. */
function writerOf(mail: Mail, own: Own): Verdict {
  if (isOwnLoop(mail, own)) return told('own_echo', 'our address and our loop header');
  if (isReadReceipt(mail)) return told('auto_generated', 'a read receipt');
  const reply = signalIn(mail, REPLY_SIGNALS) ?? repliesBySubject(mail);
  if (reply) return told('auto_reply', reply);
  const list = signalIn(mail, LIST_SIGNALS);
  if (list) return told('list', list);
  const machine = signalIn(mail, MACHINE_SIGNALS) ?? silentSender(mail);
  if (machine) return told('auto_generated', machine);
  const weak = weakReply(mail);
  return weak ? told('auto_reply', weak) : told('human', 'no sign of a machine');
}

/** A copy of ours whose id a server on the way has changed. */
function isOwnLoop(mail: Mail, own: Own): boolean {
  const marked = mail.headers.some(({ name }) => name === 'x-interline-message');
  return marked && own.addresses.some((one) => one.toLowerCase() === mail.from.address);
}

/** RFC 8098. */
function isReadReceipt(mail: Mail): boolean {
  return mail.reports.some(({ type }) => type === 'message/disposition-notification');
}

function signalIn(mail: Mail, signals: readonly Signal[]): string | undefined {
  const found = signals.find(({ header, value }) =>
    mail.headers.some((field) => field.name === header && value.test(field.value.trim())),
  );
  return found?.why;
}

function repliesBySubject(mail: Mail): string | undefined {
  const subject = plainly(mail.subject);
  return REPLY_SUBJECTS.some((pattern) => pattern.test(subject)) ? 'the subject' : undefined;
}

/**
 * An address nobody reads, unless an answer is to go to somebody else: that is how the contact
 * form of a website passes on what a person wrote.
 */
function silentSender(mail: Mail): string | undefined {
  if (!SILENT_ADDRESS.test(mail.from.address)) return undefined;
  const somebody = mail.replyTo.some(
    ({ address }) => address !== mail.from.address && !SILENT_ADDRESS.test(address),
  );
  return somebody ? undefined : 'a sender that takes no answers';
}

/** People write "out of office" too: a machine answers a mail and tells of an absence. */
function weakReply(mail: Mail): string | undefined {
  const answers = mail.inReplyTo !== '' || mail.references.length > 0;
  const subject = plainly(mail.subject);
  if (!answers || !WEAK_SUBJECTS.some((pattern) => pattern.test(subject))) return undefined;
  const text = plainly(mail.text);
  const absent = ABSENT_WORDS.some((pattern) => pattern.test(text));
  return absent ? 'the subject and the text' : undefined;
}
