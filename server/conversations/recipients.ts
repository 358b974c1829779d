/** Whom an answer goes to: one pure function, so that nobody is dropped and nobody is told by accident. */
import type { Addressee, Addressing, Recipients } from '../wire/addressing.ts';

/** A message as far as answering it is concerned. */
export type Answerable =
  | { direction: 'in'; addressing: Addressing }
  | { direction: 'out'; recipients: Recipients };

/**
 * The recipients of an answer to exactly this message (RFC 5322, 3.6.3), never of another one in the line: whoever was
 * not on it is not added, and blind copies are not carried on.
 * - `reply`: where it asks for answers, else to its writer.
 * - `all`: the same, and in copy everybody else it went to.
 * Our own addresses are left out, and nobody is named twice.
 * @param own our addresses on this channel
 */
export function recipientsOf(
  answered: Answerable,
  mode: 'reply' | 'all',
  own: readonly string[],
): Recipients {
  const ours = new Set(own.map(canonical));
  const taken = new Set<string>();
  const others = (list: readonly Addressee[]) =>
    list.filter(({ address }) => {
      const key = canonical(address);
      if (key === '' || isOurs(key, ours) || taken.has(key)) return false;
      taken.add(key);
      return true;
    });
  if (answered.direction === 'out') {
    const to = others(answered.recipients.to);
    return { to, cc: mode === 'all' ? others(answered.recipients.cc) : [], bcc: [] };
  }
  const { from, replyTo, to, cc } = answered.addressing;
  const asked = others(replyTo);
  const first = asked.length > 0 ? asked : others([from]);
  // We wrote it ourselves from outside: it goes on to whom it went.
  const main = first.length > 0 ? first : others(to);
  return { to: main, cc: mode === 'all' ? others([...to, ...cc]) : [], bcc: [] };
}

/** Addresses are compared in lower case: no provider of any size tells Ana from ana. */
export const canonical = (address: string): string => address.trim().toLowerCase();

/** Ours too with a tag behind a plus, or at a domain that is ours whole: answers come in by such addresses. */
function isOurs(address: string, ours: ReadonlySet<string>): boolean {
  const spellings = [address, address.replace(/\+[^@]*@/, '@'), address.replace(/^.*@/, '@')];
  return spellings.some((one) => ours.has(one));
}
