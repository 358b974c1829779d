/** What may be written is what the channel takes: counted, refused and counted down before anything goes out. */
import { Buffer } from 'node:buffer';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../inbox-ui/words/en/catalogue.ts';
import type { Channel } from '../../server/wire/channels.ts';
import { ACCOUNT as GRAM, APP as GRAM_APP, startInstagram } from '../simulators/instagram.ts';
import type { Messaging } from '../simulators/meta.ts';
import { faults } from '../simulators/provider.ts';
import { SHOP, Twilio } from '../simulators/twilio-sms.ts';
import { WeChat } from '../simulators/wechat.ts';
import { ACCOUNT, APP, NUMBER, WhatsApp } from '../simulators/whatsapp.ts';
import { VERIFY_TOKEN } from '../support/meta-channel.ts';
import { connectAt, type Remote } from '../support/remote.ts';
import { Inbox } from '../support/screens.ts';
import { Stage } from '../support/stage.ts';

const { composer, sending, station, letters } = en.inbox;
const KEYS = { accountSid: `AC${'2'.repeat(32)}`, authToken: 'the token of the pretended Twilio' };
const WX = {
  ...{ appId: 'wx00112233445566aa', appSecret: 'the app secret of the lamp shop' },
  ...{ token: 'lampShopToken', encodingAesKey: 'LampShopKeyLampShopKeyLampShopKeyLampShopKA' },
};
const HOUR_MS = 60 * 60_000;

let stage: Stage;
let ana: Remote;
let page: Page;
let inbox: Inbox;
let whatsApp: WhatsApp;
let twilio: Twilio;
let gram: Messaging;
let weChat: WeChat;
let folder = '';
const channels = new Map<string, Channel>();

beforeAll(async () => {
  stage = await Stage.open({ ALLOWED_NETWORKS: '127.0.0.0/8' });
  ana = await stage.ana();
  [whatsApp, twilio] = [await WhatsApp.start(), await Twilio.start(KEYS)];
  [gram, weChat] = [await startInstagram(), await WeChat.start(WX)];
  const meta = ({ token: accessToken, secret: appSecret }: typeof APP, apiUrl: string) => {
    return { accessToken, appSecret, apiUrl, verifyToken: VERIFY_TOKEN };
  };
  const ids = { phoneNumberId: NUMBER, accountId: ACCOUNT };
  await connect('whatsapp', { ...ids, ...meta(APP, whatsApp.meta.provider.url) });
  await connect('twilio-sms', { ...KEYS, sender: SHOP, apiUrl: twilio.provider.url });
  await connect('instagram', { accountId: GRAM, ...meta(GRAM_APP, gram.meta.provider.url) });
  await connect('wechat', { ...WX, apiUrl: weChat.provider.url });
  page = await stage.window({ as: ana });
  inbox = new Inbox(page);
});
afterAll(async () => {
  await stage.close();
  await rm(folder, { recursive: true, force: true });
  await Promise.all([whatsApp, twilio, gram, weChat].map((platform) => platform.stop()));
});

async function connect(adapter: string, settings: Record<string, string>): Promise<void> {
  channels.set(adapter, await connectAt(ana, { adapter, name: `Our ${adapter}`, settings }));
}

const hook = (adapter: string) => channels.get(adapter)?.webhookUrl ?? '';

/** Somebody has written this; an agent opens what they said. */
async function open(text: string): Promise<void> {
  await inbox.goto('all');
  await inbox.open(text);
  await inbox.field.waitFor();
}

/** So long ago they wrote for the last time. */
const wroteAgo = (adapter: string, ms: number) =>
  stage.inDatabase(
    (database) => database`
      update threads set heard_at = ${new Date(Date.now() - ms)}
      where channel_id = ${channels.get(adapter)?.id ?? ''}`,
  );

/** A file of one byte more than Instagram takes. */
async function longBook(): Promise<string> {
  folder = await mkdtemp(path.join(tmpdir(), 'interline-book-'));
  const book = path.join(folder, 'book.pdf');
  await writeFile(book, '');
  await truncate(book, 25 * 1024 * 1024 + 1);
  return book;
}

const left = () => page.getByText(/^Closes in /);
const send = () => page.getByRole('button', { name: composer.send, exact: true });
/** Why it did not go. */
const said = (words: string) => page.getByRole('status').getByText(words, { exact: true });

