/** Addresses at Twilio: a number, or a number or name behind the channel's prefix. */
import type { IdentityClaim } from '../message.ts';
import { canonicalPhone } from '../phone.ts';

/** Prefixes behind which a telephone number is the person's own, verified by the network. */
const BY_NUMBER = new Set(['', 'whatsapp', 'rcs']);

/**
 * The person at an address (`From`, or `To` of what we sent). A telephone number is one person
 * whichever way it writes; any other name counts only within the account.
 */
export function personAt(
  address: string,
  account: string,
): Pick<IdentityClaim, 'kind' | 'scope' | 'value' | 'raw'> {
  const { prefix, name } = split(address);
  const phone = canonicalPhone(name);
  if (BY_NUMBER.has(prefix) && phone.startsWith('+')) {
    return { kind: 'phone', scope: '', value: phone, raw: name };
  }
  return { kind: `${prefix || 'sms'}-user`, scope: account, value: name };
}

/** `whatsapp` and `+14155550100` of `whatsapp:+14155550100`. */
export function split(address: string): { prefix: string; name: string } {
  const [, prefix = '', name = address] = /^([a-z]+):(.+)$/s.exec(address) ?? [];
  return { prefix, name };
}
