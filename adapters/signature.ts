/** Signatures, checked without telling an attacker how far a guess got. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/**
 * HMAC-SHA256 of `data` as text. An empty secret gives an empty signature, which `sameText` never
 * accepts: a channel without its secret takes nobody for genuine.
 */
export function hmacSha256(
  secret: string,
  data: string | Uint8Array,
  encoding: 'hex' | 'base64' | 'base64url',
): string {
  return secret === '' ? '' : createHmac('sha256', secret).update(data).digest(encoding);
}

/** SHA-256 in hex. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/**
 * Are both texts the same? Takes equally long wherever they differ. An empty or missing text equals
 * nothing.
 */
export function sameText(given: string | undefined, expected: string | undefined): boolean {
  if (!given || !expected) return false;
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}