describe('by SMS', () => {
  const onTwilio = () => twilio.said.map(({ form }) => form.get('Body'));

  beforeAll(async () => {
    const words = twilio.message('+14155550142', { Body: 'By text' });
    await twilio.deliver({ url: hook('twilio-sms') }, words);
    await open('By text');
  });

  it('segments are counted: 160 letters alone, 153 in several, 70 and 67 once a sign is none of theirs', async () => {
    const cases: [string, number, number][] = [
      ['a'.repeat(160), 1, 0],
      ['a'.repeat(161), 2, 145],
      [`${'a'.repeat(158)}€`, 1, 0],
      [`${'a'.repeat(159)}€`, 2, 145],
      ['灯'.repeat(70), 1, 0],
      ['灯'.repeat(71), 2, 63],
      [`${'a'.repeat(65)}💡💡💡`, 2, 63],
    ];
    for (const [text, segments, room] of cases) {
      await inbox.field.fill(text);
      await page.getByText(sending.segmentsLong(segments, room), { exact: true }).waitFor();
    }
    await inbox.field.fill('');
  });

  it('what goes out is the one text, whole', async () => {
    const text = `${'灯'.repeat(71)}!`;
    await inbox.answer(text);
    await expect.poll(onTwilio).toEqual([text]);
  });

  it('a channel that cannot send is closed with the reason, a link for who can mend it, and opens when it is mended', async () => {
    twilio.provider.faults.push(faults.wrongKey);
    await inbox.answer('With a key that counts no more');
    const failing = page.getByText(/^“Our twilio-sms” cannot send right now: /);
    await failing.waitFor();
    expect(await inbox.field.getAttribute('readonly')).not.toBeNull();
    await page.getByRole('tab', { name: composer.note }).click();
    await inbox.noteField.fill('Notes still work.');
    await page.getByRole('button', { name: composer.addNote }).click();
    await inbox.message('Notes still work.').waitFor();
    await page.getByRole('tab', { name: composer.reply }).click();
    await failing.getByRole('link', { name: composer.channelLog }).click();
    await page.getByText(/^Not working since /).waitFor();
    const reconnect = en.settings.connecting.reconnect;
    await page.getByRole('button', { name: reconnect }).click();
    await page.getByRole('button', { name: reconnect }).waitFor({ state: 'detached' });
    await open('+14155550142');
    await inbox.answer('And now it goes.');
    await expect.poll(() => onTwilio().at(-1)).toBe('And now it goes.');
  });
});

describe('by Instagram', () => {
  /** Beside messages it is told what was read, and who is writing. */
  const onInstagram = () => gram.meta.asked('/messages').flatMap(({ message }) => message ?? []);

  beforeAll(async () => {
    await gram.meta.deliver(hook('instagram'), gram.message('By Instagram'));
    await open('By Instagram');
  });

  it('a thousand bytes are counted, not letters, and one too many never leaves', async () => {
    await inbox.field.fill('é'.repeat(501));
    await page.getByText(sending.bytesOver(2), { exact: true }).first().waitFor();
    await send().click();
    await said(sending.bytesOver(2)).first().waitFor();
    expect(onInstagram()).toEqual([]);
    await inbox.field.fill('é'.repeat(500));
    await page.getByText(sending.bytesLeft(0), { exact: true }).waitFor();
    await send().click();
    await expect.poll(onInstagram).toEqual([{ text: 'é'.repeat(500) }]);
  });

  it('a file it does not take is refused with the reason, before a byte is uploaded', async () => {
    const uploads: string[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/api/v1/attachments')) uploads.push(request.method());
    });
    const lay = (name: string, mimeType: string, size: number) =>
      page.locator('input[type=file]').setInputFiles({
        ...{ name, mimeType, buffer: Buffer.alloc(size, 'x') },
      });
    await lay('plan.txt', 'text/plain', 10);
    await page.getByText(composer.wrongType('plan.txt')).waitFor();
    await page.locator('input[type=file]').setInputFiles(await longBook());
    await page.getByText(/^book\.pdf is larger than /).waitFor();
    await lay('nothing.pdf', 'application/pdf', 0);
    await page.getByText(composer.empty('nothing.pdf')).waitFor();
    expect(uploads).toEqual([]);
    await lay('page.pdf', 'application/pdf', 10);
    await page.getByRole('button', { name: composer.removeFile('page.pdf') }).waitFor();
    await expect.poll(() => uploads).toEqual(['POST']);
    await page.getByRole('button', { name: composer.removeFile('page.pdf') }).click();
  });
});

describe('by WeChat', () => {
  it('the answers that are left are counted down, and then it is closed until they write again', async () => {
    const text = (content: string) =>
      weChat.deliver(hook('wechat'), weChat.message('oLampReader', 'text', { Content: content }));
    await text('By WeChat');
    await open('By WeChat');
    await left().getByText(sending.answersLeft(5)).waitFor();
    for (const more of [4, 3, 2, 1]) {
      await inbox.answer(`Before the last ${more}`);
      await left().getByText(sending.answersLeft(more)).waitFor();
    }
    await inbox.answer('The last');
    await page.getByText(sending.spent(false)).waitFor();
    expect(await inbox.field.getAttribute('readonly')).not.toBeNull();
    await expect.poll(() => weChat.said.length).toBe(5);
    await text('And again');
    await left().getByText(sending.answersLeft(5)).waitFor();
    expect(await inbox.field.getAttribute('readonly')).toBeNull();
  });
});

