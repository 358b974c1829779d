/** What a mail can carry. */
import type { Capabilities } from '../../capabilities.ts';

/** What most mailboxes take is 25 MB as sent; in base64 with its line ends a file grows by 37 %. */
export const MOST_BYTES = 18 * 1024 * 1024;

const top = ['application', 'audio', 'font', 'image', 'message', 'model', 'multipart', 'text'];

export const capabilities: Capabilities = {
  text: { max: 200_000, countedAs: 'characters' },
  attachments: {
    types: [...top, 'video'].map((type) => `${type}/*`),
    maxBytes: MOST_BYTES,
    maxCount: 50,
  },
  formatting: 'markdown',
  receipts: [],
  typing: { inbound: false, outbound: false },
  reactions: false,
  edits: false,
  deletes: false,
  quotes: true,
  templates: false,
  replyWindowHours: null,
  startConversation: true,
  addressing: { kind: 'email' },
  undoSeconds: 10,
  inbound: 'poll',
  // Servers do not know a second attempt by its Message-ID: it would be delivered again.
  unknownOutcome: 'ask',
};
