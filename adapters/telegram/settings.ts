/** What the connect form asks, and what follows from it. */
import type { SettingField, Settings } from '../adapter.ts';

const OFFICIAL_SERVER = 'https://api.telegram.org';

export const settings: readonly SettingField[] = [
  {
    key: 'token',
    label: { en: 'Bot token', 'zh-CN': '机器人令牌' },
    help: {
      en: 'From @BotFather, like 123456789:AAE….',
      'zh-CN': '由 @BotFather 提供，形如 123456789:AAE…。',
    },
    type: 'text',
    required: true,
    secret: true,
    pattern: '\\d{3,20}:[A-Za-z0-9_\\-]{20,100}',
  },
  {
    key: 'receive',
    label: { en: 'How messages come in', 'zh-CN': '消息如何送达' },
    help: {
      en: 'Telegram calls your public https address, or Interline asks Telegram, which needs none.',
      'zh-CN':
        '由 Telegram 访问你的公网 https 地址；或由 Interline 主动向 Telegram 询问，无需公网地址。',
    },
    type: 'choice',
    choices: [
      { value: 'webhook', label: { en: 'Telegram calls', 'zh-CN': '由 Telegram 访问' } },
      { value: 'polling', label: { en: 'Interline asks', 'zh-CN': '由 Interline 询问' } },
    ],
    required: false,
    secret: false,
    default: 'webhook',
  },
  {
    key: 'apiUrl',
    label: { en: 'Bot API server', 'zh-CN': 'Bot API 服务器' },
    help: {
      en: 'Leave it as it is, unless you run a Bot API server of your own: https, or on this machine.',
      'zh-CN': '保持不变即可，除非你自己运行 Bot API 服务器：须为 https，或在本机上。',
    },
    type: 'text',
    required: false,
    secret: false,
    default: OFFICIAL_SERVER,
    pattern: 'https://[^\\s/?#]+|http://(127\\.0\\.0\\.1|localhost)(:\\d{1,5})?',
  },
  {
    key: 'webhookSecret',
    label: { en: 'Webhook secret', 'zh-CN': 'Webhook 密钥' },
    help: {
      en: 'Telegram shows it with each call; made by itself.',
      'zh-CN': 'Telegram 每次调用都会带上它；自动生成。',
    },
    type: 'text',
    required: false,
    secret: true,
    generate: true,
    hidden: true,
  },
];

/** The bot's own id, which stays when its token is replaced: what ids of people are kept under. */
export function botOf(settings: Settings): string {
  return /^\d+/.exec(settings['token'] ?? '')?.[0] ?? settings.channelId;
}

/** Does Interline ask for updates, instead of being called? */
export function polls(settings: Settings): boolean {
  return settings['receive'] === 'polling';
}

/** Where a method, or with `kind` file a file, of this bot is. It holds the token: never to be shown. */
export function addressOf(path: string, settings: Settings, kind: 'method' | 'file' = 'method') {
  const server = settings['apiUrl'] || OFFICIAL_SERVER;
  return `${server}${kind === 'file' ? '/file' : ''}/bot${settings['token'] ?? ''}/${path}`;
}
