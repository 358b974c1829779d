/** What the connect form asks. */
import type { SettingField, Settings } from '../adapter.ts';

const text = { type: 'text', required: true, secret: false } as const;

export const settings: readonly SettingField[] = [
  {
    ...text,
    key: 'accountSid',
    label: { en: 'Account SID', 'zh-CN': '账号 SID' },
    help: {
      en: 'On the first page of the Twilio console; it begins with AC.',
      'zh-CN': '在 Twilio 控制台首页；以 AC 开头。',
    },
    pattern: 'AC[0-9a-f]{32}',
  },
  {
    ...text,
    key: 'authToken',
    label: { en: 'Auth token', 'zh-CN': '认证令牌' },
    help: {
      en: 'Beside the account SID. Twilio signs its requests with it.',
      'zh-CN': '就在账号 SID 旁边。Twilio 用它为请求签名。',
    },
    secret: true,
  },
  {
    ...text,
    key: 'secondaryToken',
    label: { en: 'Secondary auth token', 'zh-CN': '备用认证令牌' },
    help: {
      en: 'Only while you replace the token: requests signed with this one are taken, too.',
      'zh-CN': '仅在更换令牌期间使用：用它签名的请求也会被接受。',
    },
    required: false,
    secret: true,
  },
  {
    ...text,
    key: 'sender',
    label: { en: 'Sender', 'zh-CN': '发送方' },
    help: {
      en: 'Your number (+14155550100), a messaging service (MG…), whatsapp:+14155550100 or rcs:name.',
      'zh-CN': '你的号码（+14155550100）、消息服务（MG…）、whatsapp:+14155550100 或 rcs:name。',
    },
    pattern: '(?:whatsapp:|rcs:)?\\+?[\\w.-]+',
  },
  {
    ...text,
    key: 'apiUrl',
    label: { en: 'API address', 'zh-CN': 'API 地址' },
    help: {
      en: 'For accounts in another region, such as https://api.dublin.ie1.twilio.com.',
      'zh-CN': '用于其他区域的账号，例如 https://api.dublin.ie1.twilio.com。',
    },
    required: false,
    default: 'https://api.twilio.com',
    pattern: 'https://[^/?#@]+|http://(?:localhost|127\\.0\\.0\\.1)(?::\\d+)?',
  },
];

/** The API of the account: texts, numbers, media. */
export function accountUrl(channel: Settings): string {
  return `${channel['apiUrl']}/2010-04-01/Accounts/${channel['accountSid']}`;
}

/** Another of Twilio's APIs in the same region. */
export function productUrl(channel: Settings, product: 'content' | 'messaging'): string {
  return (channel['apiUrl'] ?? '').replace('//api.', `//${product}.`);
}

/** The header that opens all of them. */
export function credentials(channel: Settings): { authorization: string } {
  const pair = `${channel['accountSid']}:${channel['authToken']}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}
