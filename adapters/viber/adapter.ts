/** Viber bots (developers.viber.com/docs/api/rest-bot-api). */
import type { Adapter, AdapterRequest, Settings, Tools } from '../adapter.ts';
import { hmacSha256, sameText } from '../signature.ts';
import { call } from './api.ts';
import { download } from './download.ts';
import { parse } from './parse.ts';
import { capabilities, send } from './send.ts';
import { settings } from './settings.ts';

/** Messages come unasked, and so does Viber's try of the address. */
const EVENTS = [
  'delivered',
  'seen',
  'failed',
  'subscribed',
  'unsubscribed',
  'conversation_started',
];

export const adapter: Adapter = {
  id: 'viber',
  name: { en: 'Viber', 'zh-CN': 'Viber' },
  mark: 'Vi',
  summary: {
    en: 'A Viber bot your customers write to.',
    'zh-CN': '客户可以给它发消息的 Viber 机器人。',
  },
  causes: [
    {
      en: 'Viber takes only addresses whose certificate it knows: self-signed ones are refused.',
      'zh-CN': 'Viber 只接受证书受信任的地址：自签名证书会被拒绝。',
    },
  ],
  settings,
  identities: { 'viber-user': { en: 'Viber', 'zh-CN': 'Viber' } },
  capabilities,
  verify,
  parse,
  send,
  download,
  connect,
};

function verify(request: AdapterRequest, given: Settings): boolean {
  const signature = hmacSha256(given['token'] ?? '', request.body, 'hex');
  return sameText(request.headers['x-viber-content-signature'], signature);
}

/** Viber calls the address before it answers, and takes it only when that went well. */
async function connect(webhookUrl: string, given: Settings, tools: Tools): Promise<void> {
  const body = { url: webhookUrl, event_types: EVENTS, send_name: true, send_photo: false };
  await call('set_webhook', body, given, tools);
}
