/** What one enters to connect a page. */
import type { SettingField } from '../adapter.ts';
import { metaSettings } from '../meta.ts';

const field = { type: 'text', required: false, secret: false } as const;

export const settings: SettingField[] = [
  {
    ...field,
    key: 'pageId',
    label: 'Page id',
    help: 'Digits; on the page under About, page transparency.',
    required: true,
    pattern: '\\d{5,25}',
  },
  {
    ...field,
    key: 'appId',
    label: 'App id',
    help: 'With it the webhook is set for you. Digits.',
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
  ...metaSettings('Of the page, with pages_messaging.', 'https://graph.facebook.com'),
];
