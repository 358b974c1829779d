/** The servers of a mailbox, found out from its address. */
import { domainToASCII } from 'node:url';
import type { Tools } from '../../adapter.ts';
import { type FoundServer, type FoundServers, readAutoconfig } from './autoconfig.ts';
import { type Resolver, systemResolver } from './dns.ts';
import { type Provider, providerAt, providerOf } from './providers.ts';

/** Where mailboxes are authorised that take no password. */
const TOKEN_URLS = new Map([
  ['imap.gmail.com', 'https://oauth2.googleapis.com/token'],
  ['outlook.office365.com', 'https://login.microsoftonline.com/common/oauth2/v2.0/token'],
]);

/**
 * Settings for the servers of `entered.address`, as far as they can be found out: known providers,
 * then what the domain says in DNS (RFC 6186, RFC 8314), who takes its mail, its own configuration
 * file, the usual names. {} when nothing is found. Nothing is tried out.
 */
export async function suggest(
  entered: Readonly<Record<string, string>>,
  tools: Tools,
  resolver: Resolver = systemResolver(),
): Promise<Record<string, string>> {
  const address = (entered['address'] ?? '').trim();
  const domain = domainToASCII(address.slice(address.lastIndexOf('@') + 1)).toLowerCase();
  if (address.lastIndexOf('@') < 1 || !domain.includes('.')) return {};
  const known = providerOf(domain);
  if (known) return settingsFor(known);
  const [announced, host] = await Promise.all([
    announcedBy(domain, resolver),
    quietly(resolver.mx(domain), []),
  ]);
  if (announced.imap && announced.smtp) return fields(announced);
  const provider = host.map(providerAt).find((found) => found !== null);
  if (provider) return settingsFor(provider);
  const told = await readAutoconfig(
    `${address.slice(0, address.lastIndexOf('@'))}@${domain}`,
    tools,
  );
  if (told.imap || told.smtp) return fields({ ...told, ...announced });
  return fields({ ...(await guessed(domain, resolver)), ...announced });
}

function settingsFor({ imap, smtp, smtpPort, plus }: Provider): Record<string, string> {
  const tokenUrl = TOKEN_URLS.get(imap);
  return {
    ...fields({
      imap: { host: imap, port: '993', security: 'tls', user: '' },
      smtp: {
        ...{ host: smtp, port: String(smtpPort), user: '' },
        security: smtpPort === 587 ? 'starttls' : 'tls',
      },
    }),
    plusAddressing: plus ? 'on' : 'off',
    ...(imap === 'imap.gmail.com' && { authservId: 'mx.google.com' }),
    ...(tokenUrl !== undefined && { oauthTokenUrl: tokenUrl }),
  };
}

function fields({ imap, smtp }: FoundServers): Record<string, string> {
  return {
    ...(imap && { imapHost: imap.host, imapPort: imap.port, imapSecurity: imap.security }),
    ...(smtp && { smtpHost: smtp.host, smtpPort: smtp.port, smtpSecurity: smtp.security }),
    ...(imap?.user && { user: imap.user }),
    ...(smtp?.user && smtp.user !== imap?.user && { smtpUser: smtp.user }),
  };
}

async function announcedBy(domain: string, resolver: Resolver): Promise<FoundServers> {
  const ask = async (
    service: string,
    security: FoundServer['security'],
  ): Promise<FoundServer | null> => {
    const [first] = await quietly(resolver.srv(`_${service}._tcp.${domain}`), []);
    // A lone dot says that there is no such service.
    if (!first || first.port === 0 || !/^[a-z0-9][a-z0-9.-]{0,252}$/.test(first.host)) return null;
    return { host: first.host, port: String(first.port), security, user: '' };
  };
  const [imaps, imap, submissions, submission] = await Promise.all([
    ask('imaps', 'tls'),
    ask('imap', 'starttls'),
    ask('submissions', 'tls'),
    ask('submission', 'starttls'),
  ]);
  const [reading, sending] = [imaps ?? imap, submissions ?? submission];
  return { ...(reading && { imap: reading }), ...(sending && { smtp: sending }) };
}

async function guessed(domain: string, resolver: Resolver): Promise<FoundServers> {
  const names = ['imap', 'smtp', 'mail'].map((name) => `${name}.${domain}`);
  const there = await Promise.all(names.map((name) => quietly(resolver.exists(name), false)));
  const found = names.filter((_, n) => there[n]);
  const first = (...wanted: string[]) =>
    wanted.map((name) => `${name}.${domain}`).find((name) => found.includes(name));
  const [reading, sending] = [first('imap', 'mail'), first('smtp', 'mail')];
  return {
    ...(reading && { imap: { host: reading, port: '993', security: 'tls' as const, user: '' } }),
    ...(sending && {
      smtp: { host: sending, port: '587', security: 'starttls' as const, user: '' },
    }),
  };
}

/** A suggestion that cannot be made is none; it is no reason to fail. */
function quietly<T>(asked: Promise<T>, otherwise: T): Promise<T> {
  return asked.catch(() => otherwise);
}
