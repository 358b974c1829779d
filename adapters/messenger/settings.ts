/** What one enters to connect a page. */
import type { SettingField } from '../adapter.ts';
import { metaSettings } from '../meta.ts';

const field = { type: 'text', required: false, secret: false } as const;

export const settings: SettingField[] = [
  {
    ...field,
    key: 'pageId',
    label: { en: 'Page id', 'zh-CN': '主页编号' },
    help: {
      en: 'Digits; on the page under About, page transparency.',
      'zh-CN': '一串数字；在主页的“关于”—“主页透明度”中。',
    },
    required: true,
    pattern: '\\d{5,25}',
  },
  {
    ...field,
    key: 'appId',
    label: { en: 'App id', 'zh-CN': '应用编号' },
    help: {
      en: 'With it the webhook is set for you. Digits.',
      'zh-CN': '填写后将自动设置 Webhook。一串数字。',
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
      en: 'Of the page, with pages_messaging.',
      'zh-CN': '主页的令牌，须有 pages_messaging 权限。',
    },
    'https://graph.facebook.com',
  ),
];
