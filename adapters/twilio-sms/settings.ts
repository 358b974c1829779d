/** What the connect form asks. */
import type { SettingField, Settings } from '../adapter.ts';

const text = { type: 'text', required: true, secret: false } as const;

export const settings: readonly SettingField[] = [
  {
    ...text,
    key: 'accountSid',
    label: 'Account SID',
    help: 'On the first page of the Twilio console; it begins with AC.',
    pattern: 'AC[0-9a-f]{32}',
  },
  {
    ...text,
    key: 'authToken',
    label: 'Auth token',
    help: 'Beside the account SID. Twilio signs its requests with it.',
    secret: true,
  },
  {
    ...text,
    key: 'secondaryToken',
    label: 'Secondary auth token',
    help: 'Only while you replace the token: requests signed with this one are taken, too.',
    required: false,
    secret: true,
  },
  {
    ...text,
    key: 'sender',
    label: 'Sender',
    help: 'Your number (+14155550100), a messaging service (MG…), whatsapp:+14155550100 or rcs:name.',
    pattern: '(?:whatsapp:|rcs:)?\\+?[\\w.-]+',
  },
  {
    ...text,
    key: 'apiUrl',
    label: 'API address',
    help: 'For accounts in another region, such as https://api.dublin.ie1.twilio.com.',
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
