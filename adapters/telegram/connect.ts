/** Checking the token, and telling Telegram where updates go. */
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { Settings, Tools } from '../adapter.ts';
import { ChannelError } from '../errors.ts';
import { call, type Line } from './api.ts';
import { polls } from './settings.ts';

const Me = Compile(Type.Object({ result: Type.Object({ is_bot: Type.Boolean() }) }));
const Done = Compile(Type.Object({ ok: Type.Literal(true) }));

/** The kinds of updates that are read; reactions come only where they are asked for by name. */
export const ALLOWED_UPDATES = [
  'message',
  'edited_message',
  'callback_query',
  'my_chat_member',
  'message_reaction',
  'business_connection',
  'business_message',
  'edited_business_message',
  'deleted_business_messages',
];

/** @throws ChannelError with what is wrong */
export async function connect(webhookUrl: string, settings: Settings, tools: Tools): Promise<void> {
  const line = { settings, tools };
  const { result } = await call({ method: 'getMe', parameters: {} }, line, Me);
  if (!result.is_bot) throw new ChannelError('rejected', 'This token is not a bot’s.');
  if (polls(settings)) return forgetWebhook(line);
  const parameters = {
    url: webhookUrl,
    secret_token: settings['webhookSecret'],
    allowed_updates: ALLOWED_UPDATES,
  };
  await call({ method: 'setWebhook', parameters }, line, Done);
}

/** Telegram gives nothing to those who ask while it has an address to call. What waits is kept. */
export async function forgetWebhook(line: Line): Promise<void> {
  await call({ method: 'deleteWebhook', parameters: {} }, line, Done);
}
