/** The file in which a domain tells mail programs its servers, read tolerantly. */
import type { Tools } from '../../adapter.ts';

export type FoundServer = {
  host: string;
  port: string;
  security: 'tls' | 'starttls';
  user: string;
};

export type FoundServers = { imap?: FoundServer; smtp?: FoundServer };

const PATIENCE_MS = 5000;
const LONGEST = 64 * 1024;

/** What the domain itself publishes for the address; nothing when it does not or is not there. */
export async function readAutoconfig(address: string, tools: Tools): Promise<FoundServers> {
  const domain = address.slice(address.lastIndexOf('@') + 1);
  const asking = `?emailaddress=${encodeURIComponent(address)}`;
  for (const url of [
    `https://autoconfig.${domain}/mail/config-v1.1.xml${asking}`,
    `https://${domain}/.well-known/autoconfig/mail/config-v1.1.xml${asking}`,
  ]) {
    const found = serversIn(await fetched(url, tools), address);
    if (found.imap || found.smtp) return found;
  }
  return {};
}

/** The first encrypted IMAP and SMTP server in such a file. */
export function serversIn(xml: string, address: string): FoundServers {
  const text = xml.slice(0, LONGEST);
  const imap = firstServer(text, 'incomingServer', 'imap', address);
  const smtp = firstServer(text, 'outgoingServer', 'smtp', address);
  return { ...(imap && { imap }), ...(smtp && { smtp }) };
}

async function fetched(url: string, tools: Tools): Promise<string> {
  const signal = AbortSignal.any([tools.signal, AbortSignal.timeout(PATIENCE_MS)]);
  try {
    const response = await tools.fetch(url, { signal });
    return response.ok ? await response.text() : '';
  } catch {
    return '';
  }
}

function firstServer(
  text: string,
  element: string,
  type: string,
  address: string,
): FoundServer | null {
  for (const piece of text.split(`<${element}`).slice(1)) {
    const [server = ''] = piece.split(`</${element}`, 1);
    const [head = ''] = server.split('>', 1);
    if (!/\btype\s?=\s?["']/.test(head) || !new RegExp(`["']${type}["']`, 'i').test(head)) continue;
    const found = readServer(server, address);
    if (found) return found;
  }
  return null;
}

function readServer(server: string, address: string): FoundServer | null {
  const [local = '', domain = ''] = address.split('@');
  const filled = (element: string): string =>
    textIn(server, element)
      .replaceAll('%EMAILADDRESS%', address)
      .replaceAll('%EMAILLOCALPART%', local)
      .replaceAll('%EMAILDOMAIN%', domain);
  const security = { SSL: 'tls', STARTTLS: 'starttls' } as const;
  const kind = filled('socketType').toUpperCase();
  const host = filled('hostname').toLowerCase();
  const port = filled('port');
  const encrypted = kind === 'SSL' || kind === 'STARTTLS';
  if (!encrypted || !/^[a-z0-9.-]{1,253}$/.test(host) || !/^\d{1,5}$/.test(port)) return null;
  return { host, port, security: security[kind], user: filled('username').slice(0, 254) };
}

function textIn(xml: string, element: string): string {
  const start = xml.indexOf(`<${element}>`);
  const end = xml.indexOf(`</${element}>`, start);
  return start < 0 || end < 0 ? '' : xml.slice(start + element.length + 2, end).trim();
}
