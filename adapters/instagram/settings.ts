/** What one enters to connect a professional account. */
import type { SettingField } from '../adapter.ts';
import { metaSettings } from '../meta.ts';

const field = { type: 'text', required: false, secret: false } as const;

export const settings: SettingField[] = [
  {
    ...field,
    key: 'accountId',
    label: 'Account id',
    help: 'Of the professional account, as webhooks call it: digits, not the user name.',
    required: true,
    pattern: '\\d{5,25}',
  },
  {
    ...field,
    key: 'appId',
    label: 'App id',
    help: 'Digits; what this app sends is then never taken for typed in Instagram itself.',
    pattern: '(\\d{5,25})?',
  },
  {
    ...field,
    key: 'humanAgent',
    label: 'Human agent',
    help: 'The app has the Human Agent permission: people may answer within seven days, not one.',
    type: 'switch',
    default: 'off',
  },
  ...metaSettings(
    'Of the account, with instagram_business_manage_messages; or of its page, see the API address.',
    'https://graph.instagram.com',
  ),
];
