/** What a request of Twilio says: somebody wrote, or something became of what we sent. */
import type { AdapterRequest } from '../adapter.ts';
import { MalformedRequestError } from '../errors.ts';
import type { InboundEvent, InboundReceipt } from '../message.ts';
import { sha256 } from '../signature.ts';
import { isOptedOut, reasonOf } from './errors.ts';
import { type Form, readForm } from './form.ts';
import { readMessage } from './incoming.ts';
import { personAt } from './people.ts';

/** Longer than any id of Twilio's, and it fits into indexes. */
const LONGEST = 200;

export function parse(request: AdapterRequest): InboundEvent[] {
  const form = readForm(request.body);
  const sid = form('MessageSid') || form('SmsMessageSid') || form('SmsSid');
  if (sid.length > LONGEST) throw new MalformedRequestError('MessageSid is too long');
  if (!form('AccountSid')) throw new MalformedRequestError('the body must be a form of Twilio’s');
  if (sid === '') {
    return [{ type: 'ignored', externalId: sha256(request.body), reason: 'not about a message' }];
  }
  const status = form('MessageStatus') || form('SmsStatus');
  const arrived = ['', 'received', 'receiving'].includes(status);
  return arrived ? readMessage(form, sid) : readStatus(form, { sid, status });
}

const STATUSES: ReadonlyMap<string, InboundReceipt['status']> = new Map([
  ['delivered', 'delivered'],
  ['read', 'read'],
  ['undelivered', 'failed'],
  ['failed', 'failed'],
]);

function readStatus(form: Form, { sid, status }: { sid: string; status: string }): InboundEvent[] {
  const externalId = `${sid}:${status.slice(0, 40)}`;
  const known = STATUSES.get(status);
  if (!known) {
    return [{ type: 'ignored', externalId, reason: `unused status: ${status.slice(0, 40)}` }];
  }
  const receipt = { type: 'receipt', externalId, messageExternalId: sid, status: known } as const;
  if (known !== 'failed') return [receipt];
  const code = form('ErrorCode');
  const failed = { ...receipt, reason: reasonOf(code) };
  if (!isOptedOut(code) || form('To') === '') return [failed];
  const { kind, scope, value } = personAt(form('To'), form('AccountSid'));
  const who = { kind, scope, value };
  const reason = reasonOf(code);
  const about = { externalId: `${externalId}:consent`, aboutExternalId: sid };
  return [failed, { type: 'consent', ...about, who, allowed: false, reason }];
}
