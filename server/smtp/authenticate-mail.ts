/** May the sender use the address it names? SPF (RFC 7208), DKIM (RFC 6376) and DMARC (RFC 9989), looked up by ourselves. */
import { isPublicAddress } from '../guarded-fetch.ts';

export type MailVerdicts = { spf: string; dkim: string; dmarc: string };

/** Where it comes from, by the connection and not by its own words. */
export type Origin = { ip: string; helo: string; sender: string };

/** DNS may be slow or away; the mail does not wait for it. */
const MOST_MS = 6_000;
const UNKNOWN: MailVerdicts = { spf: 'none', dkim: 'none', dmarc: 'none' };

/** @returns `pass`, `fail`, `none` …, as RFC 8601 names results; `none` for everything that could not be found out */
export async function authenticateMail(raw: Buffer, origin: Origin): Promise<MailVerdicts> {
  // A relay of our own network says nothing about the sender.
  if (!isPublicAddress(origin.ip)) return UNKNOWN;
  const late = new Promise<MailVerdicts>((resolve) => {
    setTimeout(() => resolve(UNKNOWN), MOST_MS).unref();
  });
  return Promise.race([lookUp(raw, origin), late]).catch(() => UNKNOWN);
}

async function lookUp(raw: Buffer, { ip, helo, sender }: Origin): Promise<MailVerdicts> {
  // Loaded with the first mail: most installations never need it.
  const { authenticate } = await import('mailauth');
  const found = await authenticate(raw, { ip, helo, sender, mta: 'interline' });
  return {
    spf: found.spf ? found.spf.status.result : 'none',
    dkim: bestOf((found.dkim?.results ?? []).map(({ status }) => status.result)),
    dmarc: found.dmarc ? found.dmarc.status.result : 'none',
  };
}

/** One valid signature is enough. */
const bestOf = (results: string[]): string =>
  results.includes('pass') ? 'pass' : (results[0] ?? 'none');
