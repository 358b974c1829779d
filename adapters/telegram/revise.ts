/** Changing what the bot said, and taking it back (core.telegram.org/bots/api#updating-messages). */
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { Own, Settings, Tools } from '../adapter.ts';
import { ChannelError } from '../errors.ts';
import { type Call, call } from './api.ts';
import { AS_IT_IS, GONE } from './errors.ts';
import { type Formatted, formatted } from './format.ts';
import { numberIn, parametersOf } from './place.ts';
import { captionIn, isOnePiece } from './send.ts';

const Done = Compile(Type.Object({ ok: Type.Literal(true) }));

/** What went in several messages has one id here: the others could not be reached. */
export async function revise(
  own: Own,
  text: string | null,
  settings: Settings,
  tools: Tools,
): Promise<void> {
  if (!isOneMessage(own)) {
    const reason = 'It went to Telegram in several messages, which cannot be changed together.';
    throw new ChannelError('rejected', reason);
  }
  const made = text === null ? takingBack(own) : changing(own, text);
  const done = text === null ? GONE : AS_IT_IS;
  await call(made, { settings, tools }, Done).catch((error: unknown) => {
    // An attempt of which nobody knew has done it.
    if (!(error instanceof ChannelError && error.reason === done)) throw error;
  });
}

const isOneMessage = ({ text, files }: Own): boolean =>
  files === 0 ? isOnePiece(text) : files === 1 && (text === '' || captionIn(text) !== null);

function changing(own: Own, text: string): Call {
  const { chat_id, business_connection_id } = parametersOf(own.thread);
  const place = { chat_id, business_connection_id, message_id: numberOf(own) };
  if (own.files === 0) {
    return { method: 'editMessageText', parameters: { ...place, ...wordsOf('', formatted(text)) } };
  }
  const caption = captionIn(text);
  if (!caption) throw new ChannelError('rejected', 'Below a file Telegram takes 1,024 characters.');
  return {
    method: 'editMessageCaption',
    parameters: { ...place, ...wordsOf('caption_', caption) },
  };
}

function wordsOf(under: '' | 'caption_', { text, entities }: Formatted) {
  const words = under === '' ? { text } : { caption: text };
  return { ...words, ...(entities.length > 0 && { [`${under}entities`]: entities }) };
}

function takingBack(own: Own): Call {
  const { chat_id, business_connection_id } = parametersOf(own.thread);
  const message_id = numberOf(own);
  if (business_connection_id === undefined) {
    return { method: 'deleteMessage', parameters: { chat_id, message_id } };
  }
  const parameters = { business_connection_id, message_ids: [message_id] };
  return { method: 'deleteBusinessMessages', parameters };
}

function numberOf({ externalId }: Own): number {
  const number = numberIn(externalId);
  if (number === null) throw new ChannelError('rejected', 'There is no message to change.');
  return number;
}
