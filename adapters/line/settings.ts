/** What one enters to connect a LINE Official Account, and where its API is. */
import type { SettingField, Settings } from '../adapter.ts';

export const settings: SettingField[] = [
  {
    key: 'channelSecret',
    label: { en: 'Channel secret', 'zh-CN': '频道密钥（Channel secret）' },
    help: {
      en: 'In the LINE Developers Console: your Messaging API channel, Basic settings.',
      'zh-CN': '在 LINE Developers Console 中你的 Messaging API 频道的“Basic settings”里。',
    },
    type: 'text',
    required: true,
    secret: true,
  },
  {
    key: 'channelAccessToken',
    label: { en: 'Channel access token', 'zh-CN': '频道访问令牌（Channel access token）' },
    help: {
      en: 'The long-lived one, issued in the console under Messaging API.',
      'zh-CN': '长期有效的那一种，在控制台的“Messaging API”下签发。',
    },
    type: 'text',
    required: true,
    secret: true,
  },
  {
    key: 'apiUrl',
    label: { en: 'API address', 'zh-CN': 'API 地址' },
    help: {
      en: 'Leave it empty, unless a simulator stands in for LINE. It must be https or local.',
      'zh-CN': '请留空，除非用模拟器代替 LINE。必须是 https 或本机地址。',
    },
    type: 'text',
    required: false,
    secret: false,
    pattern: '(https://[^\\s/]+|http://(127\\.0\\.0\\.1|localhost)(:\\d+)?)?',
  },
];

/** Where a path of the Messaging API is; files lie on a host of their own (`api-data`). */
export function apiAddress(path: string, given: Settings, host: 'api' | 'api-data' = 'api') {
  return `${given['apiUrl'] || `https://${host}.line.me`}${path}`;
}

/** The headers that let us in. */
export function credentials(given: Settings): Record<string, string> {
  return { authorization: `Bearer ${given['channelAccessToken'] ?? ''}` };
}
