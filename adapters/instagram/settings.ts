/** What one enters to connect a professional account. */
import type { SettingField } from '../adapter.ts';
import { metaSettings } from '../meta.ts';

const field = { type: 'text', required: false, secret: false } as const;

export const settings: SettingField[] = [
  {
    ...field,
    key: 'accountId',
    label: { en: 'Account id', 'zh-CN': '账号编号' },
    help: {
      en: 'Of the professional account, as webhooks call it: digits, not the user name.',
      'zh-CN': '专业账号的编号，与 Webhook 中一致：一串数字，不是用户名。',
    },
    required: true,
    pattern: '\\d{5,25}',
  },
  {
    ...field,
    key: 'appId',
    label: { en: 'App id', 'zh-CN': '应用编号' },
    help: {
      en: 'Digits; what this app sends is then never taken for typed in Instagram itself.',
      'zh-CN': '一串数字；这样，此应用发出的内容就不会被当成在 Instagram 里输入的。',
    },
    pattern: '(\\d{5,25})?',
  },
  {
    ...field,
    key: 'humanAgent',
    label: { en: 'Human agent', 'zh-CN': '人工客服' },
    help: {
      en: 'The app has the Human Agent permission: people may answer within seven days, not one.',
      'zh-CN': '应用拥有 Human Agent 权限：可在七天内回复，而不是一天。',
    },
    type: 'switch',
    default: 'off',
  },
  ...metaSettings(
    {
      en: 'Of the account, with instagram_business_manage_messages; or of its page, see the API address.',
      'zh-CN':
        '账号的令牌，须有 instagram_business_manage_messages 权限；也可以是其主页的令牌，参见 API 地址。',
    },
    'https://graph.instagram.com',
  ),
];
