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
  name: { en: 'WeChat', 'zh-CN': '微信' },
  mark: 'Wx',
  summary: {
    en: 'People who follow your WeChat Official Account and write to it.',
    'zh-CN': '关注你的微信公众号并给它发消息的人。',
  },
  causes: [
    {
      en: 'The server configuration is filled in at WeChat, but not enabled.',
      'zh-CN': '公众号后台已填写“服务器配置”，但尚未启用。',
    },
    {
      en: 'Messages are encrypted there, and the EncodingAESKey is missing here, or the other way round.',
      'zh-CN': '那边的消息已加密而此处缺少 EncodingAESKey，或者正好相反。',
    },
  ],
  settings,
  identities: {
    'wechat-user': { en: 'WeChat', 'zh-CN': '微信' },
    'wechat-union': { en: 'WeChat, all accounts', 'zh-CN': '微信（全部账号）' },
  },
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
