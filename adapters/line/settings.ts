/** What one enters to connect a LINE Official Account, and where its API is. */
import type { SettingField, Settings } from '../adapter.ts';

export const settings: SettingField[] = [
  {
    key: 'channelSecret',
    label: 'Channel secret',
    help: 'In the LINE Developers Console: your Messaging API channel, Basic settings.',
    type: 'text',
    required: true,
    secret: true,
  },
  {
    key: 'channelAccessToken',
    label: 'Channel access token',
    help: 'The long-lived one, issued in the console under Messaging API.',
    type: 'text',
    required: true,
    secret: true,
  },
  {
    key: 'apiUrl',
    label: 'API address',
    help: 'Leave it empty, unless a simulator stands in for LINE. It must be https or local.',
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
