/**
 * Chat on the customer's website. The other end is our own widget, so there is no platform: the
 * server's visitor door hands over what visitors send, and they read answers from the store.
 */
import type { Adapter, AdapterRequest, SendResult, Settings } from '../adapter.ts';
import { refuseUnsendable } from '../limits.ts';
import type { OutboundMessage } from '../message.ts';
import { readVisitorToken } from '../visitor.ts';
import { FILE_TYPES } from './file-types.ts';
import { bearerToken, parse } from './parse.ts';
import { settings } from './settings.ts';

export const adapter: Adapter = {
  id: 'web-chat',
  name: { en: 'Web chat', 'zh-CN': '网页聊天' },
  mark: 'Wc',
  summary: {
    en: 'A chat window on your website: one line of HTML, no account anywhere.',
    'zh-CN': '你网站上的聊天窗口：一行 HTML，无需任何账号。',
  },
  settings,
  secretHeaders: ['authorization'],
  identities: {
    visitor: { en: 'Website visitor', 'zh-CN': '网站访客' },
    'site-user': { en: 'Customer id', 'zh-CN': '客户编号' },
  },
  capabilities: {
    text: { max: 4000, countedAs: 'characters' },
    attachments: { types: FILE_TYPES, maxBytes: 20 * 1024 * 1024, maxCount: 10 },
    formatting: 'markdown',
    formattingInbound: true,
    receipts: ['delivered', 'read'],
    typing: { inbound: true, outbound: true },
    reactions: true,
    edits: true,
    deletes: true,
    ownEditHours: null,
    ownDeleteHours: null,
    quotes: true,
    templates: false,
    offers: {
      choices: { max: 10, labelMax: 25 },
      cards: { max: 10, labelMax: 25 },
      form: { max: 10 },
    },
    replyWindowHours: null,
    startConversation: false,
    inbound: 'connection',
    // The message's own id is the answer to every attempt, and the store holds it once.
    unknownOutcome: 'retry',
  },
  verify,
  parse,
  send,
  // Nor is there anything to be told of what is put under a message, or changed: what the store says is what they read.
  react: async () => {},
  revise: async () => {},
};

/** A token of this very channel; with "signed-in people only", one the site vouched for. */
function verify(request: AdapterRequest, channel: Settings, now: Date): boolean {
  const visitor = readVisitorToken(bearerToken(request), channel, now);
  return visitor !== null && (visitor.person !== null || channel['verifiedOnly'] !== 'on');
}

/** The message is in the store already, which is where the visitor reads it. */
async function send(message: OutboundMessage): Promise<SendResult> {
  refuseUnsendable(message, adapter.capabilities);
  return { externalId: message.id };
}
