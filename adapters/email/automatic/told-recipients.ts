/** Recipients that a bounce names in its text only, as about half of all bounces do. */
import { addressesIn, addressIn, isOfStaff } from './addresses.ts';

export type ToldRecipient = {
  address: string;
  /** What the text says about this recipient. */
  diagnosis: string;
};

/**
 * The recipients named in the words of a mail system, in order. The first line that names one in a
 * known way decides how the others are named: a refused mail's forwarding addresses and the
 * postmaster stand in the same text. `strangers` are addresses that were not written to (the
 * sender of the mail, the sender of the bounce); they count only when nobody else is named.
 */
export function toldRecipients(said: readonly string[], strangers: readonly string[]) {
  const top = said.slice(0, MANY_LINES);
  const known = knownBy(top, strangers);
  const first = top.find((line) => known(waysIn(line).address));
  return first ? inOneWay(top, waysIn(first).way, known) : [];
}

/** When no line names a recipient in a known way: the first address that may be one. */
export function anybodyTold(said: readonly string[], strangers: readonly string[]): string[] {
  const top = said.slice(0, MANY_LINES);
  return top.flatMap(addressesIn).filter(knownBy(top, strangers)).slice(0, 1);
}

/** A bounce says early whom it is about. */
const MANY_LINES = 2000;

function knownBy(said: readonly string[], strangers: readonly string[]) {
  const others = said.some((line) => addressesIn(line).some((one) => counts(one, strangers)));
  return (address: string) => address !== '' && (!others || counts(address, strangers));
}

function counts(address: string, strangers: readonly string[]): boolean {
  return !isOfStaff(address) && !strangers.includes(address);
}

type Way = { name: string; pattern: RegExp };

const A = `[^\\s<>"()\\[\\]:,;]{1,250}@[^\\s<>"()\\[\\]:,;]{1,250}`;

const WAYS: readonly Way[] = [
  // <ana@example.com>: host mx.example.com said: …
  { name: 'brackets', pattern: new RegExp(`^ {0,2}(?:to ?:)?<(${A})>:`, 'iu') },
  // "ana@example.com":
  { name: 'quotes', pattern: new RegExp(`^ {0,2}"(${A})":`, 'iu') },
  // Recipient address: ana@example.com
  {
    name: 'label',
    pattern: new RegExp(`^[ \\t*]{0,20}(?:${labels()})[ \\t]{0,20}:?[ \\t]{0,20}<?(${A})>?`, 'iu'),
  },
  // ana@example.com … at the start of a line, however deep
  { name: 'start', pattern: new RegExp(`^[ \\t*•·-]{0,40}<?(${A})>?(?=[\\s:;,.(\\[<]|$)`, 'iu') },
  // … rejected recipient <ana@example.com> …
  { name: 'sentence', pattern: new RegExp(`(?:${sentences()})[^@<]{0,40}?<?(${A})>?`, 'iu') },
  // >>> Ana Ruiz <ana@example.com>, >>> RCPT TO:<ana@example.com>, Sent <<< RCPT TO:<…>
  {
    name: 'arrows',
    pattern: new RegExp(`^.{0,20}(?:>>>|<<<)(?! {0,3}MAIL).{0,200}<(${A})>`, 'iu'),
  },
];

function labels(): string {
  return [
    'recipient address',
    'original address',
    'recipient',
    'addressed to',
    'rcpt to',
    'could not be delivered to',
    'undeliverable to',
    'unknown (?:user|host|recipient)',
    'invalid final delivery userid',
    'user mailbox exceeds allowed size',
    'destinataire',
    'empfänger',
    'destinatario',
    '收件人',
  ].join('|');
}

function sentences(): string {
  return [
    'unable to deliver (?:your )?message to',
    'error delivering your mail to',
    'rejected recipient',
    'permanent errors:',
    "addressed to '",
    'message was addressed,',
    'your message to',
    'generated (?:from|by)',
    'delivery attempts? to',
    "(?:wasn't|was not|couldn't be|could not be|cannot be) delivered to",
    'delivery (?:to|for)',
    'address: ?<',
    'smtp=',
    'no such user',
    'user unknown',
    'unknown user',
  ].join('|');
}

function waysIn(line: string): { address: string; way: string } {
  for (const { name, pattern } of WAYS) {
    const address = addressIn(pattern.exec(line)?.[1] ?? '');
    // Addresses at the start of a line are a list when they stand equally deep.
    const depth = name === 'start' ? line.search(/[^\s*•·-]/) : 0;
    if (address) return { address, way: `${name} ${depth}` };
  }
  return { address: '', way: '' };
}

/** Each recipient with the lines up to the next. */
function inOneWay(
  said: readonly string[],
  way: string,
  known: (address: string) => boolean,
): ToldRecipient[] {
  const lines = new Map<string, string[]>();
  let current = '';
  for (const line of said) {
    const named = waysIn(line);
    const again = lines.has(named.address);
    if (again || (named.way === way && known(named.address))) {
      current = named.address;
    }
    const own = lines.get(current) ?? [];
    if (current && own.length < 60) lines.set(current, [...own, line]);
  }
  return [...lines].slice(0, 100).map(([address, own]) => ({ address, diagnosis: own.join(' ') }));
}
