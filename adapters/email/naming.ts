/** What a mail, its sender and its line are called: stable, so that a repeat finds the same ones. */
import { createHash } from 'node:crypto';
import type { Settings } from '../adapter.ts';
import type { IdentityClaim } from '../message.ts';
import type { Mail } from './mail/mail.ts';
import type { TakenMail } from './taken.ts';

export type MailContext = { externalId: string; taken: TakenMail; settings: Settings };

/** The channel's address, its other names, and where answers come in; lower case. */
export function ownAddresses(settings: Settings): string[] {
  const { address = '', aliases = '', replyAddress = '' } = settings;
  return [address, ...aliases.split('\n'), replyAddress]
    .map((one) => one.trim().toLowerCase())
    .filter(Boolean);
}

/**
 * What makes this mail this mail, however often and by whatever way it comes. Not the Message-ID alone: broken senders
 * give one to many mails, and whoever knows one could keep another mail from arriving.
 */
export function contentId(mail: Mail): string {
  const hash = createHash('sha256');
  const { from, subject, date, text, html } = mail;
  for (const part of [from.address, subject, date?.toISOString() ?? '', text, html]) {
    hash.update(`${part.length}:${part}`);
  }
  for (const { name, content } of mail.files) hash.update(name).update(content);
  return `${mail.messageId.slice(0, 300)} ${hash.digest('hex').slice(0, 32)}`.trim();
}

/** An address is vouched for only when its domain says so (DMARC); what stands in From anybody can write. */
export function senderOf(
  { from }: Pick<Mail, 'from'>,
  externalId: string,
  verified: boolean,
): IdentityClaim {
  const nobody = `nobody.${externalId.slice(-16)}`;
  const value = from.address || nobody;
  const name = from.name || (from.address ? '' : 'Unknown sender');
  return { kind: 'email', scope: '', value, raw: value, verified, ...(name && { name }) };
}

/** The key of a line that begins with this mail: stable, so that a repeat finds the same one. */
export function threadOf(externalId: string, { channelId }: Settings): string {
  return createHash('sha256').update(`${channelId}\n${externalId}`).digest('hex').slice(0, 24);
}
