/** What the connect form asks. */
import type { SettingField, Settings } from '../adapter.ts';

const OFFICIAL_SERVER = 'https://chatapi.viber.com';

export const settings: readonly SettingField[] = [
  {
    key: 'token',
    label: 'Authentication token',
    help: 'In Viber: More, Settings, Bots, Edit info, “Your app key”.',
    type: 'text',
    required: true,
    secret: true,
    pattern: '[A-Za-z0-9\\-]{20,100}',
  },
  {
    key: 'senderName',
    label: 'Name',
    help: 'Shown above each message: up to 28 characters.',
    type: 'text',
    required: true,
    secret: false,
    pattern: '.{1,28}',
  },
  {
    key: 'showAgent',
    label: 'Show who answers',
    help: 'The agent’s name stands above the message instead.',
    type: 'switch',
    required: false,
    secret: false,
    default: 'off',
  },
  {
    key: 'apiUrl',
    label: 'API server',
    help: 'Leave it as it is: https, or on this machine.',
    type: 'text',
    required: false,
    secret: false,
    default: OFFICIAL_SERVER,
    pattern: 'https://[^\\s/?#]+|http://(127\\.0\\.0\\.1|localhost)(:\\d{1,5})?',
  },
];

/** Where a method is. */
export function addressOf(method: string, settings: Settings): string {
  return `${settings['apiUrl'] || OFFICIAL_SERVER}/pa/${method}`;
}
