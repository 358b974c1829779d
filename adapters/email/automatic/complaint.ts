/** Complaints: somebody pressed "this is spam" (RFC 5965, the Abuse Reporting Format). */
import type { Mail } from '../mail/mail.ts';
import { addressesIn } from './addresses.ts';
import { fieldOf, readFields } from './fields.ts';
import { readNotice } from './notice.ts';
import { originalMessageId, originalRecipients, returnedHeaders } from './original.ts';

export type Complaint = {
  /** The Message-ID of the mail complained about, with angle brackets; null when it is blacked out. */
  originalMessageId: string | null;
  /** Who complained, lower case; null when the report keeps it to itself, as many do. */
  recipient: string | null;
  /** `abuse`, `fraud`, `virus`, `not-spam`, `opt-out`, `auth-failure` …, lower case. */
  feedbackType: string;
};

/**
 * The complaint in a mail, or null. Reports about forged mail (`auth-failure`, RFC 6591) have the
 * same form: `feedbackType` tells. Anybody can write one, so the caller checks that the mail was
 * ours.
 */
export function readComplaint(mail: Mail): Complaint | null {
  const report = mail.reports.find(({ type }) => type === 'message/feedback-report');
  if (!report && !/^complaint about message from\b/i.test(mail.subject)) return null;
  const notice = readNotice(mail);
  const returned = returnedHeaders(mail, notice);
  if (!report && returned.every((fields) => fields.length === 0)) return null;
  const fields = [...readFields(report?.text ?? ''), ...returned.flat()];
  const told = TOLD.flatMap((name) => addressesIn(fieldOf(fields, name))).at(0);
  const type = fieldOf(fields, 'feedback-type').toLowerCase();
  return {
    originalMessageId: originalMessageId(mail, notice),
    recipient: told ?? originalRecipients(mail, notice)[0] ?? null,
    feedbackType: /[a-z-]{2,40}/.exec(type)?.[0] ?? 'abuse',
  };
}

/** Where reports say who complained; the last is Hotmail's, whose reports have no report in them. */
const TOLD = ['original-rcpt-to', 'removal-recipient', 'x-hmxmroriginalrecipient'];
