/** A logged-in connection to the mailbox a channel's settings name. */
import { BlockList, isIP } from 'node:net';
import { rootCertificates } from 'node:tls';
import { domainToASCII } from 'node:url';
import { ImapFlow, type ImapFlowOptions } from 'imapflow';
import type { Settings, Tools } from '../../adapter.ts';
import { ChannelError } from '../../errors.ts';
import { accessToken, forgetAccessToken, usesOauth } from '../oauth.ts';
import { troubleOf } from './trouble.ts';

/** Longer than the pause between two looks, which is the longest a good connection is quiet. */
const SILENCE_MS = 90_000;
const PATIENCE_MS = 15_000;

/** Nothing longer is read into memory, whatever size the server announced before. */
const LONGEST_PIECE = 56 * 1024 * 1024;

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');

/**
 * Connects and logs in; the signal ends the connection. Whoever asks closes it.
 * @throws ChannelError `unauthorized`, `rejected` or `retry`
 */
export async function connect(settings: Settings, tools: Tools): Promise<ImapFlow> {
  const client = new ImapFlow(await optionsFor(settings, tools));
  const close = () => client.close();
  // Every failure is told where it is waited for; unheard, an error event would end the process.
  client.on('error', () => {});
  client.once('close', () => tools.signal.removeEventListener('abort', close));
  tools.signal.addEventListener('abort', close);
  try {
    tools.signal.throwIfAborted();
    await client.connect();
    return client;
  } catch (error) {
    client.close();
    const trouble = troubleOf(error);
    if (trouble.kind === 'unauthorized' && usesOauth(settings)) forgetAccessToken(settings);
    throw trouble;
  }
}

async function optionsFor(settings: Settings, tools: Tools): Promise<ImapFlowOptions> {
  const entered = (settings['imapHost'] ?? '').trim();
  if (entered === '') throw new ChannelError('rejected', 'No IMAP server is entered.');
  const name = domainToASCII(entered) || entered;
  const host = await tools.resolve(name);
  return {
    host,
    port: portFrom(settings['imapPort'] || '993'),
    ...securityFor(settings['imapSecurity'] ?? 'tls', host),
    // The certificate is the name's, not the address's we were given for it.
    ...(isIP(name) === 0 && { servername: name }),
    tls: { rejectUnauthorized: true, minVersion: 'TLSv1.2', ...authorities(settings) },
    auth: await credentials(settings, tools),
    clientInfo: { name: 'Interline', version: false, vendor: false, 'support-url': false },
    logger: false,
    disableAutoIdle: true,
    disableCompression: true,
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: SILENCE_MS,
    maxLiteralSize: LONGEST_PIECE,
    maxLineLength: LONGEST_PIECE,
    maxResponseSize: 2 * LONGEST_PIECE,
  };
}

function portFrom(entered: string): number {
  const port = Number(entered);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new ChannelError('rejected', 'The IMAP port is not a number from 1 to 65535.');
}

/** One authority may be believed besides the public ones. */
function authorities(settings: Settings): { ca?: string[] } {
  const authority = settings['authority'] ?? '';
  return authority === '' ? {} : { ca: [...rootCertificates, authority] };
}

function securityFor(security: string, address: string): ImapFlowOptions {
  if (security === 'none') {
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (loopback.check(address, family)) return { secure: false, doSTARTTLS: false };
    const reason = 'Without encryption, the mail server must be on this machine.';
    throw new ChannelError('rejected', reason);
  }
  // Required, not tried: who strips the offer from the line must not get the password.
  return security === 'starttls' ? { secure: false, doSTARTTLS: true } : { secure: true };
}

async function credentials(
  settings: Settings,
  tools: Tools,
): Promise<NonNullable<ImapFlowOptions['auth']>> {
  const user = settings['user'] || (settings['address'] ?? '');
  if (usesOauth(settings)) return { user, accessToken: await accessToken(settings, tools) };
  return { user, pass: settings['password'] ?? '' };
}
