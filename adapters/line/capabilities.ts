/** What LINE can do. The README says where each limit stands, and why some things are missing. */
import type { Capabilities } from '../capabilities.ts';

/** Files go as addresses that LINE or the person fetches, so the limit is ours: LINE's for videos. */
const MAX_FILE = 200 * 1024 * 1024;

export const capabilities: Capabilities = {
  text: { max: 5000, countedAs: 'utf16-units' },
  attachments: {
    types: ['image/*', 'video/*', 'audio/*', 'application/*', 'text/*'],
    maxBytes: MAX_FILE,
    // Five objects a call, and one of them is the text: a message is one call, all of it or none.
    maxCount: 4,
  },
  formatting: 'none',
  receipts: [],
  typing: { inbound: false, outbound: true, lastsSeconds: 10 },
  reactions: false,
  edits: true,
  deletes: true,
  // Quoting wants the quote token that came with the message, and only its id is kept.
  quotes: false,
  templates: false,
  replyWindowHours: null,
  startConversation: false,
  inbound: 'webhook',
  // The retry key: a second push with it is answered 409 and not said again.
  unknownOutcome: 'retry',
};
