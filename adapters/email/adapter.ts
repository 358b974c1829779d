/**
 * Mail: a mailbox read by IMAP, a forward or an MX taken in by our own SMTP door, or a provider's webhook; answers go
 * out by SMTP. One parser reads all three ways in (RFC 5322, 2045 and what the world makes of them).
 */
import type { Adapter, AdapterRequest, Settings, Tools } from '../adapter.ts';
import { checkImap } from './imap/check.ts';
import { listen } from './imap/listen.ts';
import { inspectMail, inspectText } from './mail/inspect.ts';
import { ownAddresses } from './naming.ts';
import { capabilities } from './outbound/capabilities.ts';
import { send } from './outbound/send.ts';
import { parse } from './parse.ts';
import { settings } from './settings.ts';
import { connect as checkSmtp } from './setup/connect.ts';
import { examine } from './setup/examine.ts';
import { suggest } from './setup/suggest.ts';
import { takenMail } from './taken.ts';
import { verify } from './verify.ts';

export const adapter: Adapter = {
  id: 'email',
  name: 'E-mail',
  mark: 'Em',
  summary: 'A mailbox your customers write to, answered from here.',
  settings,
  secretHeaders: ['authorization'],
  capabilities,
  verify,
  parse,
  send,
  listen,
  connect,
  addresses: ownAddresses,
  original,
  suggest,
  examine,
  inspect: async (content, as) =>
    as === 'text' ? inspectText(new TextDecoder().decode(content)) : inspectMail(content),
};

/** Logs in wherever there is something to log in to. */
async function connect(webhookUrl: string, settings: Settings, tools: Tools): Promise<void> {
  if (settings['imapHost']) await checkImap(settings, tools);
  await checkSmtp(webhookUrl, settings, tools);
}

function original(request: AdapterRequest) {
  return { content: takenMail(request).raw, extension: 'eml' };
}
