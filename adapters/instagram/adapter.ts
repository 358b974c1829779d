/** Instagram's direct messages. What they share with Messenger is in `../meta-*.ts`. */
import type { Adapter, Settings, Tools } from '../adapter.ts';
import { ChannelError } from '../errors.ts';
import { refuseUnsendable } from '../limits.ts';
import { answerMetaHandshake, type GraphLine, openMetaFile, verifyMeta } from '../meta.ts';
import { connectMessaging } from '../meta-connect.ts';
import { parseMessaging } from '../meta-messaging.ts';
import { messagingErrors, reactionOf, sendAction, sendMessaging } from '../meta-sending.ts';
import { settings } from './settings.ts';

const lineOf = (channel: Settings, tools: Tools): GraphLine => {
  return { settings: channel, tools, errors: messagingErrors };
};

/** Whomever the token stands for: the account, or the page it is linked to. */
const outletOf = (channel: Settings) => ({
  account: 'me',
  humanAgent: channel['humanAgent'] === 'on',
});

/** What an account tells of, when it is asked to. */
const FIELDS = [
  'messages',
  'message_edit',
  'message_reactions',
  'messaging_seen',
  'messaging_postbacks',
  'messaging_referral',
];

const HEARTS = ['❤️', '❤', '♥️', '♥'];
const LARGEST_PICTURE = 8 * 1024 * 1024;

export const adapter: Adapter = {
  id: 'instagram',
  name: { en: 'Instagram', 'zh-CN': 'Instagram' },
  mark: 'Ig',
  summary: {
    en: 'Direct messages to your professional account.',
    'zh-CN': '发给你的专业账号的私信。',
  },
  causes: [
    {
      en: 'In the Instagram app, access to messages is off for connected tools.',
      'zh-CN': '在 Instagram 应用中没有允许关联工具访问消息。',
    },
    {
      en: 'The app is not live yet: until then only people with a role in it are heard.',
      'zh-CN': '应用尚未上线：在此之前只能收到在应用中有角色的人的消息。',
    },
  ],
  settings,
  identities: { 'instagram-user': { en: 'Instagram', 'zh-CN': 'Instagram' } },
  capabilities: {
    text: { max: 1000, countedAs: 'utf8-bytes' },
    attachments: {
      types: ['image/jpeg', 'image/png', 'image/gif', 'video/*', 'audio/*', 'application/pdf'],
      maxBytes: 25 * 1024 * 1024,
      maxCount: 10,
    },
    formatting: 'none',
    receipts: ['read'],
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
      object: 'instagram',
      app: 'Instagram',
      id: channel['accountId'] ?? '',
      kind: 'instagram-user',
      appId: channel['appId'] ?? '',
    }),
  async send(message, channel, tools) {
    refuseUnsendable(message, adapter.capabilities);
    const large = message.attachments.find(isLargePicture);
    if (large)
      throw new ChannelError('rejected', `“${large.name}” is too big: pictures up to 8 MB.`);
    return sendMessaging(message, outletOf(channel), lineOf(channel, tools));
  },
  download: (address, channel, tools) => openMetaFile(address, lineOf(channel, tools), false),
  /** Businesses have but one reaction there. */
  async react(said, emoji, channel, tools) {
    if (emoji !== null && !HEARTS.includes(emoji)) {
      throw new ChannelError('rejected', 'On Instagram a business can only react with a heart.');
    }
    const action = reactionOf(said, emoji === null ? null : 'love');
    await sendAction(said.thread, action, outletOf(channel), lineOf(channel, tools));
  },
  markRead: ({ thread }, channel, tools) =>
    sendAction(thread, { sender_action: 'mark_seen' }, outletOf(channel), lineOf(channel, tools)),
  typing: (thread, channel, tools) =>
    sendAction(thread, { sender_action: 'typing_on' }, outletOf(channel), lineOf(channel, tools)),
  connect: (webhookUrl, channel, tools) =>
    connectMessaging(
      { account: channel['accountId'] ?? '', object: 'instagram', fields: FIELDS, webhookUrl },
      lineOf(channel, tools),
    ),
};

const isLargePicture = ({ type, size }: { type: string; size: number }): boolean =>
  type.startsWith('image/') && size > LARGEST_PICTURE;
