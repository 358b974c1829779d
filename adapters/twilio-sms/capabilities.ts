/** What goes through Twilio, whichever of its senders it is. */
import type { Capabilities } from '../capabilities.ts';

export const capabilities: Capabilities = {
  // Error 21617; Twilio counts as JavaScript does.
  text: { max: 1600, countedAs: 'utf16-units', segments: 'gsm' },
  // "Accepted content types for media": pictures up to 5 MB, others less (`refuseHeavy`).
  attachments: {
    types: ['image/*', 'audio/*', 'video/*', 'application/pdf', 'text/vcard', 'text/calendar'],
    maxBytes: 5 * 1024 * 1024,
    maxCount: 10,
  },
  formatting: 'none',
  receipts: ['delivered', 'read'],
  typing: { inbound: false, outbound: false },
  reactions: false,
  edits: false,
  deletes: false,
  quotes: false,
  templates: true,
  // Texts have none. WhatsApp's 24 hours are minded by Twilio, which answers 63016.
  replyWindowHours: null,
  startConversation: true,
  inbound: 'webhook',
  // Twilio takes no key by which it would know a second attempt.
  unknownOutcome: 'ask',
};
