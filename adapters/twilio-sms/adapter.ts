/**
 * Twilio: texts and picture messages by telephone number, and WhatsApp and RCS where a Twilio sender
 * speaks for them. Facts: `README.md` beside this file names the pages.
 */
import type { Adapter } from '../adapter.ts';
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
  name: 'SMS by Twilio',
  mark: 'Sm',
  summary: 'Text messages, and WhatsApp or RCS, through a number or service of yours at Twilio.',
  settings,
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
