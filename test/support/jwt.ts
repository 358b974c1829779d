/** The customer's server, which vouches for the people who are signed in there. */
import { SignJWT } from 'jose';

export type Word = {
  sub?: string;
  jti?: string;
  aud?: string;
  name?: string;
  email?: string;
  /** Seconds from now. */
  issued?: number;
  expires?: number | null;
};

let made = 0;

/** A signed identity, right in everything that `word` does not change. */
export async function vouch(channelId: string, secret: string, word: Word = {}): Promise<string> {
  const { issued = 0, expires = 600, ...claims } = word;
  const now = Math.floor(Date.now() / 1000);
  made += 1;
  const content = {
    sub: 'customer-1',
    jti: `word-${made}`,
    aud: channelId,
    iat: now + issued,
    ...claims,
    ...(expires !== null && { exp: now + expires }),
  };
  const given = Object.entries(content).filter(([, value]) => value !== '');
  return new SignJWT(Object.fromEntries(given))
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(secret));
}
