/** Where and how a channel's mail is handed in. */
import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import type { Settings, Tools } from '../../adapter.ts';
import { ChannelError } from '../../errors.ts';

export type MailServer = {
  /** What its certificate must be for. */
  host: string;
  /** The address connected to: the one that was looked at, and no other. */
  ip: string;
  port: number;
  security: 'tls' | 'starttls' | 'none';
  user: string;
  password: string;
  /** What we call ourselves (RFC 5321, 4.1.4). */
  name: string;
  /** Certificates believed besides the public ones, PEM; '' for none. */
  authority: string;
};

/**
 * The channel's server, looked up.
 * @throws ChannelError `unauthorized` when what was entered cannot be used, else as `tools.resolve`
 */
export async function mailServer(settings: Settings, tools: Tools): Promise<MailServer> {
  const host = (settings['smtpHost'] ?? '').trim().toLowerCase();
  if (host === '') throw new ChannelError('unauthorized', 'There is no SMTP server to send with.');
  const port = Number(settings['smtpPort'] || 587);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new ChannelError('unauthorized', 'The SMTP port is not a number from 1 to 65535.');
  }
  const security = securityOf(settings['smtpSecurity']);
  const ip = await tools.resolve(host);
  if (security === 'none' && !isLoopback(ip)) {
    const reason = 'Mail is sent without encryption only to a server on this machine.';
    throw new ChannelError('unauthorized', reason);
  }
  const domain = domainToASCII((settings['address'] ?? '').split('@').at(-1) ?? '');
  return {
    ...{ host, ip, port, security, ...credentials(settings) },
    name: domain || '[127.0.0.1]',
    authority: settings['authority'] ?? '',
  };
}

/** User name and password for sending: those for reading, unless others were entered. */
function credentials(settings: Settings): { user: string; password: string } {
  const entered = ['smtpUser', 'user', 'address'].map((key) => settings[key] ?? '');
  return {
    user: entered.find((user) => user !== '') ?? '',
    password: settings['smtpPassword'] || (settings['password'] ?? ''),
  };
}

function securityOf(entered: string | undefined): MailServer['security'] {
  return entered === 'tls' || entered === 'none' ? entered : 'starttls';
}

function isLoopback(ip: string): boolean {
  return ip === '::1' || (isIP(ip) === 4 && ip.startsWith('127.'));
}
