/**
 * The names that bring a mail home: reply addresses, message ids and bounce addresses that only
 * this channel could have made. Each ends in 80 bits of HMAC over its kind, the channel and what it
 * names, in lower-case base32, because servers on the way fold the case of local parts.
 */
import { domainToASCII } from 'node:url';
import type { Settings } from '../adapter.ts';
import { hmacSha256, sameText } from '../signature.ts';

/** RFC 5321, 4.5.3.1.1. */
const LONGEST_LOCAL_PART = 64;
const MAC_LENGTH = 16;
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

const THREAD = /^[a-z0-9]{1,40}$/;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const TAG = /(?:^|\+)([rb])\.([a-z0-9]{1,40})\.([a-z2-7]{16})$/;
const MESSAGE_ID = /^m\.([a-z2-7]{26})\.([a-z2-7]{16})$/;

/**
 * Where answers in a thread are asked to go: `help+r.<thread>.<mac>@example.com`, the same with the
 * reply address in place of the channel's own, or `r.<thread>.<mac>@…` when that is a whole domain
 * (`@replies.example.com`). The plain address where no tag can be carried.
 */
export function replyAddressFor(thread: string, settings: Settings): string {
  const [home, tagged] = replyHome(settings);
  if (!tagged || !THREAD.test(thread)) return home.startsWith('@') ? ownAddress(settings) : home;
  return tagAddress(home, 'r', thread, settings) ?? ownAddress(settings);
}

/** The thread an address was made for by this very channel, or null. Upper case is folded. */
export function readReplyToken(address: string, settings: Settings): string | null {
  return readTag(address, 'r', settings);
}

/**
 * The Message-ID of a message of ours, the same for every attempt:
 * `<m.<uuid in base32>.<mac>@example.com>`. An id that is no uuid is named by its HMAC instead and
 * cannot be read back.
 */
export function messageIdFor(messageId: string, settings: Settings): string {
  const packed = packUuid(messageId);
  const local = packed
    ? `m.${packed}.${macOf('m', packed, settings)}`
    : `x.${macOf('x', messageId, settings)}`;
  return `<${local}@${domainToASCII(domainOf(ownAddress(settings))) || 'localhost'}>`;
}

/** The uuid of our message that a Message-ID names, or null when this channel did not issue it. */
export function readMessageId(id: string, settings: Settings): string | null {
  const [local = ''] = id.trim().replace(/^</, '').toLowerCase().split('@', 1);
  const [, packed = '', mac] = MESSAGE_ID.exec(local) ?? [];
  return sameText(mac, macOf('m', packed, settings)) ? unpackUuid(packed) : null;
}

/**
 * The envelope sender of a message, so that a bounce names what bounced:
 * `help+b.<uuid in base32>.<mac>@example.com`; the plain address where no tag can be carried.
 */
export function bounceAddressFor(messageId: string, settings: Settings): string {
  const [home, tagged] = replyHome(settings);
  const packed = packUuid(messageId);
  const address = ownAddress(settings);
  return (tagged && packed && tagAddress(home, 'b', packed, settings)) || address;
}

/** The uuid of our message that a bounce address names, or null. */
export function readBounceToken(address: string, settings: Settings): string | null {
  const packed = readTag(address, 'b', settings);
  return packed?.length === 26 ? unpackUuid(packed) : null;
}

/** Where tags hang, and whether they may. */
function replyHome(settings: Settings): [address: string, tagged: boolean] {
  const reply = (settings['replyAddress'] ?? '').trim();
  return reply === ''
    ? [ownAddress(settings), settings['plusAddressing'] !== 'off']
    : [reply, true];
}

function tagAddress(
  home: string,
  kind: 'r' | 'b',
  named: string,
  settings: Settings,
): string | null {
  const mac = macOf(kind, named, settings);
  const at = home.lastIndexOf('@');
  if (mac === '' || at < 0) return null;
  const local = `${home.slice(0, at)}${at > 0 ? '+' : ''}${kind}.${named}.${mac}`;
  return Buffer.byteLength(local) <= LONGEST_LOCAL_PART ? local + home.slice(at) : null;
}

function readTag(address: string, kind: 'r' | 'b', settings: Settings): string | null {
  const folded = address.trim().replace(/^</, '').slice(0, 400).toLowerCase();
  const [, found, named = '', mac] = TAG.exec(folded.slice(0, folded.lastIndexOf('@'))) ?? [];
  return found === kind && sameText(mac, macOf(kind, named, settings)) ? named : null;
}

/** '' without a secret, which nothing equals. */
function macOf(kind: string, named: string, { channelId, ...settings }: Settings): string {
  const signed = hmacSha256(
    settings['tokenSecret'] ?? '',
    `${kind}\0${channelId}\0${named}`,
    'hex',
  );
  return base32(Buffer.from(signed.slice(0, MAC_LENGTH * 1.25), 'hex'));
}

function packUuid(uuid: string): string | null {
  const lower = uuid.toLowerCase();
  return UUID.test(lower) ? base32(Buffer.from(lower.replaceAll('-', ''), 'hex')) : null;
}

/** null when the last letter carries bits that no uuid has. */
function unpackUuid(packed: string): string | null {
  const value = [...packed].reduce(
    (sum, letter) => sum * 32n + BigInt(ALPHABET.indexOf(letter)),
    0n,
  );
  const hex = (value >> 2n).toString(16).padStart(32, '0');
  const uuid = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return packUuid(uuid) === packed ? uuid : null;
}

/** RFC 4648, section 6, in lower case and without padding. */
function base32(bytes: Uint8Array): string {
  let [bits, held, text] = [0, 0, ''];
  for (const byte of bytes) {
    bits = ((bits << 8) | byte) & 0xfff;
    held += 8;
    for (; held >= 5; held -= 5) text += ALPHABET[(bits >> (held - 5)) & 31];
  }
  return held > 0 ? text + ALPHABET[(bits << (5 - held)) & 31] : text;
}

const ownAddress = (settings: Settings): string => (settings['address'] ?? '').trim();
const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);
