/** Does a domain's SPF record (RFC 7208) let the server pass that sends for the channel? */
import type { Finding } from '../../adapter.ts';
import type { Resolver } from './dns.ts';
import { spfFor } from './providers.ts';

const about = 'SPF';
/** RFC 7208, 4.6.4: so many look-ups, and receivers give up. */
const MOST_LOOKUPS = 10;

/** What is found, with the whole record to set where something is wrong. */
export async function spfFinding(
  domain: string,
  smtpHost: string,
  resolver: Resolver,
): Promise<Finding> {
  const [record, ...more] = await recordsAt(domain, resolver);
  const needed = neededFor(smtpHost);
  if (record === undefined) {
    const value = ['v=spf1', needed || 'mx', '~all'].join(' ');
    const text = `${domain} does not say who may send its mail.`;
    return { state: 'bad', about, text, fix: txt(domain, value) };
  }
  if (more.length > 0) {
    const text = `${domain} has ${more.length + 1} SPF records; receivers then believe none.`;
    return { state: 'bad', about, text, fix: txt(domain, merged([record, ...more])) };
  }
  const { seen, lookups } = await followed(record, resolver);
  if (needed.startsWith('include:') && !seen.has(needed.slice('include:'.length))) {
    const text = `The server that sends your mail, ${smtpHost}, is not among those ${domain} names.`;
    return { state: 'bad', about, text, fix: txt(domain, withTerm(record, needed)) };
  }
  return ending(domain, record, lookups);
}

function ending(domain: string, record: string, lookups: number): Finding {
  if (lookups > MOST_LOOKUPS) {
    const text = `Reading the record takes ${lookups} look-ups; receivers give up after ${MOST_LOOKUPS}.`;
    return {
      state: 'warning',
      about,
      text,
      fix: 'Take out includes of services you no longer use.',
    };
  }
  if (/(?:^|\s)[+?]?all(?:\s|$)/i.test(record)) {
    const value = record.replace(/(^|\s)[+?]?all(?=\s|$)/i, '$1~all');
    const text = `The record lets anybody send as ${domain}.`;
    return { state: 'bad', about, text, fix: txt(domain, value) };
  }
  return { state: 'good', about, text: `${domain} says who may send its mail.`, fix: '' };
}

async function recordsAt(name: string, resolver: Resolver): Promise<string[]> {
  const records = await resolver.txt(name);
  return records.map((record) => record.trim()).filter((record) => /^v=spf1(?: |$)/i.test(record));
}

/** What the server's mail must be let pass by; '' when that cannot be told from its name. */
function neededFor(smtpHost: string): string {
  const known = spfFor(smtpHost);
  if (known !== '') return `include:${known}`;
  return smtpHost === '' ? '' : `a:${smtpHost}`;
}

/** The domains a record includes, directly or not, and how many look-ups they cost. */
async function followed(
  record: string,
  resolver: Resolver,
): Promise<{ seen: Set<string>; lookups: number }> {
  const seen = new Set<string>();
  const waiting = [record];
  let lookups = 0;
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const terms = next.toLowerCase().split(/\s+/);
    lookups += terms.filter((term) =>
      /^[-+~?]?(?:include|a|mx|ptr|exists|redirect)\b/.test(term),
    ).length;
    for (const term of terms) {
      const target = /^[-+~?]?(?:include:|redirect=)([a-z0-9._-]{1,253})$/.exec(term)?.[1];
      if (target === undefined || seen.has(target) || seen.size > 2 * MOST_LOOKUPS) continue;
      seen.add(target);
      waiting.push(...(await recordsAt(target, resolver)));
    }
  }
  return { seen, lookups };
}

const isEnd = (term: string): boolean => /^[-+~?]?all$|^redirect=/i.test(term);

/** In its place, before the end that decides about everybody else. */
function withTerm(record: string, term: string): string {
  const terms = record.split(/\s+/);
  const end = terms.findIndex(isEnd);
  const at = end < 0 ? terms.length : end;
  return [...terms.slice(0, at), term, ...terms.slice(at)].join(' ');
}

function merged(records: string[]): string {
  const terms = records.flatMap((record) => record.split(/\s+/).slice(1));
  return ['v=spf1', ...new Set(terms.filter((term) => !isEnd(term))), '~all'].join(' ');
}

const txt = (name: string, value: string): string => `Set the TXT record at ${name} to: ${value}`;
