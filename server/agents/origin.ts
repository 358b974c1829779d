/** Which web pages are our own. */

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Did the request come from a page of ours? Requests from outside browsers carry no Origin.
 * On one's own machine, localhost and 127.0.0.1 are the same place; any other name for it is not (DNS rebinding).
 * @param host the request's Host header
 */
export function isOwnOrigin(
  origin: string | undefined,
  host: string | undefined,
  publicUrl: string,
): boolean {
  if (origin === undefined || origin === publicUrl) return true;
  const own = new URL(publicUrl);
  const other = URL.canParse(origin) ? new URL(origin) : null;
  if (!other || !LOOPBACK.has(own.hostname) || !LOOPBACK.has(other.hostname)) return false;
  return other.protocol === own.protocol && (other.port === own.port || other.host === host);
}