describe('by WhatsApp', () => {
  const sent = () => whatsApp.meta.asked('/messages').filter(({ status }) => status !== 'read');

  beforeAll(async () => {
    await whatsApp.meta.deliver(hook('whatsapp'), whatsApp.message('By WhatsApp'));
    await open('By WhatsApp');
  });

  it('one message of theirs is answered, and goes along as a quote', async () => {
    const first = whatsApp.comingId();
    await whatsApp.meta.deliver(hook('whatsapp'), whatsApp.message('Is it the *blue* one?'));
    await whatsApp.meta.deliver(hook('whatsapp'), whatsApp.message('And is it heavy?'));
    await inbox.message('And is it heavy?').waitFor();
    const row = inbox.log.getByRole('article').filter({ hasText: 'Is it the *blue* one?' });
    await row.hover();
    await row.getByRole('button', { name: letters.actions('Ana Ruiz') }).click();
    await page.getByRole('menuitem', { name: sending.quote }).click();
    await page.getByRole('button', { name: sending.noQuote }).waitFor();
    await page.locator('.composer').getByText('Is it the blue one?', { exact: true }).waitFor();
    await inbox.answer('The blue one, yes.');
    await expect.poll(() => sent().at(-1)?.['context']).toEqual({ message_id: first });
    await inbox.log
      .getByRole('article')
      .filter({ hasText: 'The blue one, yes.' })
      .getByTitle(letters.said.toQuoted('Ana Ruiz'))
      .getByText('Is it the blue one?', { exact: true })
      .waitFor();
    expect(await page.getByRole('button', { name: sending.noQuote }).count()).toBe(0);
    await inbox.answer('Not heavy.');
    await expect.poll(() => sent().at(-1)).toMatchObject({ text: { body: 'Not heavy.' } });
    expect(sent().at(-1)).not.toHaveProperty('context');
  });

  it('the window is counted down, and closes before the eyes of the agent', async () => {
    await expect.poll(() => left().innerText()).toMatch(/^Closes in 23 hr \d+ min, then templates/);
    await wroteAgo('whatsapp', 20.5 * HOUR_MS);
    await open('Not heavy.');
    await expect.poll(() => left().innerText()).toMatch(/^Closes in 3 hr (?:29|30) min, then/);
    await wroteAgo('whatsapp', 24 * HOUR_MS - 4_000);
    await open('Not heavy.');
    await left().waitFor();
    await page.getByText(sending.over(true)).waitFor({ timeout: 20_000 });
    expect(await inbox.field.getAttribute('readonly')).not.toBeNull();
  });

  it('then templates go: listed by the platform, seen before they are sent, and marked on the line', async () => {
    const asked = () => whatsApp.meta.provider.heard('/v25.0/').filter(isList).length;
    const isList = ({ path }: { path: string }) => path.includes('message_templates');
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: sending.templates }).click();
    const entry = (name: string) => dialog.getByRole('button', { name: new RegExp(`^${name} `) });
    await entry('order_ready').waitFor();
    expect(asked()).toBe(1);
    await dialog.getByRole('button', { name: sending.listAgain }).click();
    await expect.poll(asked).toBe(2);
    await dialog.getByText(sending.listedAt(en.common.justNow)).waitFor();
    for (const [name, state] of [
      ['sale', sending.states.pending],
      ['with_picture', sending.states.unsupported],
    ] as const) {
      await entry(name).getByText(state).waitFor();
      expect(await entry(name).getAttribute('aria-disabled')).toBe('true');
    }
    await entry('order_ready').click();
    await dialog.getByLabel(sending.place(1)).fill('1042');
    await dialog.getByText('Order 1042 is ready, {{2}}.').waitFor();
    await send().last().click();
    await dialog.getByText(en.common.required).waitFor();
    await dialog.getByLabel(sending.place(2)).fill('Ana');
    await dialog.getByText('Order 1042 is ready, Ana.').waitFor();
    await dialog.getByRole('button', { name: composer.send, exact: true }).click();
    await inbox.message('Order 1042 is ready, Ana.').waitFor();
    await inbox.log.getByText(sending.sentAs('order_ready')).waitFor();
    await expect
      .poll(() => sent().at(-1))
      .toMatchObject({
        type: 'template',
        template: { name: 'order_ready', language: { code: 'en_US' } },
      });
    expect(await inbox.field.getAttribute('readonly')).not.toBeNull();
  });

  it('and it is open again as soon as they write', async () => {
    await whatsApp.meta.deliver(hook('whatsapp'), whatsApp.message('Thank you!'));
    await expect.poll(() => left().innerText()).toMatch(/^Closes in 23 hr/);
    expect(await inbox.field.getAttribute('readonly')).toBeNull();
    await inbox.log.getByText(station.started('Our whatsapp')).waitFor();
  });
});
