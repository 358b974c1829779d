/** What one enters to connect a WeChat Official Account, and where its API is. */
import type { SettingField, Settings } from '../adapter.ts';

export const settings: SettingField[] = [
  {
    key: 'appId',
    label: 'AppID',
    help: 'Begins with wx; in the account’s console under Settings and development, Basic configuration.',
    type: 'text',
    required: true,
    secret: false,
    pattern: 'wx[0-9A-Za-z]{8,30}',
  },
  {
    key: 'appSecret',
    label: 'AppSecret',
    help: 'On the same page; WeChat shows it once, when it is made or reset.',
    type: 'text',
    required: true,
    secret: true,
  },
  {
    key: 'token',
    label: 'Token',
    help: '3 to 32 letters and digits of your own invention, the same here and in the server configuration.',
    type: 'text',
    required: true,
    secret: true,
    pattern: '[A-Za-z0-9]{3,32}',
  },
  {
    key: 'encodingAesKey',
    label: 'EncodingAESKey',
    help: 'The 43 characters of the server configuration. Leave it empty in plain mode only.',
    type: 'text',
    required: false,
    secret: true,
    pattern: '([A-Za-z0-9]{43})?',
  },
  {
    key: 'apiUrl',
    label: 'API address',
    help: 'Leave it empty, unless another host or a simulator stands in. It must be https or local.',
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
