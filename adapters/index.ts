/** Every channel Interline knows: one line each. */
import type { Adapter } from './adapter.ts';
import { adapter as api } from './api/adapter.ts';
import { adapter as echo } from './echo/adapter.ts';
import { adapter as email } from './email/adapter.ts';
import { adapter as instagram } from './instagram/adapter.ts';
import { adapter as line } from './line/adapter.ts';
import { adapter as messenger } from './messenger/adapter.ts';
import { adapter as telegram } from './telegram/adapter.ts';
import { adapter as twilioSms } from './twilio-sms/adapter.ts';
import { adapter as viber } from './viber/adapter.ts';
import { adapter as webChat } from './web-chat/adapter.ts';
import { adapter as wechat } from './wechat/adapter.ts';
import { adapter as whatsapp } from './whatsapp/adapter.ts';

export const adapters: readonly Adapter[] = [
  api,
  echo,
  email,
  instagram,
  line,
  messenger,
  telegram,
  twilioSms,
  viber,
  webChat,
  wechat,
  whatsapp,
];
