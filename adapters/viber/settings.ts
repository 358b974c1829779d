/** What the connect form asks. */
import type { SettingField, Settings } from '../adapter.ts';

const OFFICIAL_SERVER = 'https://chatapi.viber.com';

export const settings: readonly SettingField[] = [
  {
    key: 'token',
    label: { en: 'Authentication token', 'zh-CN': '认证令牌' },
    help: {
      en: 'In Viber: More, Settings, Bots, Edit info, “Your app key”.',
      'zh-CN': '在 Viber 中：更多、设置、机器人、编辑信息、“Your app key”。',
    },
    type: 'text',
    required: true,
    secret: true,
    pattern: '[A-Za-z0-9\\-]{20,100}',
  },
  {
    key: 'senderName',
    label: { en: 'Name', 'zh-CN': '名称' },
    help: {
      en: 'Shown above each message: up to 28 characters.',
      'zh-CN': '显示在每条消息上方：最多 28 个字符。',
    },
    type: 'text',
    required: true,
    secret: false,
    pattern: '.{1,28}',
  },
  {
    key: 'showAgent',
    label: { en: 'Show who answers', 'zh-CN': '显示回复者' },
    help: {
      en: 'The agent’s name stands above the message instead.',
      'zh-CN': '改为在消息上方显示客服的姓名。',
    },
    type: 'switch',
    required: false,
    secret: false,
    default: 'off',
  },
  {
    key: 'apiUrl',
    label: { en: 'API server', 'zh-CN': 'API 服务器' },
    help: {
      en: 'Leave it as it is: https, or on this machine.',
      'zh-CN': '保持不变即可：须为 https，或在本机上。',
    },
    type: 'text',
    required: false,
    secret: false,
    default: OFFICIAL_SERVER,
    pattern: 'https://[^\\s/?#]+|http://(127\\.0\\.0\\.1|localhost)(:\\d{1,5})?',
  },
];

/** Where a method is. */
export function addressOf(method: string, settings: Settings): string {
  return `${settings['apiUrl'] || OFFICIAL_SERVER}/pa/${method}`;
}
