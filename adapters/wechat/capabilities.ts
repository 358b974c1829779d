/** What a WeChat Official Account can do through the customer-service API. */
import type { Capabilities } from '../capabilities.ts';

export const capabilities: Capabilities = {
  text: { max: 2048, countedAs: 'utf8-bytes' },
  attachments: {
    types: ['image/jpeg', 'image/png', 'image/gif', 'audio/mpeg', 'audio/amr', 'video/mp4'],
    maxBytes: 10 * 1024 * 1024,
    maxCount: 1,
  },
  formatting: 'none',
  receipts: [],
  typing: { inbound: false, outbound: true, lastsSeconds: 15 },
  reactions: false,
  edits: false,
  deletes: false,
  quotes: false,
  templates: false,
  replyWindowHours: 48,
  answersPerMessage: 5,
  startConversation: false,
  inbound: 'webhook',
  // There is no key by which WeChat would know a second attempt.
  unknownOutcome: 'ask',
};
