/**
 * Mail: a mailbox read by IMAP, a forward or an MX taken in by our own SMTP door, or a provider's webhook; answers go
 * out by SMTP. One parser reads all three ways in (RFC 5322, 2045 and what the world makes of them).
 */
import type { Adapter, AdapterRequest } from '../adapter.ts';
import { ownAddresses } from './naming.ts';
import { capabilities } from './outbound/capabilities.ts';
import { parse } from './parse.ts';
import { settings } from './settings.ts';
import { takenMail } from './taken.ts';
import { verify } from './verify.ts';

/**
 * What speaks IMAP and SMTP is loaded by the first mailbox that needs it: an installation without one starts quicker
 * and is smaller.
 */
export const adapter: Adapter = {
  id: 'email',
  name: { en: 'E-mail', 'zh-CN': '电子邮件' },
  mark: 'Em',
  summary: {
    en: 'A mailbox your customers write to, answered from here.',
    'zh-CN': '客户来信的邮箱，在这里回复。',
  },
  settings,
  secretHeaders: ['authorization'],
  identities: { email: { en: 'E-mail', 'zh-CN': '电子邮件' } },
  capabilities,
  verify,
  parse,
  send: async (...given) => (await import('./outbound/send.ts')).send(...given),
  listen: async (...given) => (await import('./imap/listen.ts')).listen(...given),
  connect: async (...given) => (await import('./setup/log-in.ts')).logIn(...given),
  checkSending: async (...given) => (await import('./setup/check-smtp.ts')).checkSmtp(...given),
  addresses: ownAddresses,
  original,
  suggest: async (...given) => (await import('./setup/suggest.ts')).suggest(...given),
  examine: async (...given) => (await import('./setup/examine.ts')).examine(...given),
  inspect: async (...given) => (await import('./mail/inspect.ts')).inspect(...given),
};

function original(request: AdapterRequest) {
  return { content: takenMail(request).raw, extension: 'eml' };
}
