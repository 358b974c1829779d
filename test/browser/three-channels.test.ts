/** One customer writes by WhatsApp, then by SMS, then in the chat: made one, answered where it suits, taken apart. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../inbox-ui/words/en/catalogue.ts';
import type { Channel } from '../../server/wire/channels.ts';
import type { Contact, ContactSummary } from '../../server/wire/contacts.ts';
import type { OwnConversation } from '../../server/wire/conversations.ts';
import type { Message } from '../../server/wire/messages.ts';
import type { SendingLine } from '../../server/wire/sending.ts';
import { later } from '../../widget/words/later/en.ts';
import { SHOP, Twilio } from '../simulators/twilio-sms.ts';
import { ACCOUNT, APP, NUMBER, ANA as RUIZ, WhatsApp } from '../simulators/whatsapp.ts';
import { VERIFY_TOKEN } from '../support/meta-channel.ts';
import { connectAt, type Remote } from '../support/remote.ts';
import { Inbox, Widget } from '../support/screens.ts';
import { Stage } from '../support/stage.ts';

const { contacts, inbox: said } = en;
const KEYS = { accountSid: `AC${'1'.repeat(32)}`, authToken: 'the token of the pretended Twilio' };
const PHONE = '+14155550199';

const BY_WHATSAPP = 'Is the blue lamp in stock?';
const BY_SMS = 'It is me again, with the lamp.';
const BY_CHAT = 'Nobody there? I asked about the lamp.';
const ANSWER = 'It is. Shall we put it aside for you?';

let stage: Stage;
let ana: Remote;
let page: Page;
let inbox: Inbox;
let whatsApp: WhatsApp;
let twilio: Twilio;
let widget: Widget;
let number: Channel;
let texts: Channel;

beforeAll(async () => {
  stage = await Stage.open({ ALLOWED_NETWORKS: '127.0.0.0/8' });
  [whatsApp, twilio] = [await WhatsApp.start(), await Twilio.start(KEYS)];
  ana = await stage.ana();
  const { token: accessToken, secret: appSecret } = APP;
  const ids = { phoneNumberId: NUMBER, accountId: ACCOUNT, verifyToken: VERIFY_TOKEN };
  const apiUrl = whatsApp.meta.provider.url;
  number = await connectAt(ana, {
    adapter: 'whatsapp',
    name: 'Shop number',
    settings: { ...ids, accessToken, appSecret, apiUrl },
  });
  texts = await connectAt(ana, {
    adapter: 'twilio-sms',
    name: 'Shop texts',
    settings: { ...KEYS, sender: SHOP, apiUrl: twilio.provider.url },
  });
  page = await stage.window({ as: ana });
  inbox = new Inbox(page);
});
afterAll(async () => {
  await stage.close();
  await whatsApp.stop();
  await twilio.stop();
});

const read = <Body>(path: string) => ana.get<Body>(`/api/v1/${path}`);
const talks = async () =>
  (await read<{ data: OwnConversation[] }>('conversations?view=all&limit=200')).data;
const saidIn = async (id: string) =>
  (await read<{ data: Message[] }>(`conversations/${id}/messages?limit=200`)).data;

/** The conversation in which somebody said this, whoever owns it by now. */
async function talkOf(text: string): Promise<OwnConversation> {
  for (const talk of await talks()) {
    if ((await saidIn(talk.id)).some((message) => message.text === text)) return talk;
  }
  throw new Error(`nobody said “${text}”`);
}

const oneWay = ({ threadId, channel, to }: SendingLine) => `${threadId} ${channel.name} ${to}`;

/** Whose is what, as the API tells it: people and their addresses, conversations and the threads each can answer on. */
async function picture() {
  const { data: known } = await read<{ data: ContactSummary[] }>('contacts?limit=200');
  const people = await Promise.all(known.map(({ id }) => read<Contact>(`contacts/${id}`)));
  const ways = (await talks()).map(async ({ id, number: order, contact, channel, status }) => {
    const { data } = await read<{ data: SendingLine[] }>(`conversations/${id}/sending`);
    return { id, order, contact, channel, status, ways: data.map(oneWay).sort() };
  });
  return {
    people: people.map((one) => ({
      ...one,
      conversations: one.conversations.map(({ id }) => id).sort(),
    })),
    talks: (await Promise.all(ways)).sort((a, b) => a.order - b.order),
  };
}

/** Every message of a conversation, with the thread it belongs to. */
async function words(): Promise<Record<string, Message[]>> {
  const ids = (await talks()).map(({ id }) => id).sort();
  return Object.fromEntries(await Promise.all(ids.map(async (id) => [id, await saidIn(id)])));
}

/** Which words stand in which conversation, and by which thread they came or went. */
const placed = (all: Record<string, Message[]>) =>
  Object.entries(all).map(([id, said]) => [
    id,
    said.map(({ text, threadId }) => ({ text, threadId })),
  ]);

const dialog = () => page.getByRole('dialog');

/** On the page of the customer, says that somebody else in the list is the same person. */
async function mergeWith(other: string): Promise<void> {
  await page.getByRole('button', { name: contacts.merge, exact: true }).click();
  await dialog().getByLabel(contacts.mergeSearch).first().fill(other);
  await dialog().getByRole('listitem').getByRole('button').first().click();
  await dialog().getByText(contacts.mergeLead(other, RUIZ.name)).waitFor();
  await dialog().getByRole('button', { name: contacts.merge, exact: true }).click();
  await dialog().waitFor({ state: 'detached' });
}

