/** Saying something on Telegram: texts in pieces, files by upload, several as an album. */
import type { Adapter } from '../adapter.ts';
import type { Capabilities } from '../capabilities.ts';
import { ChannelError } from '../errors.ts';
import { refuseUnsendable } from '../limits.ts';
import type { OutboundMessage } from '../message.ts';
import type { FormPart } from '../multipart.ts';
import { type Call, call, type Line } from './api.ts';
import { type Formatted, formatted, pieces } from './format.ts';
import { albums, type Media } from './media.ts';
import { messageIdOf, numberIn, parametersOf, Sent, SentAlbum, type Spot } from './place.ts';

const LONGEST_TEXT = 4096;
const LONGEST_CAPTION = 1024;

export const capabilities: Capabilities = {
  text: { max: LONGEST_TEXT, countedAs: 'utf16-units', overlong: 'split' },
  attachments: {
    types: ['image/*', 'video/*', 'audio/*', 'text/*', 'application/*'],
    maxBytes: 50 * 1024 * 1024,
    maxCount: 10,
  },
  formatting: 'markdown',
  receipts: [],
  typing: { inbound: false, outbound: true, lastsSeconds: 5 },
  reactions: true,
  edits: true,
  deletes: true,
  ownEditHours: null,
  // https://core.telegram.org/bots/api#deletemessage
  ownDeleteHours: 48,
  quotes: true,
  templates: false,
  replyWindowHours: null,
  // https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
  sendsPerSecond: 30,
  startConversation: false,
  inbound: 'webhook',
  // Telegram knows no key of ours: a second attempt is a second message.
  unknownOutcome: 'ask',
};

export const send: Adapter['send'] = async (message, settings, tools) => {
  refuseUnsendable(message, capabilities);
  const [first, ...others] = await callsFor(message);
  if (!first) throw new ChannelError('rejected', 'There is nothing to send.');
  const line = { settings, tools };
  const spot = await say(first, line);
  for (const other of others) await say(other, line).catch(onlyInPart);
  return { externalId: messageIdOf(spot, spot.message_id) };
};

async function say(made: Call, line: Line): Promise<Spot> {
  if (made.method !== 'sendMediaGroup') return (await call(made, line, Sent)).result;
  const [first] = (await call(made, line, SentAlbum)).result;
  if (!first)
    throw new ChannelError('retry', 'Telegram sent an album of nothing.', { maybeSent: true });
  return first;
}

/** The beginning is said: from now on nothing may be tried again by itself. */
function onlyInPart(error: unknown): never {
  if (!(error instanceof ChannelError)) throw error;
  const details = error.code === undefined ? {} : { code: error.code };
  const reason = `Only the beginning was sent. ${error.reason}`;
  throw new ChannelError('retry', reason, { ...details, maybeSent: true });
}

async function callsFor(message: OutboundMessage): Promise<Call[]> {
  const place = parametersOf(message.thread);
  const caption = message.attachments.length > 0 ? captionIn(message.text) : null;
  const texts = caption
    ? []
    : pieces(message.text, LONGEST_TEXT).map((piece) => textCall(formatted(piece)));
  const groups = albums(message.attachments);
  const files = groups.map((group, at) => fileCall(group, at === 0 ? caption : null));
  const calls = [...texts, ...(await Promise.all(files))];
  return calls.map((made, at) => {
    const answering = at === 0 ? quoteOf(message) : {};
    const parameters = { ...place, ...made.parameters, ...answering };
    return { ...made, parameters, id: message.id };
  });
}

/** The text as it stands below a file; null when it is too long for that. */
export function captionIn(text: string): Formatted | null {
  const caption = text.length <= LONGEST_TEXT ? formatted(text) : null;
  return caption && caption.text.length <= LONGEST_CAPTION ? caption : null;
}

/** It goes as one message, when no file goes with it. */
export const isOnePiece = (text: string): boolean => pieces(text, LONGEST_TEXT).length === 1;

/** Only the beginning quotes; a message that is gone by now does not hold back the answer. */
function quoteOf({ quotes }: OutboundMessage): Record<string, unknown> {
  const number = quotes === undefined ? null : numberIn(quotes);
  if (number === null) return {};
  return { reply_parameters: { message_id: number, allow_sending_without_reply: true } };
}

function textCall({ text, entities }: Formatted): Call {
  const parameters = { text, ...(entities.length > 0 && { entities }) };
  return { method: 'sendMessage', parameters };
}

async function fileCall(group: Media[], caption: Formatted | null): Promise<Call> {
  const files = await Promise.all(group.map(({ file }, at) => partOf(`file${at}`, file)));
  const [first, ...others] = group.map(({ kind }, at) => ({
    type: kind,
    media: `attach://file${at}`,
  }));
  const words = captionOf(caption);
  if (!first) throw new Error('an album of nothing');
  if (others.length > 0) {
    return {
      method: 'sendMediaGroup',
      parameters: { media: [{ ...first, ...words }, ...others] },
      files,
    };
  }
  const method = `send${first.type.charAt(0).toUpperCase()}${first.type.slice(1)}`;
  return { method, parameters: { [first.type]: first.media, ...words }, files };
}

function captionOf(caption: Formatted | null): Record<string, unknown> {
  if (!caption?.text) return {};
  const { text, entities } = caption;
  return { caption: text, ...(entities.length > 0 && { caption_entities: entities }) };
}

async function partOf(
  name: string,
  file: OutboundMessage['attachments'][number],
): Promise<FormPart> {
  return { name, file: { name: file.name, type: file.type, content: await file.read() } };
}
