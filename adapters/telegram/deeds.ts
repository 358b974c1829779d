/** What a bot does besides sending: typing, reacting, marking as read, opening files. */
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { RemoteFile, Said, Settings, Tools } from '../adapter.ts';
import { ChannelError } from '../errors.ts';
import { callPlatform, fileOf } from '../platform.ts';
import { call, type Line } from './api.ts';
import { explain } from './errors.ts';
import { numberIn, parametersOf } from './place.ts';
import { addressOf } from './settings.ts';

const Done = Compile(Type.Object({ ok: Type.Literal(true) }));
const Located = Compile(
  Type.Object({
    result: Type.Object({ file_path: Type.String({ pattern: '^[^?#\\\\]{1,500}$' }) }),
  }),
);

/** Shown for five seconds, or until the next message. */
export async function typing(thread: string, settings: Settings, tools: Tools): Promise<void> {
  const parameters = { ...parametersOf(thread), action: 'typing' };
  await call({ method: 'sendChatAction', parameters }, { settings, tools }, Done);
}

/** A bot has one reaction on a message; Telegram allows only some emoji. */
export async function react(
  said: Said,
  emoji: string | null,
  settings: Settings,
  tools: Tools,
): Promise<void> {
  const number = numberIn(said.externalId);
  if (number === null) throw new ChannelError('rejected', 'There is no message to react to.');
  const { chat_id } = parametersOf(said.thread);
  const reaction = emoji === null ? [] : [{ type: 'emoji', emoji }];
  const parameters = { chat_id, message_id: number, reaction };
  await call({ method: 'setMessageReaction', parameters }, { settings, tools }, Done);
}

/** Only in a personal account's chats can reading be shown; a tapped button stops waiting. */
export async function markRead(said: Said, settings: Settings, tools: Tools): Promise<void> {
  const line = { settings, tools };
  const [, tap] = /^callback:(.+)$/.exec(said.externalId) ?? [];
  if (tap !== undefined) return answerTap(tap, line);
  const number = numberIn(said.externalId);
  if (number === null || !said.thread.startsWith('business:')) return;
  const parameters = { ...parametersOf(said.thread), message_id: number };
  await call({ method: 'readBusinessMessage', parameters }, line, Done);
}

/** The tapped button stops showing that it waits. Telegram takes this for some minutes only. */
export async function answerTap(id: string, line: Line): Promise<void> {
  await call({ method: 'answerCallbackQuery', parameters: { callback_query_id: id } }, line, Done);
}

/** @param remote a `file_id`; bots get files of up to 20 MB */
export async function download(
  remote: string,
  settings: Settings,
  tools: Tools,
): Promise<RemoteFile> {
  const asked = { method: 'getFile', parameters: { file_id: remote } };
  const { result } = await call(asked, { settings, tools }, Located);
  const steps = result.file_path.split('/');
  if (steps.includes('..')) throw new ChannelError('rejected', 'Telegram names no such file.');
  const url = addressOf(steps.map(encodeURIComponent).join('/'), settings, 'file');
  return fileOf(await callPlatform(url, {}, tools, explain));
}
