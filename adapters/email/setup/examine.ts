/** What the delivery of a channel's mail depends on in DNS, and the record that mends it. */
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { domainToASCII } from 'node:url';
import type { Finding, Settings, Tools } from '../../adapter.ts';
import { pem } from '../outbound/write.ts';
import { dmarcFinding } from './dmarc.ts';
import { type Resolver, systemResolver } from './dns.ts';
import { providerOf } from './providers.ts';
import { spfFinding } from './spf.ts';

/** Under which names providers publish keys. */
const SELECTORS = [
  ...['google', 'selector1', 'selector2', 'default', 'dkim', 'mail', 's1', 's2', 'k1', 'k2', 'k3'],
  ...['fm1', 'fm2', 'fm3', 'zoho', 'zmail', 'sig1', 's1-ionos', 's2-ionos', 'mx', 'smtp', 'key1'],
  ...[
    'mailru',
    'gm1',
    'mbo0001',
    'mandrill',
    'smtpapi',
    'mailjet',
    'pic',
    'krs',
    'ovhmo1',
    'email',
  ],
];

/**
 * Looks at MX, SPF, DKIM and DMARC of the channel's domain. Nothing is changed. Never throws: what
 * cannot be looked up is a warning.
 */
export async function examine(
  settings: Settings,
  _tools: Tools,
  resolver: Resolver = systemResolver(),
): Promise<Finding[]> {
  const address = (settings['address'] ?? '').trim();
  const domain = domainToASCII(address.slice(address.lastIndexOf('@') + 1)).toLowerCase();
  if (providerOf(domain)) {
    const text = `The provider of ${domain} looks after SPF, DKIM and DMARC.`;
    return [{ state: 'good', about: 'Domain', text, fix: '' }];
  }
  const looks: [string, Promise<Finding>][] = [
    ['MX', mxFinding(domain, resolver)],
    ['SPF', spfFinding(domain, (settings['smtpHost'] ?? '').toLowerCase(), resolver)],
    ['DKIM', dkimFinding(domain, settings, resolver)],
    ['DMARC', dmarcFinding(domain, address, resolver)],
  ];
  return Promise.all(looks.map(([about, look]) => look.catch(() => unanswered(about, domain))));
}

function unanswered(about: string, domain: string): Finding {
  const text = `DNS gave no answer about ${domain} just now.`;
  return { state: 'warning', about, text, fix: '' };
}

async function mxFinding(domain: string, resolver: Resolver): Promise<Finding> {
  const servers = await resolver.mx(domain);
  const about = 'MX';
  if (servers.some((server) => server !== '')) {
    return { state: 'good', about, text: `Mail for ${domain} is taken by ${servers[0]}.`, fix: '' };
  }
  const text =
    servers.length > 0
      ? `${domain} says that it takes no mail.`
      : `${domain} names no server that takes its mail.`;
  const fix = `Set an MX record at ${domain} to your mail provider’s server.`;
  return { state: 'bad', about, text, fix };
}

async function dkimFinding(
  domain: string,
  settings: Settings,
  resolver: Resolver,
): Promise<Finding> {
  const key = settings['dkimKey'] ?? '';
  if (key !== '') return ownKeyFinding(settings, key, resolver);
  const found = await Promise.all(
    SELECTORS.map(async (selector) => {
      const records = await resolver.txt(`${selector}._domainkey.${domain}`);
      return records.some((record) => publicKeyIn(record) !== '') ? selector : null;
    }),
  );
  const selector = found.find((one) => one !== null);
  const about = 'DKIM';
  if (selector !== undefined) {
    return {
      state: 'good',
      about,
      text: `A key is published under ${selector}._domainkey.`,
      fix: '',
    };
  }
  const text = `No key was found for ${domain} under the usual names.`;
  const fix =
    'Switch DKIM on at the provider that sends your mail and publish the record it shows.';
  return { state: 'warning', about, text, fix };
}

/** The key we sign with must be the one that is published, letter for letter. */
async function ownKeyFinding(
  settings: Settings,
  key: string,
  resolver: Resolver,
): Promise<Finding> {
  const about = 'DKIM';
  const name = `${settings['dkimSelector']}._domainkey.${settings['dkimDomain']}`;
  const whole = pem(key);
  if (whole === null) {
    const fix = 'Enter the private key again, as PEM.';
    return { state: 'bad', about, text: 'The DKIM key cannot be read.', fix };
  }
  const published = createPublicKey(createPrivateKey(whole)).export({
    type: 'spki',
    format: 'der',
  });
  const wanted = published.toString('base64');
  const records = await resolver.txt(name);
  if (records.some((record) => publicKeyIn(record) === wanted)) {
    return { state: 'good', about, text: `The key is published at ${name}.`, fix: '' };
  }
  const text =
    records.length > 0 ? `Another key is published at ${name}.` : `No key is published at ${name}.`;
  const fix = `Set a TXT record at ${name} to: v=DKIM1; k=rsa; p=${wanted}`;
  return { state: 'bad', about, text, fix };
}

/** '' also for a key that was taken back (RFC 6376, 3.6.1). */
function publicKeyIn(record: string): string {
  const tag = record.split(';').find((part) => /^\s{0,20}p\s{0,20}=/.test(part)) ?? '';
  return tag.slice(tag.indexOf('=') + 1).replace(/\s/g, '');
}
