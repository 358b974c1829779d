/** What one enters to connect a number of the Cloud API. */
import type { SettingField } from '../adapter.ts';
import { metaSettings } from '../meta.ts';

const id = { type: 'text', required: true, secret: false, pattern: '\\d{5,25}' } as const;

export const settings: SettingField[] = [
  {
    ...id,
    key: 'phoneNumberId',
    label: 'Phone number id',
    help: 'In the app under WhatsApp, API setup: digits, and not the number itself.',
  },
  {
    ...id,
    key: 'accountId',
    label: 'WhatsApp Business account id',
    help: 'Stands beside the phone number id: digits.',
  },
  {
    ...id,
    key: 'businessId',
    label: 'Business portfolio id',
    help: 'With several accounts in one portfolio: makes a person one contact in all of them. Digits.',
    required: false,
    pattern: '(\\d{5,25})?',
  },
  ...metaSettings(
    'Of a system user with whatsapp_business_messaging and whatsapp_business_management.',
    'https://graph.facebook.com',
  ),
];
