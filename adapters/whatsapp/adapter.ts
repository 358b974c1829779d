/**
 * WhatsApp by Meta's own Cloud API: the hosted one, without a provider between. `parse.ts` reads
 * what comes in, `send.ts` says what goes out.
 */
import type { Adapter, Settings, Tools } from '../adapter.ts';
import { refuseUnsendable } from '../limits.ts';
import { answerMetaHandshake, type GraphLine, verifyMeta } from '../meta.ts';
import { PHONE } from '../phone.ts';
import { connect } from './connect.ts';
import { errors } from './errors.ts';
import { download, FILE_TYPES, LARGEST_FILE } from './media.ts';
import { parse } from './parse.ts';
import { markRead, react, send } from './send.ts';
import { settings } from './settings.ts';
import { templates } from './templates.ts';

const lineOf = (channel: Settings, tools: Tools): GraphLine => {
  return { settings: channel, tools, errors };
};

export const adapter: Adapter = {
  id: 'whatsapp',
  name: { en: 'WhatsApp', 'zh-CN': 'WhatsApp' },
  mark: 'Wa',
  summary: {
    en: 'A number of the WhatsApp Business Platform, by Meta’s Cloud API.',
    'zh-CN': 'WhatsApp Business 平台上的号码，通过 Meta 的 Cloud API。',
  },
  causes: [
    {
      en: 'At Meta, the webhook is not subscribed to the field “messages”.',
      'zh-CN': '在 Meta 的 Webhook 设置中没有订阅“messages”字段。',
    },
    {
      en: 'The app is not live yet: until then only test numbers get through.',
      'zh-CN': '应用尚未上线：在此之前只有测试号码的消息能送达。',
    },
  ],
  settings,
  identities: { 'whatsapp-user': { en: 'WhatsApp', 'zh-CN': 'WhatsApp' }, phone: PHONE },
  capabilities: {
    text: { max: 4096, countedAs: 'characters' },
    attachments: { types: FILE_TYPES, maxBytes: LARGEST_FILE, maxCount: 1 },
    formatting: 'none',
    receipts: ['delivered', 'read'],
    typing: { inbound: false, outbound: true, lastsSeconds: 25 },
    reactions: true,
    edits: true,
    deletes: true,
    quotes: true,
    templates: true,
    replyWindowHours: 24,
    // https://developers.facebook.com/docs/whatsapp/cloud-api/overview#throughput
    sendsPerSecond: 80,
    startConversation: true,
    inbound: 'webhook',
    // There is no key by which it would recognise a second attempt.
    unknownOutcome: 'ask',
  },
  verify: verifyMeta,
  challenge: answerMetaHandshake,
  parse,
  async send(message, channel, tools) {
    refuseUnsendable(message, adapter.capabilities);
    return send(message, lineOf(channel, tools));
  },
  download: (id, channel, tools) => download(id, lineOf(channel, tools)),
  react: (said, emoji, channel, tools) => react(said, emoji, lineOf(channel, tools)),
  markRead: ({ externalId }, channel, tools) => markRead(externalId, false, lineOf(channel, tools)),
  /** Their last message is where it shows: without one, there is nothing to show it at. */
  async typing(_thread, channel, tools, last) {
    if (last !== undefined) await markRead(last, true, lineOf(channel, tools));
  },
  templates: (channel, tools) => templates(lineOf(channel, tools)),
  connect: (webhookUrl, channel, tools) => connect(webhookUrl, lineOf(channel, tools)),
};
