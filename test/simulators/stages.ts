/** Every pretended platform with one customer on it: to chat through, and to ask all of them the same. */
import { Outsider } from './api.ts';
import type { Pace } from './insistence.ts';
import { ACCOUNT, startInstagram } from './instagram.ts';
import { Line, person } from './line.ts';
import { PAGE, startMessenger } from './messenger.ts';
import type { Messaging, Meta } from './meta.ts';
import type { Provider, Taken } from './provider.ts';
import { Telegram } from './telegram.ts';
import { SHOP, Twilio } from './twilio-sms.ts';
import { Viber } from './viber.ts';
import { WeChat } from './wechat.ts';
import * as whatsapp from './whatsapp.ts';

export type Stage = {
  provider: Provider;
  /** What the channel is connected with. */
  settings: Record<string, string>;
  /** Hands in what the customer says, and goes on as the platform does. @returns what came of each try */
  says(place: Place, text: string, pace?: Pace): Promise<Taken[]>;
  /** All that was answered so far. */
  heard(): string[];
};

/** Where webhooks go, and the address the platform was told, which some of them sign. */
export type Place = { url: string; told: string };

const SECRET = 'the-secret-of-a-simulated-platform';

export const stages: Readonly<Record<string, () => Promise<Stage>>> = {
  async api() {
    const outsider = await Outsider.start(SECRET);
    const from = { id: 'you', name: 'You' };
    return {
      provider: outsider.provider,
      settings: { secret: SECRET, url: outsider.provider.url },
      says: ({ url }, text, pace) => outsider.insist(url, [{ type: 'message', from, text }], pace),
      heard: () => [...outsider.said.values()].map(({ text }) => String(text)),
    };
  },
  async instagram() {
    return messaging(await startInstagram(), { accountId: ACCOUNT });
  },
  async line() {
    const keys = { channelSecret: SECRET, channelAccessToken: SECRET };
    const line = await Line.start(keys);
    return {
      provider: line.provider,
      settings: { ...keys, apiUrl: line.provider.url },
      says: ({ url }, text, pace) => line.insist(url, [line.message(person(1), { text })], pace),
      heard: () => line.said.flatMap(({ messages }) => messages.map(({ text }) => String(text))),
    };
  },
  async messenger() {
    return messaging(await startMessenger(), { pageId: PAGE });
  },
  async telegram() {
    const token = '700100200:AAE-token-of-a-simulated-bot';
    const bot = await Telegram.start(token);
    return {
      provider: bot.provider,
      settings: { token, apiUrl: bot.provider.url },
      says: ({ url }, text, pace) => bot.insist(bot.message({ text }), url, pace),
      heard: () => bot.asked('sendMessage').map(({ text }) => String(text)),
    };
  },
  async 'twilio-sms'() {
    const account = { accountSid: `AC${'0'.repeat(32)}`, authToken: SECRET };
    const twilio = await Twilio.start(account);
    return {
      provider: twilio.provider,
      settings: { ...account, sender: SHOP, apiUrl: twilio.provider.url },
      // As `connect` tells it, where the address is one that Twilio could reach.
      says: ({ url, told }, text, pace) =>
        twilio.insist(
          { url, told: `${told}#rc=5&rp=all` },
          twilio.message('+14155550142', { Body: text }),
          pace,
        ),
      heard: () => twilio.said.map(({ form }) => form.get('Body') ?? 'a file'),
    };
  },
  async viber() {
    const token = '4453b6ac1245ff20-b6c9a10a90d4cc21-11a7e6f0aa5c9e01';
    const bot = await Viber.start(token);
    return {
      provider: bot.provider,
      settings: { token, senderName: 'Lamp Shop', apiUrl: bot.provider.url },
      says: ({ url }, text, pace) => bot.insist(bot.message(text), url, pace),
      heard: () => bot.said().map(({ text }) => String(text)),
    };
  },
  async wechat() {
    const account = {
      appId: 'wx00112233445566aa',
      appSecret: SECRET,
      token: 'lampShopToken',
      encodingAesKey: 'LampShopKeyLampShopKeyLampShopKeyLampShopKA',
    };
    const wechat = await WeChat.start(account);
    const you = 'oLamp00000000000000000000001';
    return {
      provider: wechat.provider,
      settings: { ...account, apiUrl: wechat.provider.url },
      says: ({ url }, text, pace) =>
        wechat.insist(url, wechat.message(you, 'text', { Content: text }), pace),
      heard: () => wechat.said.map(({ text }) => (text as { content: string }).content),
    };
  },
  async whatsapp() {
    const number = await whatsapp.WhatsApp.start();
    const ids = { phoneNumberId: whatsapp.NUMBER, accountId: whatsapp.ACCOUNT };
    return {
      ...ofMeta(number, ids),
      heard: () =>
        number.meta
          .asked('/messages')
          .flatMap(({ text }) => (text ? [(text as { body: string }).body] : [])),
    };
  },
};

type OfMeta = { meta: Meta; message(text: string): object };

function ofMeta(platform: OfMeta, ids: Record<string, string>) {
  const { meta } = platform;
  const { token: accessToken, secret: appSecret } = meta.app;
  const settings = { ...ids, accessToken, appSecret, apiUrl: meta.provider.url };
  const says: Stage['says'] = ({ url }, text, pace) =>
    meta.insist(url, platform.message(text), pace);
  return { provider: meta.provider, settings, says };
}

function messaging(platform: Messaging, ids: Record<string, string>): Stage {
  return {
    ...ofMeta(platform, ids),
    heard: () =>
      platform.meta
        .asked('/messages')
        .flatMap(({ message }) => (message ? [(message as { text: string }).text] : [])),
  };
}
