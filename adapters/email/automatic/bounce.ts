/** Bounces: which mail did not arrive, for whom and why. */
import type { Mail } from '../mail/mail.ts';
import { addressesIn } from './addresses.ts';
import { isBounce } from './bounce-signs.ts';
import { readDeliveryReports } from './delivery-report.ts';
import { type BouncedRecipient, diagnose, type Failure } from './diagnose.ts';
import { fieldOf } from './fields.ts';
import { type Notice, readNotice } from './notice.ts';
import { originalMessageId, originalRecipients, originalSender } from './original.ts';
import { anybodyTold, type ToldRecipient, toldRecipients } from './told-recipients.ts';

export type { BouncedRecipient } from './diagnose.ts';

export type Bounce = {
  /** The Message-ID of the mail it is about, with angle brackets; null when it is not told. */
  originalMessageId: string | null;
  /** Empty when the bounce names nobody. */
  recipients: BouncedRecipient[];
};

/**
 * What a mail system says about a mail that was sent before: by RFC 3464, by
 * `X-Failed-Recipients`, or in its words only. Null when the mail is no bounce. Anybody can write
 * one: whether we sent that mail to that recipient is for the caller to check.
 */
export function readBounce(mail: Mail): Bounce | null {
  const notice = readNotice(mail);
  if (!isBounce(mail, notice)) return null;
  return {
    originalMessageId: originalMessageId(mail, notice),
    recipients: failures(mail, notice).map(diagnose),
  };
}

/** From the surest source that names anybody. */
function failures(mail: Mail, notice: Notice): Failure[] {
  const said = notice.said.join(' ');
  const told = toldRecipients(notice.said, strangersTo(mail, notice));
  const reported = readDeliveryReports(mail, notice);
  if (reported.some(({ address }) => address !== '')) {
    return reported
      .filter(({ address }) => address !== '')
      .map((one) => ({
        ...one,
        notice: sectionOf(one.address, told) ?? said,
      }));
  }
  const { action = null, status = '', diagnosis = '' } = reported[0] ?? {};
  return namedRecipients(mail, notice, told).map((one) => ({
    ...one,
    action,
    status,
    diagnosis: [diagnosis, one.diagnosis].filter(Boolean).join(' '),
    notice: said,
  }));
}

function namedRecipients(mail: Mail, notice: Notice, told: ToldRecipient[]): ToldRecipient[] {
  const inHeader = addressesIn(fieldOf(mail.headers, 'x-failed-recipients'));
  if (inHeader.length > 0) {
    return inHeader.map((address) => ({ address, diagnosis: sectionOf(address, told) ?? '' }));
  }
  if (told.length > 1) return told;
  const written = originalRecipients(mail, notice);
  const loose = written.length > 0 ? written : anybodyTold(notice.said, strangersTo(mail, notice));
  const only = told.length > 0 ? told.map(({ address }) => address) : loose;
  // With a single recipient everything that is said is said about that recipient.
  return only.map((address) => ({ address, diagnosis: notice.said.join(' ') }));
}

function sectionOf(address: string, told: readonly ToldRecipient[]): string | undefined {
  return told.find((one) => one.address === address)?.diagnosis;
}

/** Those a bounce goes to and comes from are not those it is about. */
function strangersTo(mail: Mail, notice: Notice): string[] {
  const people = [mail.from, ...mail.to, ...mail.replyTo].map(({ address }) => address);
  return [...people, originalSender(mail, notice)];
}
