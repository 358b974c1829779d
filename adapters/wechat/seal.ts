/**
 * WeChat's two seals: a SHA-1 over sorted texts, and in safe mode AES-256-CBC (WXBizMsgCrypt). Its
 * published test vectors are in the tests.
 */
import { createDecipheriv, createHash } from 'node:crypto';

/** The longest padding: WeChat pads to blocks of 32 bytes, not of 16 as AES would have it. */
const BLOCK = 32;
/** Random bytes and the length of the message come before it. */
const RANDOM = 16;
const HEAD = RANDOM + 4;

/** Empty without a token: a channel without its secret takes nobody for genuine. */
export function seal(token: string, ...signed: string[]): string {
  if (token === '') return '';
  return createHash('sha1')
    .update([token, ...signed].sort().join(''))
    .digest('hex');
}

/** What was encrypted and for which account; null when it cannot be opened with this key. */
export function unseal(encrypted: string, encodingAesKey: string) {
  const key = Buffer.from(`${encodingAesKey}=`, 'base64');
  const sealed = Buffer.from(encrypted, 'base64');
  if (key.length !== 32 || sealed.length === 0 || sealed.length % 16 !== 0) return null;
  const cipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([cipher.update(sealed), cipher.final()]);
  return unpacked(padded);
}

function unpacked(padded: Buffer): { content: Uint8Array; appId: string } | null {
  const padding = padded.at(-1) ?? 0;
  if (padding < 1 || padding > BLOCK || padded.length - padding < HEAD) return null;
  const plain = padded.subarray(0, padded.length - padding);
  const end = HEAD + plain.readUInt32BE(RANDOM);
  if (end > plain.length) return null;
  const content = new Uint8Array(plain.subarray(HEAD, end));
  return { content, appId: plain.subarray(end).toString('utf8') };
}
