/** Saying it by the Cloud API: text, one file with its caption, or a template; reactions; read marks. */
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { Said, SendResult } from '../adapter.ts';
import { ChannelError } from '../errors.ts';
import { textLength } from '../limits.ts';
import type { ChosenTemplate, OutboundAttachment, OutboundMessage } from '../message.ts';
import { askGraph, type GraphLine } from '../meta.ts';
import { readAnswer } from '../platform.ts';
import { kindOf, upload } from './media.ts';

/** Characters beneath a file. */
const LONGEST_CAPTION = 1024;
const CAPTIONED = ['image', 'video', 'document'];

const Sent = Compile(
  Type.Object({
    messages: Type.Array(Type.Object({ id: Type.String({ minLength: 1 }) }), { minItems: 1 }),
  }),
);

/** One message of ours is one of theirs: so its receipts tell of all of it. */
export async function send(message: OutboundMessage, line: GraphLine): Promise<SendResult> {
  const content = await contentOf(message, line);
  const body = {
    ...headOf(message),
    ...(message.quotes && { context: { message_id: message.quotes } }),
    ...content,
    // Comes back with every status of the message.
    biz_opaque_callback_data: message.id,
  };
  const { messages } = await readAnswer(await post(body, line), Sent);
  return { externalId: messages[0]?.id ?? '' };
}

/** Sets our reaction; an empty emoji takes it back. */
export async function react(said: Said, emoji: string | null, line: GraphLine): Promise<void> {
  const reaction = { message_id: said.externalId, emoji: emoji ?? '' };
  await post({ ...headOf(said), type: 'reaction', reaction }, line);
}

/** Marks a message and all before it as read; with `typing`, shows that for 25 seconds, too. */
export async function markRead(messageId: string, typing: boolean, line: GraphLine): Promise<void> {
  const indicator = typing && { typing_indicator: { type: 'text' } };
  await post({ ...PRODUCT, status: 'read', message_id: messageId, ...indicator }, line);
}

const PRODUCT = { messaging_product: 'whatsapp' };

const post = (body: object, line: GraphLine): Promise<Response> =>
  askGraph(`${line.settings['phoneNumberId']}/messages`, { body }, line);

/** To a group, a number, or a business-scoped id, which has a field of its own. */
function headOf({ thread, to }: Pick<OutboundMessage, 'thread' | 'to'>): object {
  const [, group] = /^group:(.+)$/.exec(thread) ?? [];
  if (group) return { ...PRODUCT, recipient_type: 'group', to: group };
  const person = { ...PRODUCT, recipient_type: 'individual' };
  return to.kind === 'phone'
    ? { ...person, to: to.value.replace('+', '') }
    : { ...person, recipient: to.value };
}

async function contentOf(message: OutboundMessage, line: GraphLine): Promise<object> {
  const { text, template, attachments } = message;
  if (template) return { type: 'template', template: templateOf(template) };
  const [file] = attachments;
  if (file) return fileOf(file, text, line);
  return { type: 'text', text: { body: text, preview_url: true } };
}

function templateOf({ name, language, values }: ChosenTemplate): object {
  const parameters = values.map((text) => ({ type: 'text', text }));
  const components = [{ type: 'body', parameters }];
  // The only policy there is, and it has to be named.
  const spoken = { policy: 'deterministic', code: language };
  return { name, language: spoken, ...(values.length > 0 && { components }) };
}

async function fileOf(file: OutboundAttachment, text: string, line: GraphLine): Promise<object> {
  const kind = kindOf(file);
  refuseCaption(kind, text);
  const id = await upload(file, line);
  const caption = text && { caption: text };
  const filename = kind === 'document' && { filename: file.name };
  return { type: kind, [kind]: { id, ...caption, ...filename } };
}

function refuseCaption(kind: string, text: string): void {
  if (text === '') return;
  if (!CAPTIONED.includes(kind)) {
    throw new ChannelError('rejected', 'WhatsApp shows no text with such a file: send it alone.');
  }
  if (textLength(text, 'characters') <= LONGEST_CAPTION) return;
  const reason = `Beneath a file WhatsApp takes up to ${LONGEST_CAPTION} characters.`;
  throw new ChannelError('rejected', reason);
}
