/** The connect form of a web chat. */
import type { SettingField } from '../adapter.ts';

export const settings: readonly SettingField[] = [
  {
    key: 'title',
    label: 'Title',
    help: 'Stands at the top of the chat on your site.',
    type: 'text',
    required: false,
    secret: false,
    default: 'Chat with us',
  },
  {
    key: 'greeting',
    label: 'Greeting',
    help: 'The first words a visitor reads, before writing anything.',
    type: 'text',
    required: false,
    secret: false,
    default: 'Hello. Ask us anything: a person reads this and answers here.',
  },
  {
    key: 'accent',
    label: 'Colour',
    help: 'Of buttons and links, as # and six digits.',
    type: 'text',
    required: false,
    secret: false,
    default: '#0E6655',
    pattern: '#[0-9A-Fa-f]{6}',
  },
  {
    key: 'allowedOrigins',
    label: 'Websites',
    help:
      'Where the chat may appear, one a line: https://shop.example.com, or ' +
      'https://*.example.com for every subdomain. Empty: anywhere.',
    type: 'lines',
    required: false,
    secret: false,
    default: '',
  },
  {
    key: 'verifiedOnly',
    label: 'Signed-in people only',
    help: 'Refuse visitors your site does not vouch for with a signed token.',
    type: 'switch',
    required: false,
    secret: false,
    default: 'off',
  },
  {
    key: 'identitySecret',
    label: 'Identity secret',
    help:
      'Your server signs with it who is signed in (JWT, HS256, at most an hour). ' +
      'Leave it empty and one is made for you.',
    type: 'text',
    required: false,
    secret: true,
    generate: true,
  },
  {
    key: 'tokenSecret',
    label: 'Token secret',
    help: 'Signs the tokens of visitors. Changing it ends every chat that is open.',
    type: 'text',
    required: false,
    secret: true,
    generate: true,
    hidden: true,
  },
];
