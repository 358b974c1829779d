/** Is a provider's webhook genuine? Each provider signs in its own way, or not at all; what is not set up is refused. */
import { createPublicKey, verify as verifySignature } from 'node:crypto';
import type { AdapterRequest, Settings } from '../adapter.ts';
import { hmacSha256, sameText } from '../signature.ts';
import { formFields } from './form.ts';

/** Older than this is taken for a replay. */
const MOST_SKEW_S = 300;

/** SendGrid's ECDSA, Mailgun's HMAC or a password (Postmark), whichever is set up and there. */
export function verify(request: AdapterRequest, settings: Settings, now: Date): boolean {
  return (
    bySendGrid(request, settings, now) ||
    byMailgun(request, settings, now) ||
    byPassword(request, settings)
  );
}

/** https://www.twilio.com/docs/sendgrid: the signature covers timestamp and body. */
function bySendGrid({ headers, body }: AdapterRequest, settings: Settings, now: Date): boolean {
  const key = settings['sendgridKey'];
  const signature = headers['x-twilio-email-event-webhook-signature'];
  const timestamp = headers['x-twilio-email-event-webhook-timestamp'];
  if (!key || !signature || !timestamp || !isFresh(timestamp, now)) return false;
  // Buffer reads over what is no base64, and would take two signatures for the first.
  if (!/^[\w+/]{8,200}={0,2}$/.test(signature)) return false;
  const signed = Buffer.concat([Buffer.from(timestamp), body]);
  try {
    const der = Buffer.from(key.replace(/-----[^-]+-----|\s/g, ''), 'base64');
    const publicKey = createPublicKey({ key: der, format: 'der', type: 'spki' });
    return verifySignature('sha256', signed, publicKey, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}

/** https://documentation.mailgun.com: over timestamp and token alone, so only a fresh one counts. */
function byMailgun(request: AdapterRequest, settings: Settings, now: Date): boolean {
  const key = settings['mailgunKey'];
  if (!key) return false;
  const fields = formFields(request);
  const text = (name: string) => new TextDecoder().decode(fields.get(name));
  const timestamp = text('timestamp');
  if (!isFresh(timestamp, now)) return false;
  return sameText(text('signature'), hmacSha256(key, timestamp + text('token'), 'hex'));
}

function byPassword({ headers }: AdapterRequest, settings: Settings): boolean {
  const password = settings['webhookPassword'];
  const [, encoded] = /^Basic ([\w+/=]{1,2000})$/i.exec(headers['authorization'] ?? '') ?? [];
  if (!password || !encoded) return false;
  const given = Buffer.from(encoded, 'base64').toString('utf8');
  return sameText(given.slice(given.indexOf(':') + 1), password);
}

function isFresh(timestamp: string, now: Date): boolean {
  const seconds = /^\d{9,11}$/.test(timestamp) ? Number(timestamp) : Number.NaN;
  return Math.abs(now.getTime() / 1000 - seconds) <= MOST_SKEW_S;
}
