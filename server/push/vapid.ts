/** Who pushes: a key pair of our own, and a token signed with it for each push service (VAPID, RFC 8292). */
import { generateKeyPairSync } from 'node:crypto';
import { importJWK, type JWK, SignJWT } from 'jose';

export type PushKeys = {
  /** base64url of the uncompressed point: what browsers subscribe with. */
  publicKey: string;
  privateKey: JWK;
};

/** At most a day (§2); long enough for clocks that differ. */
const GOOD_FOR = '12h';

export function makeKeys(): PushKeys {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = privateKey.export({ format: 'jwk' }) as JWK;
  const point = [jwk.x ?? '', jwk.y ?? ''].map((part) => Buffer.from(part, 'base64url'));
  const publicKey = Buffer.concat([Uint8Array.of(4), ...point]).toString('base64url');
  return { publicKey, privateKey: jwk };
}

/** The Authorization header for one push service. @param contact whom its operators may ask: https: or mailto: */
export async function authorize(
  { publicKey, privateKey }: PushKeys,
  endpoint: string,
  contact: string,
): Promise<string> {
  const token = await new SignJWT({ sub: contact })
    .setProtectedHeader({ alg: 'ES256', typ: 'JWT' })
    .setAudience(new URL(endpoint).origin)
    .setExpirationTime(GOOD_FOR)
    .sign(await importJWK(privateKey, 'ES256'));
  return `vapid t=${token}, k=${publicKey}`;
}
