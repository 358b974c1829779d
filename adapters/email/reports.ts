/** News about mails of ours: what bounced, and who does not want to hear from us. */
import type { InboundEvent } from '../message.ts';
import type { BouncedRecipient } from './automatic/bounce.ts';
import { readComplaint } from './automatic/complaint.ts';
import type { UnderstoodMail } from './mail/understand.ts';
import type { MailContext } from './naming.ts';
import { messageIdFor, readBounceToken, readMessageId } from './tokens.ts';

/**
 * The events in a bounce or a complaint. Only what names a mail of ours counts, by an address or an id that only we
 * could have made: anybody can write a report. A delay is no failure.
 */
export function reportsIn(understood: UnderstoodMail, context: MailContext): InboundEvent[] {
  const { bounce } = understood.verdict;
  if (bounce) {
    const about = ourMail(understood, context, bounce.originalMessageId);
    if (about) return bounced(bounce.recipients, about, context.externalId);
    return [ignored(context, 'a bounce of a mail that is not ours')];
  }
  const complaint = readComplaint(understood.mail);
  const about = ourMail(understood, context, complaint?.originalMessageId ?? null);
  if (!complaint?.recipient || !about || complaint.feedbackType !== 'abuse') {
    return [ignored(context, 'a report that names nobody we wrote to')];
  }
  return [refusal(complaint.recipient, COMPLAINED, { about, externalId: context.externalId })];
}

const COMPLAINED = 'They reported a message as unwanted.';

/** The Message-ID of the mail it is about, ours for certain; null otherwise. */
function ourMail(
  { mail }: UnderstoodMail,
  { taken, settings }: MailContext,
  named: string | null,
): string | null {
  const addresses = [
    ...taken.envelopeTo,
    ...mail.deliveredTo,
    ...mail.to.map(({ address }) => address),
  ];
  for (const address of addresses) {
    const id = readBounceToken(address, settings);
    if (id) return messageIdFor(id, settings);
  }
  const id = named ? readMessageId(named, settings) : null;
  return id ? messageIdFor(id, settings) : null;
}

function bounced(
  recipients: BouncedRecipient[],
  about: string,
  externalId: string,
): InboundEvent[] {
  const failed = recipients.filter(({ action }) => action === 'failed');
  if (recipients.length > 0 && failed.length === 0) {
    return [{ type: 'ignored', externalId, reason: 'a delay, or news of success' }];
  }
  if (failed.length === 0) {
    const reason = 'The mail came back.';
    return [{ type: 'receipt', externalId, messageExternalId: about, status: 'failed', reason }];
  }
  return failed.flatMap((recipient, index) => {
    const place = `${externalId} ${index}`;
    const receipt = failure(recipient, { about, externalId: place });
    if (!recipient.hard) return [receipt];
    return [receipt, refusal(recipient.address, recipient.reason, { about, externalId: place })];
  });
}

type Context = { about: string; externalId: string };

function failure(recipient: BouncedRecipient, { about, externalId }: Context): InboundEvent {
  const { address, reason, status, replyCode } = recipient;
  const code = [replyCode, status].filter(Boolean).join(' ');
  return {
    type: 'receipt',
    externalId,
    messageExternalId: about,
    status: 'failed',
    reason: code ? `${reason} (${code})` : reason,
    ...(address && { recipient: address }),
  };
}

function refusal(address: string, reason: string, { about, externalId }: Context): InboundEvent {
  const who = { kind: 'email', scope: '', value: address.toLowerCase() };
  return {
    type: 'consent',
    externalId: `${externalId} no`,
    who,
    allowed: false,
    reason,
    aboutExternalId: about,
  };
}

const ignored = ({ externalId }: MailContext, reason: string): InboundEvent => {
  return { type: 'ignored', externalId, reason };
};
