/** What one enters to connect a WeChat Official Account, and where its API is. */
import type { SettingField, Settings } from '../adapter.ts';

export const settings: SettingField[] = [
  {
    key: 'appId',
    label: { en: 'AppID', 'zh-CN': '开发者 ID（AppID）' },
    help: {
      en: 'Begins with wx; in the account’s console under Settings and development, Basic configuration.',
      'zh-CN': '以 wx 开头；在公众号后台的“设置与开发”—“基本配置”中。',
    },
    type: 'text',
    required: true,
    secret: false,
    pattern: 'wx[0-9A-Za-z]{8,30}',
  },
  {
    key: 'appSecret',
    label: { en: 'AppSecret', 'zh-CN': '开发者密码（AppSecret）' },
    help: {
      en: 'On the same page; WeChat shows it once, when it is made or reset.',
      'zh-CN': '在同一页面；仅在生成或重置时显示一次。',
    },
    type: 'text',
    required: true,
    secret: true,
  },
  {
    key: 'token',
    label: { en: 'Token', 'zh-CN': '令牌（Token）' },
    help: {
      en: '3 to 32 letters and digits of your own invention, the same here and in the server configuration.',
      'zh-CN': '自己拟定的 3 到 32 位字母和数字，此处须与“服务器配置”中一致。',
    },
    type: 'text',
    required: true,
    secret: true,
    pattern: '[A-Za-z0-9]{3,32}',
  },
  {
    key: 'encodingAesKey',
    label: { en: 'EncodingAESKey', 'zh-CN': '消息加解密密钥（EncodingAESKey）' },
    help: {
      en: 'The 43 characters of the server configuration. Leave it empty in plain mode only.',
      'zh-CN': '“服务器配置”中的 43 个字符。仅在明文模式下留空。',
    },
    type: 'text',
    required: false,
    secret: true,
    pattern: '([A-Za-z0-9]{43})?',
  },
  {
    key: 'apiUrl',
    label: { en: 'API address', 'zh-CN': 'API 地址' },
    help: {
      en: 'Leave it empty, unless another host or a simulator stands in. It must be https or local.',
      'zh-CN': '请留空，除非由其他主机或模拟器代替。必须是 https 或本机地址。',
    },
    type: 'text',
    required: false,
    secret: false,
    pattern: '(https://[^\\s/]+|http://(127\\.0\\.0\\.1|localhost)(:\\d+)?)?',
  },
];

/** Where a path of the API is. */
export function apiAddress(path: string, given: Settings): string {
  return `${given['apiUrl'] || 'https://api.weixin.qq.com'}${path}`;
}
