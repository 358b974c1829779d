/** A mail that cannot be read is shown all the same, with the mail itself as a file: nothing is lost, nothing loops. */
import { createHash } from 'node:crypto';
import type { Settings } from '../adapter.ts';
import type { InboundMessage } from '../message.ts';
import { senderOf, threadOf } from './naming.ts';
import type { TakenMail } from './taken.ts';

/** So much of it is looked at for a sender and a subject; a head longer than this is part of the trouble. */
const HEAD = 64 * 1024;

export function unread(taken: TakenMail, problem: string, settings: Settings): InboundMessage {
  const { raw, receivedAt } = taken;
  // Of one that could not be fetched only its place tells it from the next.
  const hash = createHash('sha256')
    .update(raw)
    .update(taken.trouble?.place ?? '');
  const digest = hash.digest('hex').slice(0, 32);
  const externalId = `unread ${digest}`;
  const head = new TextDecoder('latin1').decode(raw.subarray(0, HEAD));
  const [address = ''] = fieldIn(head, 'from').match(/[^\s<>"(),:;@]{1,64}@[\w.-]{1,190}/) ?? [];
  const from = { address: address.toLowerCase(), name: '' };
  return {
    type: 'message',
    externalId,
    from: senderOf({ from }, externalId, false),
    thread: threadOf(externalId, settings),
    text: '',
    subject: fieldIn(head, 'subject').slice(0, 200),
    unsupported: notRead(problem),
    addressing: { from, replyTo: [], to: [], cc: [] },
    // Nobody can say whether a person wrote it.
    automatic: 'notice',
    attachments: [
      { name: 'mail.eml', type: 'message/rfc822', size: raw.length, source: { content: raw } },
    ],
    ...(receivedAt && { at: receivedAt }),
  };
}

export const notRead = (problem: string): string => `a mail that could not be read (${problem})`;

function fieldIn(head: string, name: string): string {
  const [, value = ''] = new RegExp(`^${name}:[ \\t]*([^\\r\\n]{0,500})`, 'im').exec(head) ?? [];
  return value.trim();
}
