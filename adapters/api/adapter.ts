/**
 * A channel built outside: whoever holds the secret hands in what people say, and gets what is said
 * to them, both ways as Standard Webhooks (standardwebhooks.com). `README.md` is its manual.
 */
import type { Adapter, SettingField } from '../adapter.ts';
import type { Capabilities } from '../capabilities.ts';
import { PHONE } from '../phone.ts';
import { download } from './media.ts';
import { parse } from './parse.ts';
import { connect, markRead, react, send, typing } from './send.ts';
import { verify } from './signing.ts';

const text = { type: 'text', required: false } as const;

const settings: readonly SettingField[] = [
  {
    ...text,
    key: 'url',
    label: { en: 'Your address', 'zh-CN': '你的地址' },
    help: {
      en: 'Where answers are posted to, with https. Empty: nothing can be sent.',
      'zh-CN': '回复将以 POST 发到此处，须为 https。留空则无法发送。',
    },
    secret: false,
    pattern: 'https://\\S+|http://(?:localhost|127\\.0\\.0\\.1)(?::\\d+)?(?:/\\S*)?',
  },
  {
    ...text,
    key: 'secret',
    label: { en: 'Secret', 'zh-CN': '密钥' },
    help: {
      en: 'Signs both ways; at least 24 characters. Leave it empty and one is made.',
      'zh-CN': '双向签名；至少 24 个字符。留空则自动生成。',
    },
    secret: true,
    generate: true,
    pattern: '\\S{24,200}',
  },
  {
    ...text,
    key: 'previousSecret',
    label: { en: 'Previous secret', 'zh-CN': '旧密钥' },
    help: {
      en: 'Only while you replace the secret: signatures with this one, of 24 characters at least, count, too.',
      'zh-CN': '仅在更换密钥期间使用：用它签名的也算数，至少 24 个字符。',
    },
    secret: true,
    pattern: '(?:\\S{24,200})?',
  },
];

const capabilities: Capabilities = {
  text: { max: 10_000, countedAs: 'characters' },
  attachments: {
    types: ['image/*', 'audio/*', 'video/*', 'text/*', 'application/*'],
    maxBytes: 25 * 1024 * 1024,
    maxCount: 10,
  },
  formatting: 'none',
  receipts: ['delivered', 'read'],
  typing: { inbound: true, outbound: true },
  reactions: true,
  edits: true,
  deletes: true,
  quotes: true,
  templates: false,
  replyWindowHours: null,
  startConversation: true,
  inbound: 'webhook',
  // A second attempt has the same `webhook-id`, by which the other end is to know it.
  unknownOutcome: 'retry',
};

export const adapter: Adapter = {
  id: 'api',
  name: { en: 'API', 'zh-CN': 'API' },
  mark: 'Ap',
  summary: {
    en: 'A channel of your own making: signed JSON in, signed JSON out.',
    'zh-CN': '由你自己搭建的渠道：签名 JSON 进，签名 JSON 出。',
  },
  causes: [
    {
      en: 'The clock of your server is wrong: signatures older than five minutes are refused.',
      'zh-CN': '你的服务器时钟不准：超过五分钟的签名会被拒绝。',
    },
  ],
  settings,
  identities: {
    'api-user': { en: 'Customer id', 'zh-CN': '客户编号' },
    phone: PHONE,
    email: { en: 'E-mail', 'zh-CN': '电子邮件' },
  },
  capabilities,
  verify,
  parse,
  send: (message, channel, tools) => send(message, { channel, capabilities }, tools),
  download,
  react,
  markRead,
  typing,
  connect,
};
