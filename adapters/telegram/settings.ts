/** What the connect form asks, and what follows from it. */
import type { SettingField, Settings } from '../adapter.ts';

const OFFICIAL_SERVER = 'https://api.telegram.org';

export const settings: readonly SettingField[] = [
  {
    key: 'token',
    label: 'Bot token',
    help: 'From @BotFather, like 123456789:AAE….',
    type: 'text',
    required: true,
    secret: true,
    pattern: '\\d{3,20}:[A-Za-z0-9_\\-]{20,100}',
  },
  {
    key: 'receive',
    label: 'How messages come in',
    help: 'webhook: Telegram calls your public https address. polling: Interline asks Telegram, which needs none.',
    type: 'text',
    required: false,
    secret: false,
    default: 'webhook',
    pattern: 'webhook|polling',
  },
  {
    key: 'apiUrl',
    label: 'Bot API server',
    help: 'Leave it as it is, unless you run a Bot API server of your own: https, or on this machine.',
    type: 'text',
    required: false,
    secret: false,
    default: OFFICIAL_SERVER,
    pattern: 'https://[^\\s/?#]+|http://(127\\.0\\.0\\.1|localhost)(:\\d{1,5})?',
  },
  {
    key: 'webhookSecret',
    label: 'Webhook secret',
    help: 'Telegram shows it with each call; made by itself.',
    type: 'text',
    required: false,
    secret: true,
    generate: true,
    hidden: true,
  },
];

/** The bot's own id, which stays when its token is replaced: what ids of people are kept under. */
export function botOf(settings: Settings): string {
  return /^\d+/.exec(settings['token'] ?? '')?.[0] ?? settings.channelId;
}

/** Does Interline ask for updates, instead of being called? */
export function polls(settings: Settings): boolean {
  return settings['receive'] === 'polling';
}

/** Where a method, or with `kind` file a file, of this bot is. It holds the token: never to be shown. */
export function addressOf(path: string, settings: Settings, kind: 'method' | 'file' = 'method') {
  const server = settings['apiUrl'] || OFFICIAL_SERVER;
  return `${server}${kind === 'file' ? '/file' : ''}/bot${settings['token'] ?? ''}/${path}`;
}
