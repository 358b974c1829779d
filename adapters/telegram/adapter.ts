/** Telegram bots (core.telegram.org/bots/api): called by webhook, or asking for updates. */
import type { Adapter } from '../adapter.ts';
import { PHONE } from '../phone.ts';
import { sameText } from '../signature.ts';
import { connect } from './connect.ts';
import { download, markRead, react, typing } from './deeds.ts';
import { listen } from './listen.ts';
import { parse } from './parse.ts';
import { revise } from './revise.ts';
import { capabilities, send } from './send.ts';
import { settings } from './settings.ts';

/** Bodies are not signed: the secret we gave with the webhook's address is all the proof there is. */
const SECRET_HEADER = 'x-telegram-bot-api-secret-token';

export const adapter: Adapter = {
  id: 'telegram',
  name: { en: 'Telegram', 'zh-CN': 'Telegram' },
  mark: 'Tg',
  summary: {
    en: 'A Telegram bot your customers write to.',
    'zh-CN': '客户可以给它发消息的 Telegram 机器人。',
  },
  causes: [
    {
      en: 'Another program uses the same token: Telegram hands a message to one of them alone.',
      'zh-CN': '另有程序使用同一令牌：Telegram 只把消息交给其中一个。',
    },
    {
      en: 'In a group the bot hears everything only with privacy mode off (@BotFather, /setprivacy).',
      'zh-CN': '在群组中，只有关闭隐私模式（@BotFather，/setprivacy）机器人才能收到所有消息。',
    },
  ],
  settings,
  secretHeaders: [SECRET_HEADER],
  identities: {
    'telegram-user': { en: 'Telegram', 'zh-CN': 'Telegram' },
    'telegram-chat': { en: 'Telegram group', 'zh-CN': 'Telegram 群组' },
    phone: PHONE,
  },
  capabilities,
  verify: (request, given) => sameText(request.headers[SECRET_HEADER], given['webhookSecret']),
  parse,
  send,
  listen,
  download,
  react,
  revise,
  markRead,
  typing,
  connect,
};
