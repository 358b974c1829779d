/**
 * Twilio: texts and picture messages by telephone number, and WhatsApp and RCS where a Twilio sender
 * speaks for them. Facts: `README.md` beside this file names the pages.
 */
import type { Adapter } from '../adapter.ts';
import { PHONE } from '../phone.ts';
import { capabilities } from './capabilities.ts';
import { connect } from './connect.ts';
import { download } from './media.ts';
import { parse } from './parse.ts';
import { send } from './send.ts';
import { settings } from './settings.ts';
import { templates } from './templates.ts';
import { verify } from './verify.ts';

export const adapter: Adapter = {
  id: 'twilio-sms',
  name: { en: 'SMS by Twilio', 'zh-CN': 'Twilio 短信' },
  mark: 'Sm',
  summary: {
    en: 'Text messages, and WhatsApp or RCS, through a number or service of yours at Twilio.',
    'zh-CN': '通过你在 Twilio 的号码或服务收发短信，以及 WhatsApp 或 RCS 消息。',
  },
  causes: [
    {
      en: 'The number belongs to a messaging service at Twilio: then the service’s address counts.',
      'zh-CN': '该号码在 Twilio 属于某个消息服务：此时以该服务的地址为准。',
    },
  ],
  settings,
  identities: {
    'sms-user': { en: 'SMS sender', 'zh-CN': '短信发送方' },
    phone: PHONE,
    'whatsapp-user': { en: 'WhatsApp', 'zh-CN': 'WhatsApp' },
  },
  capabilities,
  verify,
  parse,
  send,
  download,
  templates,
  connect,
  // Anything but XML is logged as an error in the account (warning 12300).
  thanks: { type: 'text/xml', body: '<Response/>' },
};
