/** What a domain wants done with mail that only claims to come from it (DMARC). */
import type { Finding } from '../../adapter.ts';
import type { Resolver } from './dns.ts';

const about = 'DMARC';
/** How many labels are walked up at most (RFC 9989, 4.10). */
const MOST_STEPS = 8;

/** What is found at the domain or, where it says nothing itself, above it. */
export async function dmarcFinding(
  domain: string,
  address: string,
  resolver: Resolver,
): Promise<Finding> {
  const found = await nearest(domain, resolver);
  const set = (name: string, policy: string): string =>
    `Set a TXT record at _dmarc.${name} to: v=DMARC1; p=${policy}; rua=mailto:${address}`;
  if (found === null) {
    const text = `${domain} does not say what becomes of mail that only claims to be its own.`;
    return { state: 'bad', about, text, fix: set(domain, 'none') };
  }
  const { name, records } = found;
  const [record = ''] = records;
  if (records.length > 1) {
    const text = `_dmarc.${name} has ${records.length} records; receivers then believe none.`;
    return { state: 'bad', about, text, fix: `Keep one TXT record at _dmarc.${name}: ${record}` };
  }
  const policy = (name !== domain && tag(record, 'sp')) || tag(record, 'p') || 'none';
  if (policy === 'quarantine' || policy === 'reject') {
    const text = `Mail that only claims to come from ${domain} is not let through (p=${policy}).`;
    return { state: 'good', about, text, fix: '' };
  }
  const text = `Mail that only claims to come from ${domain} is let through all the same (p=none).`;
  const fix = `Once your own mail passes: ${set(domain, 'quarantine')}`;
  return { state: 'warning', about, text, fix };
}

async function nearest(
  domain: string,
  resolver: Resolver,
): Promise<{ name: string; records: string[] } | null> {
  const labels = domain.split('.');
  // A long name is looked at itself, then from its last seven labels upwards.
  const first = Math.max(1, labels.length - MOST_STEPS + 1);
  const starts = [0, ...labels.map((_, n) => n).filter((n) => n >= first && n < labels.length - 1)];
  for (const start of starts) {
    const name = labels.slice(start).join('.');
    const records = (await resolver.txt(`_dmarc.${name}`)).filter((one) =>
      /^v=DMARC1\s{0,9}(?:;|$)/.test(one),
    );
    if (records.length > 0) return { name, records };
  }
  return null;
}

function tag(record: string, name: string): string {
  const parts = record.split(';').map((part) => part.trim().toLowerCase().split('='));
  return parts.find(([key]) => key?.trim() === name)?.[1]?.trim() ?? '';
}
