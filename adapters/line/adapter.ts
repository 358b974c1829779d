/** LINE Official Accounts, by the Messaging API (https://developers.line.biz/en/reference/messaging-api). */
import type { Adapter, AdapterRequest, Settings } from '../adapter.ts';
import { hmacSha256, sameText } from '../signature.ts';
import { capabilities } from './capabilities.ts';
import { connect } from './connect.ts';
import { download } from './media.ts';
import { parse } from './parse.ts';
import { send, typing } from './send.ts';
import { settings } from './settings.ts';

export const adapter: Adapter = {
  id: 'line',
  name: { en: 'LINE', 'zh-CN': 'LINE' },
  mark: 'Ln',
  summary: {
    en: 'People who write to your LINE Official Account.',
    'zh-CN': '给你的 LINE 官方账号发消息的人。',
  },
  causes: [
    { en: 'In the console, “Use webhook” is off.', 'zh-CN': '控制台中未开启“Use webhook”。' },
    {
      en: 'In the Official Account Manager, webhooks are off under response settings.',
      'zh-CN': '在 LINE 官方账号管理后台的回复设置中未启用 Webhook。',
    },
  ],
  settings,
  identities: {
    'line-user': { en: 'LINE', 'zh-CN': 'LINE' },
    'line-group': { en: 'LINE group', 'zh-CN': 'LINE 群组' },
  },
  capabilities,
  verify,
  parse,
  send,
  download,
  typing,
  connect,
};

/** Base64 of HMAC-SHA256 over the raw body. No time is signed: repeats are known by their ids. */
function verify(request: AdapterRequest, given: Settings): boolean {
  const expected = hmacSha256(given['channelSecret'] ?? '', request.body, 'base64');
  return sameText(request.headers['x-line-signature'], expected);
}
