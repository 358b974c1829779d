/**
 * A channel built outside: whoever holds the secret hands in what people say, and gets what is said
 * to them, both ways as Standard Webhooks (standardwebhooks.com). `README.md` is its manual.
 */
import type { Adapter, Capabilities, SettingField } from '../adapter.ts';
import { download } from './media.ts';
import { parse } from './parse.ts';
import { connect, markRead, react, send, typing } from './send.ts';
import { verify } from './signing.ts';

const text = { type: 'text', required: false } as const;

const settings: readonly SettingField[] = [
  {
    ...text,
    key: 'url',
    label: 'Your address',
    help: 'Where answers are posted to, with https. Empty: nothing can be sent.',
    secret: false,
    pattern: 'https://\\S+|http://(?:localhost|127\\.0\\.0\\.1)(?::\\d+)?(?:/\\S*)?',
  },
  {
    ...text,
    key: 'secret',
    label: 'Secret',
    help: 'Signs both ways; at least 24 characters. Leave it empty and one is made.',
    secret: true,
    generate: true,
    pattern: '\\S{24,200}',
  },
  {
    ...text,
    key: 'previousSecret',
    label: 'Previous secret',
    help: 'Only while you replace the secret: signatures with this one, of 24 characters at least, count, too.',
    secret: true,
    pattern: '(?:\\S{24,200})?',
  },
];

const capabilities: Capabilities = {
  text: { max: 10_000, countedAs: 'characters' },
  attachments: {
    types: ['image/*', 'audio/*', 'video/*', 'text/*', 'application/*'],
    maxBytes: 25 * 1024 * 1024,
    maxCount: 10,
  },
  formatting: 'none',
  receipts: ['delivered', 'read'],
  typing: { inbound: true, outbound: true },
  reactions: true,
  edits: true,
  deletes: true,
  quotes: true,
  templates: false,
  replyWindowHours: null,
  startConversation: true,
  inbound: 'webhook',
  // A second attempt has the same `webhook-id`, by which the other end is to know it.
  unknownOutcome: 'retry',
};

export const adapter: Adapter = {
  id: 'api',
  name: 'API',
  mark: 'Ap',
  summary: 'A channel of your own making: signed JSON in, signed JSON out.',
  settings,
  capabilities,
  verify,
  parse,
  send: (message, channel, tools) => send(message, { channel, capabilities }, tools),
  download,
  react,
  markRead,
  typing,
  connect,
};
