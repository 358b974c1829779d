/** Telegram bots (core.telegram.org/bots/api): called by webhook, or asking for updates. */
import type { Adapter } from '../adapter.ts';
import { sameText } from '../signature.ts';
import { connect } from './connect.ts';
import { download, markRead, react, typing } from './deeds.ts';
import { listen } from './listen.ts';
import { parse } from './parse.ts';
import { capabilities, send } from './send.ts';
import { settings } from './settings.ts';

/** Bodies are not signed: the secret we gave with the webhook's address is all the proof there is. */
const SECRET_HEADER = 'x-telegram-bot-api-secret-token';

export const adapter: Adapter = {
  id: 'telegram',
  name: 'Telegram',
  mark: 'Tg',
  summary: 'A Telegram bot your customers write to.',
  settings,
  secretHeaders: [SECRET_HEADER],
  capabilities,
  verify: (request, given) => sameText(request.headers[SECRET_HEADER], given['webhookSecret']),
  parse,
  send,
  listen,
  download,
  react,
  markRead,
  typing,
  connect,
};
