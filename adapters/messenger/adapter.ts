/** Facebook Messenger: people who write to a page. What it shares with Instagram is in `../meta-*.ts`. */
import type { Adapter, Settings, Tools } from '../adapter.ts';
import { refuseUnsendable } from '../limits.ts';
import { answerMetaHandshake, type GraphLine, openMetaFile, verifyMeta } from '../meta.ts';
import { connectMessaging } from '../meta-connect.ts';
import { OUR_MARK, parseMessaging } from '../meta-messaging.ts';
import { messagingErrors, reactionOf, sendAction, sendMessaging } from '../meta-sending.ts';
import { settings } from './settings.ts';

const lineOf = (channel: Settings, tools: Tools): GraphLine => {
  return { settings: channel, tools, errors: messagingErrors };
};

const outletOf = (channel: Settings) => ({
  account: channel['pageId'] ?? '',
  humanAgent: channel['humanAgent'] === 'on',
  mark: OUR_MARK,
});

/** What a page tells of, when it is asked to. */
const FIELDS = [
  'messages',
  'message_echoes',
  'message_edits',
  'message_reactions',
  'message_deliveries',
  'message_reads',
  'messaging_postbacks',
  'messaging_referrals',
  'messaging_feedback',
  'standby',
];

export const adapter: Adapter = {
  id: 'messenger',
  name: { en: 'Messenger', 'zh-CN': 'Messenger' },
  mark: 'Ms',
  summary: {
    en: 'People who write to your Facebook page.',
    'zh-CN': '给你的 Facebook 主页发消息的人。',
  },
  causes: [
    {
      en: 'The app is not subscribed to the page’s field “messages”.',
      'zh-CN': '应用没有订阅主页的“messages”字段。',
    },
    {
      en: 'The app is not live yet: until then only people with a role in it are heard.',
      'zh-CN': '应用尚未上线：在此之前只能收到在应用中有角色的人的消息。',
    },
  ],
  settings,
  identities: { 'messenger-user': { en: 'Messenger', 'zh-CN': 'Messenger' } },
  capabilities: {
    text: { max: 2000, countedAs: 'characters' },
    attachments: {
      types: ['image/*', 'video/*', 'audio/*', 'application/*', 'text/*'],
      maxBytes: 25 * 1024 * 1024,
      maxCount: 10,
    },
    formatting: 'none',
    receipts: ['delivered', 'read'],
    typing: { inbound: false, outbound: true, lastsSeconds: 20 },
    reactions: true,
    edits: true,
    deletes: true,
    quotes: true,
    templates: false,
    replyWindowHours: 24,
    // With the tag for people who answer late.
    widerWindow: { setting: 'humanAgent', hours: 7 * 24 },
    // https://developers.facebook.com/docs/messenger-platform/overview/rate-limiting
    sendsPerSecond: 300,
    startConversation: false,
    inbound: 'webhook',
    // There is no key by which it would recognise a second attempt.
    unknownOutcome: 'ask',
  },
  verify: verifyMeta,
  challenge: answerMetaHandshake,
  parse: (request, channel) =>
    parseMessaging(request, {
      object: 'page',
      app: 'Messenger',
      id: channel['pageId'] ?? '',
      kind: 'messenger-user',
      appId: channel['appId'] ?? '',
    }),
  async send(message, channel, tools) {
    refuseUnsendable(message, adapter.capabilities);
    return sendMessaging(message, outletOf(channel), lineOf(channel, tools));
  },
  download: (address, channel, tools) => openMetaFile(address, lineOf(channel, tools), false),
  react: (said, emoji, channel, tools) =>
    sendAction(said.thread, reactionOf(said, emoji), outletOf(channel), lineOf(channel, tools)),
  markRead: ({ thread }, channel, tools) =>
    sendAction(thread, { sender_action: 'mark_seen' }, outletOf(channel), lineOf(channel, tools)),
  typing: (thread, channel, tools) =>
    sendAction(thread, { sender_action: 'typing_on' }, outletOf(channel), lineOf(channel, tools)),
  connect: (webhookUrl, channel, tools) =>
    connectMessaging(
      { account: channel['pageId'] ?? '', object: 'page', fields: FIELDS, webhookUrl },
      lineOf(channel, tools),
    ),
};
