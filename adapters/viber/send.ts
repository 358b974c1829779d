/** Saying something on Viber (developers.viber.com/docs/api/rest-bot-api/#send-message). */
import type { Adapter, Settings } from '../adapter.ts';
import type { Capabilities } from '../capabilities.ts';
import { ChannelError } from '../errors.ts';
import { refuseUnsendable } from '../limits.ts';
import type { OutboundAttachment, OutboundMessage } from '../message.ts';
import { call } from './api.ts';

const MEGABYTE = 1024 * 1024;
const LONGEST_NAME = 28;
const LONGEST_CAPTION = 768;
const LARGEST_PICTURE = MEGABYTE;
const LARGEST_VIDEO = 26 * MEGABYTE;
const LONGEST_FILE_NAME = 256;

export const capabilities: Capabilities = {
  text: { max: 7000, countedAs: 'utf16-units' },
  attachments: {
    types: ['image/*', 'video/*', 'audio/*', 'text/*', 'application/*'],
    maxBytes: 50 * MEGABYTE,
    // One message, one token: receipts are for exactly that.
    maxCount: 1,
  },
  formatting: 'none',
  receipts: ['delivered', 'read'],
  typing: { inbound: false, outbound: false },
  reactions: false,
  edits: false,
  deletes: false,
  quotes: false,
  templates: false,
  replyWindowHours: null,
  startConversation: false,
  inbound: 'webhook',
  // Viber knows no key of ours: a second attempt is a second message.
  unknownOutcome: 'ask',
};

export const send: Adapter['send'] = async (message, settings, tools) => {
  refuseUnsendable(message, capabilities);
  const common = {
    receiver: message.thread,
    min_api_version: 1,
    sender: { name: senderOf(message, settings) },
  };
  let externalId: string | null = null;
  for (const content of contentsOf(message)) {
    const sent = call('send_message', { ...common, ...content }, settings, tools);
    const before: string | null = externalId;
    // Once its first half is there, nothing of it may be tried again by itself.
    externalId = await sent.catch((error: unknown) => {
      throw before === null ? error : halfSent(error);
    });
    if (externalId === null) {
      const reason = 'Viber answered in a way we do not understand.';
      throw new ChannelError('retry', reason, { maybeSent: true });
    }
  }
  return { externalId: externalId ?? '' };
};

function halfSent(error: unknown): unknown {
  if (!(error instanceof ChannelError)) return error;
  const { code, reason } = error;
  const words = `The text was sent, the file was not. ${reason}`;
  return new ChannelError('retry', words, { maybeSent: true, ...(code && { code }) });
}

function senderOf({ author }: OutboundMessage, settings: Settings): string {
  const own = settings['senderName'] ?? '';
  const name = settings['showAgent'] === 'on' && author ? author : own;
  return [...name].slice(0, LONGEST_NAME).join('');
}

/** A picture carries its text; with any other file the text goes first, on its own. */
function contentsOf({ text, attachments: [file] }: OutboundMessage): object[] {
  const words = text === '' ? [] : [{ type: 'text', text }];
  if (!file) return words;
  const content = fileContent(file);
  const captioned = content.type === 'picture' && text.length <= LONGEST_CAPTION;
  return captioned ? [{ ...content, text }] : [...words, content];
}

/**
 * As what Viber shows it. Pictures and videos it takes only from addresses that end in their kind;
 * from others, and larger ones, they go as files.
 */
function fileContent(file: OutboundAttachment) {
  const media = file.link();
  const ending = /\.(\w+)$/.exec(new URL(media).pathname)?.[1]?.toLowerCase() ?? '';
  if (isPicture(file, ending)) return { type: 'picture', text: '', media };
  const { size } = file;
  if (file.type === 'video/mp4' && ending === 'mp4' && size <= LARGEST_VIDEO) {
    return { type: 'video', media, size };
  }
  return { type: 'file', media, size, file_name: shortened(file.name) };
}

function isPicture({ type, size }: OutboundAttachment, ending: string): boolean {
  const kinds = ['image/jpeg', 'image/png'].includes(type);
  return kinds && ['jpg', 'jpeg', 'png'].includes(ending) && size <= LARGEST_PICTURE;
}

/** Without its ending a phone would not know how to open it. */
function shortened(name: string): string {
  if (name.length <= LONGEST_FILE_NAME) return name;
  const ending = /\.\w{1,10}$/.exec(name)?.[0] ?? '';
  return name.slice(0, LONGEST_FILE_NAME - ending.length) + ending;
}
