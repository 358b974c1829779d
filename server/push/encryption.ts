/**
 * A notice only its browser can read: RFC 8291 (keys) over RFC 8188 (`aes128gcm`). The push service in between learns
 * when and how much, never what.
 */
import { createCipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto';

/** What a browser told us of itself: its public key and a secret, base64url. */
export type Recipient = { p256dh: string; auth: string };

/** Made anew for every notice; given by tests alone. */
type Once = { salt: Uint8Array; privateKey: Uint8Array };

/** One record has to hold all of it: push services take no more (RFC 8291 §4). */
const RECORD_BYTES = 4096;
/** Longest notice: the record without header, tag and the mark of its end. */
export const MOST_BYTES = RECORD_BYTES - 86 - 16 - 1;
/** Ends the last record (RFC 8188 §2). */
const LAST = Uint8Array.of(2);

/** @throws when the recipient's key is no point on the curve */
export function encrypt(text: string, { p256dh, auth }: Recipient, once?: Once): Buffer {
  const plain = Buffer.from(text);
  if (plain.length > MOST_BYTES) throw new Error('the notice is too long');
  const theirs = Buffer.from(p256dh, 'base64url');
  const ours = createECDH('prime256v1');
  if (once) ours.setPrivateKey(once.privateKey);
  else ours.generateKeys();
  const publicKey = ours.getPublicKey();
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), theirs, publicKey]);
  const shared = ours.computeSecret(theirs);
  const material = derive(shared, Buffer.from(auth, 'base64url'), info, 32);
  const salt = once?.salt ?? randomBytes(16);
  const key = derive(material, salt, 'Content-Encoding: aes128gcm\0', 16);
  const nonce = derive(material, salt, 'Content-Encoding: nonce\0', 12);
  const cipher = createCipheriv('aes-128-gcm', key, nonce);
  const body = [cipher.update(plain), cipher.update(LAST), cipher.final(), cipher.getAuthTag()];
  return Buffer.concat([salt, sizes(publicKey), publicKey, ...body]);
}

const derive = (material: Uint8Array, salt: Uint8Array, info: string | Uint8Array, bytes: number) =>
  Buffer.from(hkdfSync('sha256', material, salt, info, bytes));

function sizes(publicKey: Uint8Array): Buffer {
  const header = Buffer.alloc(5);
  header.writeUInt32BE(RECORD_BYTES);
  header.writeUInt8(publicKey.length, 4);
  return header;
}
