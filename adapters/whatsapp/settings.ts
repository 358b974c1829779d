/** What one enters to connect a number of the Cloud API. */
import type { SettingField } from '../adapter.ts';
import { metaSettings } from '../meta.ts';

const id = { type: 'text', required: true, secret: false, pattern: '\\d{5,25}' } as const;

export const settings: SettingField[] = [
  {
    ...id,
    key: 'phoneNumberId',
    label: { en: 'Phone number id', 'zh-CN': '电话号码编号' },
    help: {
      en: 'In the app under WhatsApp, API setup: digits, and not the number itself.',
      'zh-CN': '在应用的“WhatsApp”—“API 设置”中：一串数字，而不是电话号码本身。',
    },
  },
  {
    ...id,
    key: 'accountId',
    label: { en: 'WhatsApp Business account id', 'zh-CN': 'WhatsApp Business 账号编号' },
    help: {
      en: 'Stands beside the phone number id: digits.',
      'zh-CN': '就在电话号码编号旁边：一串数字。',
    },
  },
  {
    ...id,
    key: 'businessId',
    label: { en: 'Business portfolio id', 'zh-CN': '业务组合编号' },
    help: {
      en: 'With several accounts in one portfolio: makes a person one contact in all of them. Digits.',
      'zh-CN': '一个业务组合中有多个账号时：同一个人在所有账号中是同一位联系人。一串数字。',
    },
    required: false,
    pattern: '(\\d{5,25})?',
  },
  ...metaSettings(
    {
      en: 'Of a system user with whatsapp_business_messaging and whatsapp_business_management.',
      'zh-CN':
        '系统用户的令牌，须有 whatsapp_business_messaging 和 whatsapp_business_management 权限。',
    },
    'https://graph.facebook.com',
  ),
];
