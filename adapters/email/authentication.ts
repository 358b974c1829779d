/** What the server that took a mail in found out about its sender (RFC 8601). Everybody else's findings are hearsay. */
import type { Mail } from './mail/mail.ts';
import type { Verdicts } from './taken.ts';

/**
 * The findings of the one server that is believed, or null. Whoever writes a mail can write such a header too, and a
 * server puts its own on top: the first of that name counts.
 */
export function authenticationOf(mail: Mail, authservId: string | undefined): Verdicts | null {
  const believed = authservId?.trim().toLowerCase();
  if (!believed) return null;
  for (const { name, value } of mail.headers) {
    if (name !== 'authentication-results') continue;
    const [server = '', ...findings] = value.slice(0, 10_000).split(';');
    if (server.trim().toLowerCase().split(/\s/, 1)[0] !== believed) continue;
    return { spf: of(findings, 'spf'), dkim: best(findings), dmarc: of(findings, 'dmarc') };
  }
  return null;
}

function of(findings: string[], method: string): string {
  return all(findings, method)[0] ?? 'none';
}

/** One valid signature of several is enough. */
function best(findings: string[]): string {
  const results = all(findings, 'dkim');
  return results.includes('pass') ? 'pass' : (results[0] ?? 'none');
}

function all(findings: string[], method: string): string[] {
  return findings.flatMap((finding) => {
    const [, name, result] = /^\s*([a-z-]+)\s*=\s*([a-z]+)/i.exec(finding) ?? [];
    return name?.toLowerCase() === method && result ? [result.toLowerCase()] : [];
  });
}

/** Why a mail may not be from whom it says, in words; undefined when nothing speaks against it. */
export function doubtOf(found: Verdicts | null, address: string): string | undefined {
  if (found?.dmarc !== 'fail') return undefined;
  return `This may not be from ${address}: its domain says such mail is not its own (DMARC failed).`;
}
