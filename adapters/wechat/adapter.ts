/** WeChat Official Accounts (公众号): messages by callback, answers by the customer-service API. */
import type { Adapter } from '../adapter.ts';
import { capabilities } from './capabilities.ts';
import { connect, examine } from './connect.ts';
import { download } from './media.ts';
import { parse } from './parse.ts';
import { send, typing } from './send.ts';
import { settings } from './settings.ts';
import { challenge, verify } from './verify.ts';

export const adapter: Adapter = {
  id: 'wechat',
  name: 'WeChat',
  mark: 'Wx',
  summary: 'People who follow your WeChat Official Account and write to it.',
  settings,
  capabilities,
  verify,
  parse,
  send,
  challenge,
  download,
  typing,
  examine,
  connect,
  // Anything else within five seconds, and the person reads that the service is out of order.
  thanks: { type: 'text/plain', body: 'success' },
};
