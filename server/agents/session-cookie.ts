/** How a session travels: one cookie that no script can read. */

const SECONDS = 14 * 24 * 60 * 60;
/** 256 bits in base64url. Anything else was not made by us and never reaches the database. */
const SECRET = /^[A-Za-z0-9_-]{43}$/;

/** `__Host-` makes browsers refuse a cookie that a neighbouring host planted; it needs https. */
export const cookieName = (secure: boolean): string => (secure ? '__Host-interline' : 'interline');

/** @returns the session's secret from a Cookie header; undefined when there is none */
export function readSessionCookie(header: string | undefined, secure: boolean): string | undefined {
  const start = `${cookieName(secure)}=`;
  const pair = header
    ?.split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(start));
  const secret = pair?.slice(start.length);
  return secret !== undefined && SECRET.test(secret) ? secret : undefined;
}

/** The Set-Cookie header that begins a session in the browser. */
export const sessionCookie = (secret: string, secure: boolean): string =>
  written(secret, SECONDS, secure);

/** The Set-Cookie header that ends it. */
export const endedSessionCookie = (secure: boolean): string => written('', 0, secure);

function written(value: string, maxAge: number, secure: boolean): string {
  const attributes = `Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  return `${cookieName(secure)}=${value}; ${attributes}`;
}
