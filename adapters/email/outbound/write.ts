/** A message as the bytes that travel, signed where the channel signs for itself (RFC 6376). */
import { createPrivateKey } from 'node:crypto';
import { createTransport } from 'nodemailer';
import type { SendMailOptions } from 'nodemailer/lib/mailer';
import type { Settings } from '../../adapter.ts';
import { ChannelError } from '../../errors.ts';
import type { OutboundMessage } from '../../message.ts';
import { MOST_BYTES } from './capabilities.ts';
import { composeMail, type Envelope } from './compose.ts';

const writer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });

/**
 * The bytes of the mail and its envelope.
 * @throws ChannelError when the mail cannot be made: an odd address, files too big, a bad DKIM key
 */
export async function writeMail(
  message: OutboundMessage,
  settings: Settings,
  at: Date,
): Promise<{ raw: Buffer; envelope: Envelope }> {
  const total = message.attachments.reduce((sum, { size }) => sum + size, 0);
  if (total > MOST_BYTES) {
    const most = Math.floor(MOST_BYTES / (1024 * 1024));
    throw new ChannelError('rejected', `The files are too big together: a mail takes ${most} MB.`);
  }
  const dkim = signing(settings);
  const contents: Uint8Array[] = [];
  for (const attachment of message.attachments) {
    contents.push(new Uint8Array(await (await attachment.read()).arrayBuffer()));
  }
  const { envelope, ...mail } = composeMail(message, settings, at, contents);
  // The envelope is ours to keep: given along, it would have to pass for header addresses.
  const { message: raw } = await writer.sendMail({ ...mail, ...dkim });
  if (!Buffer.isBuffer(raw)) throw new Error('the mail was not written in one piece');
  return { raw, envelope };
}

/** RFC 6376, 5.4.1; and RFC 8058, 4: what offers to end the mails is believed only when it is signed. */
const SIGNED = [
  ...['From', 'Sender', 'Reply-To', 'Subject', 'Date', 'Message-ID', 'To', 'Cc', 'MIME-Version'],
  ...['Content-Type', 'Content-Transfer-Encoding', 'In-Reply-To', 'References'],
  ...['List-Unsubscribe', 'List-Unsubscribe-Post'],
].join(':');

function signing(settings: Settings): Pick<SendMailOptions, 'dkim'> {
  const key = settings['dkimKey'] ?? '';
  if (key === '') return {};
  const { dkimDomain: domainName = '', dkimSelector: keySelector = '' } = settings;
  const privateKey = pem(key);
  if (privateKey === null || !/^[\w.-]+$/.test(domainName) || !/^[\w.-]+$/.test(keySelector)) {
    throw new ChannelError('unauthorized', 'The DKIM key, domain or selector cannot be used.');
  }
  return { dkim: { domainName, keySelector, privateKey, headerFieldNames: SIGNED } };
}

/** The key as PEM again: one-line fields swallow its line ends. null: it is none. */
export function pem(key: string): string | null {
  const [, kind, body = ''] =
    /-----BEGIN ((?:RSA )?PRIVATE KEY)-----([A-Za-z0-9+/=\s\\]+)-----END/.exec(key) ?? [];
  const letters = body.replace(/\\[nr]|\s/g, '');
  const lines = letters.match(/.{1,64}/g) ?? [];
  const text = [`-----BEGIN ${kind}-----`, ...lines, `-----END ${kind}-----`, ''].join('\n');
  try {
    // The only kind that every receiver checks (RFC 8301 names no other it must).
    return createPrivateKey(text).asymmetricKeyType === 'rsa' ? text : null;
  } catch {
    return null;
  }
}