const namesOf = async () => (await picture()).people.map(({ name }) => name);
/** What each platform was asked to say. */
const onWhatsApp = () =>
  whatsApp.meta.asked('/messages').flatMap(({ text }) => (text as { body: string })?.body ?? []);
const isTyping = (asked: Record<string, unknown>) => 'typing_indicator' in asked;
const typingWords = later.typing.replace('{name}', 'ana');
const onTwilio = () => twilio.said.map(({ form }) => form.get('Body'));

describe('one customer on three channels', () => {
  let before: Awaited<ReturnType<typeof picture>>;
  let wordsBefore: Record<string, Message[]>;
  let chatId: string;

  it('is three contacts with a conversation each at first', async () => {
    await whatsApp.meta.deliver(number.webhookUrl, whatsApp.message(BY_WHATSAPP));
    await inbox.goto();
    await inbox.row(BY_WHATSAPP).waitFor();
    await twilio.deliver({ url: texts.webhookUrl }, twilio.message(PHONE, { Body: BY_SMS }));
    await inbox.row(BY_SMS).waitFor();
    const visitor = await stage.window();
    await visitor.goto('/demo');
    widget = new Widget(visitor);
    await widget.open();
    await widget.write(BY_CHAT);
    await inbox.row(BY_CHAT).waitFor();
    before = await picture();
    wordsBefore = await words();
    expect(before.people).toHaveLength(3);
    expect(before.talks.map(({ ways }) => ways.length)).toEqual([1, 1, 1]);
    chatId = (await talkOf(BY_CHAT)).id;
  });

  it('is made one by an agent, with all their addresses and conversations', async () => {
    const theirs = await Promise.all([BY_WHATSAPP, BY_SMS, BY_CHAT].map(talkOf));
    const [kept, texter, visitor] = theirs.map(({ contact }) => contact);
    await page.goto(`/contacts/${kept?.id}`);
    for (const other of [texter, visitor]) await mergeWith(other?.name ?? '');
    await expect.poll(namesOf).toEqual([RUIZ.name]);
    const merged = await picture();
    expect(merged).not.toEqual(before);
    expect(merged.people[0]?.conversations).toHaveLength(3);
    expect(merged.talks.map(({ ways }) => ways.length)).toEqual([3, 3, 3]);
  });

  it('is answered in the chat’s conversation, but by the channel that was chosen, and by no other', async () => {
    await inbox.goto('all');
    await inbox.open(BY_CHAT);
    await page.getByRole('button', { name: said.sending.way }).click();
    await page.getByRole('menuitemradio', { name: number.name }).click();
    // That somebody is writing is seen there, too, and nowhere else.
    await inbox.field.pressSequentially('It');
    await expect.poll(() => whatsApp.meta.asked('/messages').map(isTyping)).toContain(true);
    expect(await widget.log.textContent()).not.toContain(typingWords);
    await inbox.answer(ANSWER);
    await inbox.message(ANSWER).waitFor();
    await inbox.log.getByText(said.station.channel(number.name)).waitFor();
    await expect.poll(onWhatsApp).toEqual([ANSWER]);
    const sent = async () => (await saidIn(chatId)).find(({ text }) => text === ANSWER);
    // The platform has it a moment before its yes is written down.
    await expect.poll(sent).toMatchObject({ channelId: number.id, state: 'accepted' });
    // Whatever was going to come had the time in which the answer was told to the agent, too.
    await inbox.log.getByText(said.state.accepted, { exact: true }).waitFor();
    expect(onTwilio()).toEqual([]);
    expect(await widget.log.textContent()).toContain(BY_CHAT);
    expect(await widget.log.textContent()).not.toContain(ANSWER);
  });

  it('who answers there goes on in the same conversation, and its agent sees it', async () => {
    await whatsApp.meta.deliver(number.webhookUrl, whatsApp.message('Yes please, until Friday.'));
    await inbox.message('Yes please, until Friday.').waitFor();
    expect((await talkOf('Yes please, until Friday.')).id).toBe(chatId);
  });

  it('is three again when it is taken back: people, addresses, conversations and threads as they were', async () => {
    const told = placed(await words());
    await page.goto(`/contacts/${(await talkOf(BY_CHAT)).contact.id}`);
    const apart = page.getByRole('button', { name: contacts.unmerge });
    await expect.poll(() => apart.count()).toBe(2);
    await apart.first().click();
    await expect.poll(() => apart.count()).toBe(1);
    await apart.first().click();
    await expect.poll(() => apart.count()).toBe(0);
    expect(await picture()).toEqual(before);
    const now = await words();
    // What was said before is as it was, by the same people; what was said since stays where it was read.
    expect(placed(now)).toEqual(told);
    for (const [id, messages] of Object.entries(wordsBefore)) {
      expect(now[id]?.slice(0, messages.length)).toEqual(messages);
    }
  });

  it('and each goes on where it was', async () => {
    await whatsApp.meta.deliver(number.webhookUrl, whatsApp.message('By WhatsApp again.'));
    await twilio.deliver(
      { url: texts.webhookUrl },
      twilio.message(PHONE, { Body: 'By SMS again.' }),
    );
    await widget.write('In the chat again.');
    const pairs: [string, string][] = [
      ['By WhatsApp again.', BY_WHATSAPP],
      ['By SMS again.', BY_SMS],
      ['In the chat again.', BY_CHAT],
    ];
    for (const [again, first] of pairs) {
      await expect.poll(async () => (await talkOf(again)).id).toBe((await talkOf(first)).id);
    }
    expect(await namesOf()).toEqual(before.people.map(({ name }) => name));
  });
});
