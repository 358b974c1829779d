/** A Telegram bot from end to end: its people, its agents, and Telegram on good and bad days. */
import { text } from 'node:stream/consumers';
import type postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { adapter } from '../../adapters/telegram/adapter.ts';
import type { Message } from '../../server/wire/messages.ts';
import { faults, postTogether } from '../simulators/provider.ts';
import { ANA, refusal, Telegram } from '../simulators/telegram.ts';
import { ownerOf } from '../support/database.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { keptSecrets } from '../support/kept-secrets.ts';
import { Outlet } from '../support/outlet.ts';
import { type Agent, foundAs, inboxOf } from '../support/people.ts';
import { until } from '../support/until.ts';

const TOKEN = '700100200:AAE-token-of-the-bot-in-the-tests';

/** The smallest picture. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

let hub: TestHub;
let owner: postgres.Sql;
let ana: Agent;
let bot: Telegram;
let shop: Outlet;

beforeAll(async () => {
  hub = await startHub();
  owner = ownerOf(hub);
  ana = await foundAs(hub);
  bot = await Telegram.start(TOKEN);
  shop = await Outlet.connect(hub, ana, {
    adapter: 'telegram',
    settings: { token: TOKEN, apiUrl: bot.provider.url },
  });
  await adapter.connect?.(shop.webhookUrl, await settings(shop), tools());
});

beforeEach(() => {
  bot.provider.ledger.length = 0;
  bot.provider.faults.length = 0;
});

afterAll(async () => {
  await hub.close();
  await bot.stop();
  await owner.end();
});

/** A channel's settings as its adapter gets them. */
async function settings({ id }: Outlet) {
  const [row] = await owner<
    { secrets: Buffer; settings: Record<string, string>; workspace: string }[]
  >`
    select secrets, settings, workspace_id as workspace from channels where id = ${id}`;
  if (!row) throw new Error('there is no such channel');
  const place = { workspaceId: row.workspace, channelId: id };
  return { ...row.settings, ...hub.vault.open(row.secrets, place), channelId: id };
}

function tools() {
  const logged: string[] = [];
  return {
    logged,
    fetch,
    signal: AbortSignal.timeout(20_000),
    now: () => new Date(),
    resolve: async () => '127.0.0.1',
    secrets: keptSecrets(),
    log: (line: string, details = {}) => void logged.push(`${line} ${JSON.stringify(details)}`),
  };
}

/** Somebody writes. @returns their conversation */
async function hears(words: string, from = ANA): Promise<string> {
  const taken = await bot.deliver(bot.message({ text: words }, from), shop.webhookUrl);
  expect(taken.status).toBe(200);
  return shop.conversationOf(words);
}

const person = (id: number, first_name: string) => ({ ...ANA, id, first_name });

async function stored(): Promise<{ requests: number; messages: number }> {
  const [row] = await owner<{ requests: number; messages: number }[]>`
    select (select count(*)::int from ingress) as requests, (select count(*)::int from messages) as messages`;
  return row ?? { requests: 0, messages: 0 };
}

describe('connecting', () => {
  it('tells Telegram the address, a secret and the kinds of updates that are read', () => {
    expect(bot.webhook).toMatchObject({ url: shop.webhookUrl });
    expect(bot.webhook?.secret_token).toMatch(/^[\w-]{32,256}$/);
    expect(bot.webhook?.allowed_updates).toContain('message_reaction');
  });

  it('says in words that a token is wrong, without repeating it', async () => {
    const wrong = { ...(await settings(shop)), token: '700100200:AAE-another-token-of-nobody' };
    const refused = adapter.connect?.(shop.webhookUrl, wrong, tools());
    await expect(refused).rejects.toMatchObject({
      kind: 'unauthorized',
      reason: expect.not.stringContaining('AAE'),
    });
  });
});

describe('a message', () => {
  it('begins a conversation with who wrote it', async () => {
    const conversation = await hears('Is the blue lamp in stock?');
    const row = (await inboxOf(ana, 'all')).find(({ id }) => id === conversation);
    expect(row?.contact.name).toBe('Ana Ruiz');
  });

  it('that is repeated fifty times at once is one message', async () => {
    const repeated = bot.request(bot.message({ text: 'Fifty times' }));
    const answers = await postTogether(shop.webhookUrl, repeated, 50);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const said = await shop.messages(await shop.conversationOf('Fifty times'));
    expect(said.filter(({ text: words }) => words === 'Fifty times')).toHaveLength(1);
  }, 60_000);

  it('is refused and leaves nothing behind when its secret is not the channel’s', async () => {
    const update = bot.message({ text: 'Let me in' });
    const before = await stored();
    for (const secret of ['', 'x', `${bot.webhook?.secret_token}x`, TOKEN]) {
      expect((await bot.deliver(update, shop.webhookUrl, secret)).status).toBe(401);
    }
    expect(await stored()).toEqual(before);
    expect((await bot.deliver(update, shop.webhookUrl)).status).toBe(200);
    expect(await stored()).toEqual({
      requests: before.requests + 1,
      messages: before.messages + 1,
    });
  });

  it('of a kind nobody knows yet is shown as such, and answered with yes', async () => {
    const zoe = person(551230079, 'Zoe');
    const taken = await bot.deliver(bot.message({ hologram: {} }, zoe), shop.webhookUrl);
    expect(taken.status).toBe(200);
    const [row] = (await inboxOf(ana, 'all')).filter(({ contact }) => contact.name === 'Zoe Ruiz');
    const [said] = await shop.messages(row?.id ?? '');
    expect(said?.unsupported).toBe('something this version cannot show');
  });
});

it('an answer is changed and taken back there, and so it reads here', async () => {
  const conversation = await hears('When does it arrive?');
  const { id } = await shop.reply(conversation, 'On Monday');
  const said = async () => (await shop.messages(conversation)).find((one) => one.id === id);
  await until(async () => (await said())?.state === 'accepted');
  const path = `/api/v1/conversations/${conversation}/messages/${id}`;
  expect((await ana.call('PATCH', path, { text: 'On **Tuesday**' })).status).toBe(200);
  await until(async () => (await said())?.text === 'On **Tuesday**');
  expect(bot.did('editMessageText')).toMatchObject([{ chat_id: ANA.id, text: 'On Tuesday' }]);
  expect((await ana.call('DELETE', path)).status).toBe(200);
  await until(async () => typeof (await said())?.deletedAt === 'string');
  const [edited] = bot.did('editMessageText');
  const message_id = edited?.['message_id'];
  expect(bot.did('deleteMessage')).toEqual([{ chat_id: ANA.id, message_id }]);
});

it('somebody who writes is shown writing, for the five seconds Telegram shows it', async () => {
  const conversation = await hears('Are you still there?');
  for (const _ of [1, 2, 3]) await shop.writes(conversation);
  await until(() => bot.asked('sendChatAction').length > 0);
  expect(bot.asked('sendChatAction')).toEqual([{ chat_id: ANA.id, action: 'typing' }]);
});

describe('an answer', () => {
  it('goes to the chat it answers, once, with its formatting', async () => {
    const answer = await shop.reply(await hears('How many are there?'), 'Exactly **twelve**.');
    await shop.reaches(answer, 'accepted');
    expect(bot.asked('sendMessage')).toEqual([
      {
        chat_id: ANA.id,
        text: 'Exactly twelve.',
        entities: [{ type: 'bold', offset: 8, length: 6 }],
      },
    ]);
  });

  it('that Telegram puts off is sent when it may be', async () => {
    const conversation = await hears('Too fast for you?');
    const answer = refusal(429, 'Too Many Requests: retry after 1', 1);
    bot.provider.faults.push({ kind: 'answer', answer });
    await shop.reaches(await shop.reply(conversation, 'Slowly now'), 'accepted');
    expect(bot.provider.ledger.map(({ status }) => status)).toEqual([429, 200]);
  });

  it('of which nobody knows whether it arrived is left to a person', async () => {
    const conversation = await hears('Is the line good?', person(551230081, 'Ida'));
    bot.provider.faults.push(faults.reset);
    await shop.reaches(await shop.reply(conversation, 'Perhaps'), 'unknown');
    expect(bot.asked('sendMessage')).toHaveLength(1);
  });

  it('to somebody who blocked the bot fails and says so', async () => {
    const conversation = await hears('I will block you', person(551230082, 'Uma'));
    const answer = refusal(403, 'Forbidden: bot was blocked by the user');
    bot.provider.faults.push({ kind: 'answer', answer });
    const failed = await shop.reaches(await shop.reply(conversation, 'Please not'), 'failed');
    expect(failed.reason).toBe('They blocked the bot on Telegram. (Telegram 403)');
  });

  it('with a token that was revoked fails, and the channel says what is to be done', async () => {
    const conversation = await hears('Does your key work?', person(551230083, 'Kim'));
    bot.provider.faults.push({ kind: 'answer', answer: refusal(401, 'Unauthorized') });
    await shop.reaches(await shop.reply(conversation, 'It did'), 'failed');
    expect(await shop.failing()).toBe('Telegram no longer accepts the bot’s token.');
    const again = await hears('Messages come in all the same', person(551230084, 'Lou'));
    await shop.reaches(await shop.reply(again, 'And now it works'), 'accepted');
    expect(await shop.failing()).toBeNull();
  });
});

describe('beside the texts', () => {
  const mia = person(551230100, 'Mia');
  const chat = { ...mia, type: 'private' };

  it('an album is one conversation, in the order of its pictures, however they arrive', async () => {
    const may = person(551230078, 'May');
    const album = Array.from({ length: 20 }, (_, n) => {
      bot.files.set(`picture-${n}`, PIXEL);
      const photo = [{ file_id: `picture-${n}`, width: 1, height: 1, file_size: PIXEL.length }];
      return bot.message({ media_group_id: '1', caption: `Picture ${n}`, photo }, may);
    });
    const taken = await Promise.all(album.map((update) => bot.deliver(update, shop.webhookUrl)));
    expect(taken.every(({ status }) => status === 200)).toBe(true);
    const of = (await inboxOf(ana, 'all')).filter(({ contact }) => contact.name === 'May Ruiz');
    expect(of).toHaveLength(1);
    const said = () => shop.messages(of[0]?.id ?? '');
    const isHere = ({ attachments: [file] }: Message) => file?.state === 'ready';
    await until(async () => (await said()).every(isHere));
    expect((await said()).map(({ text }) => text)).toEqual(album.map((_, n) => `Picture ${n}`));
  });

  it('a photo is fetched and stands in its place', async () => {
    bot.files.set('photo-1', PIXEL);
    const sizes = [{ file_id: 'photo-1', width: 1, height: 1, file_size: PIXEL.length }];
    const update = bot.message({ photo: sizes, caption: 'My lamp' }, person(551230101, 'Noa'));
    expect((await bot.deliver(update, shop.webhookUrl)).status).toBe(200);
    const conversation = await shop.conversationOf('My lamp');
    const file = async () => (await shop.messages(conversation))[0]?.attachments[0];
    await until(async () => (await file())?.state === 'ready');
    expect(await file()).toMatchObject({ type: 'image/png', size: PIXEL.length });
  });

  it('edits, reactions and quotes find the message they are about', async () => {
    const conversation = await hears('Is the blue lamp here?', mia);
    const [first] = await shop.messages(conversation);
    const answer = await shop.reaches(await shop.reply(conversation, 'It is'), 'accepted');
    const [row] = await owner<{ theirs: string; ours: string }[]>`
      select (select external_id from messages where id = ${first?.id ?? ''}) as theirs,
        (select external_id from messages where id = ${answer.id}) as ours`;
    const numberOf = (externalId = '') => Number(externalId.split(':').at(-1));
    const date = Math.floor(Date.now() / 1000);
    const post = async (what: object) =>
      expect((await bot.deliver(bot.update(what), shop.webhookUrl)).status).toBe(200);
    await post({
      edited_message: {
        message_id: numberOf(row?.theirs),
        from: mia,
        chat,
        date,
        edit_date: date,
        text: 'Is the green lamp here?',
      },
    });
    await post({
      message_reaction: {
        chat,
        message_id: numberOf(row?.ours),
        user: mia,
        date,
        old_reaction: [],
        new_reaction: [{ type: 'emoji', emoji: '👍' }],
      },
    });
    const replied = { message_id: numberOf(row?.ours), chat, date, text: 'It is' };
    const thanks = bot.message({ text: 'Thank you', reply_to_message: replied }, mia);
    await bot.deliver(thanks, shop.webhookUrl);
    const [edited, ours, quoting] = await shop.messages(conversation);
    expect(edited?.text).toBe('Is the green lamp here?');
    expect(ours?.reactions).toEqual([{ by: 'contact', name: 'Mia Ruiz', emoji: '👍' }]);
    expect(quoting?.quotes?.id).toBe(answer.id);
  });

  it('somebody who blocks the bot is not written to until they let it in again', async () => {
    const eve = person(551230102, 'Eve');
    const conversation = await hears('Goodbye', eve);
    const change = (from: string, to: string) => ({
      my_chat_member: {
        chat: { ...eve, type: 'private' },
        from: eve,
        date: Math.floor(Date.now() / 1000),
        old_chat_member: { status: from },
        new_chat_member: { status: to },
      },
    });
    await bot.deliver(bot.update(change('member', 'kicked')), shop.webhookUrl);
    await expect(shop.reply(conversation, 'Wait')).rejects.toThrow('They blocked the bot.');
    await bot.deliver(bot.update(change('kicked', 'member')), shop.webhookUrl);
    await shop.reaches(await shop.reply(conversation, 'Welcome back'), 'accepted');
  });
});

describe('a file', () => {
  it('is opened by its id, and no error shows the token in its address', async () => {
    bot.files.set('voice-1', Buffer.from('a voice'));
    const given = await settings(shop);
    const file = await adapter.download?.('voice-1', given, tools());
    expect(file && (await text(file.body))).toBe('a voice');
    const lent = tools();
    const missing = await adapter.download?.('voice-2', given, lent).catch((error: Error) => error);
    expect(missing).toMatchObject({ kind: 'retry' });
    expect(`${missing} ${lent.logged}`).not.toContain(TOKEN);
  });
});

describe('polling', () => {
  it('fetches what waits, once, and says in words why it cannot', async () => {
    const own = await Telegram.start('700100299:AAE-token-of-the-bot-that-is-asked');
    own.webhook = { url: 'https://elsewhere.example' };
    own.queue(own.message({ text: 'Fetched' }, person(551230090, 'Pia')));
    const outlet = await Outlet.connect(hub, ana, {
      adapter: 'telegram',
      settings: { token: own.token, apiUrl: own.provider.url, receive: 'polling' },
    });
    await until(async () => (await outlet.channel()).fetching?.at !== null, 20_000);
    const conversation = await outlet.conversationOf('Fetched');
    expect(own.webhook).toBeNull();
    expect(await outlet.messages(conversation)).toHaveLength(1);
    expect(own.asked('getUpdates').at(-1)?.['offset']).toBeGreaterThan(700_000);
    own.webhook = { url: 'https://thief.example' };
    const problem = async () => (await outlet.channel()).fetching?.problem?.reason;
    await until(async () => (await problem()) !== undefined);
    expect(await problem()).toMatch(/Another program/);
    await until(async () => (await problem()) === undefined);
    await own.stop();
  });
});

// Last: what waits half a minute must not meet the faults of others.
describe('a platform that is down', () => {
  it('makes an answer wait, and nobody takes it for sent', async () => {
    const conversation = await hears('Are you there?');
    bot.provider.faults.push(faults.down);
    const answer = await shop.reply(conversation, 'Later, then');
    await until(() => bot.provider.ledger.some(({ status }) => status === 503));
    expect((await shop.current(answer)).state).not.toBe('accepted');
    // Others are not held up.
    const otto = await hears('And I?', person(551230080, 'Otto'));
    await shop.reaches(await shop.reply(otto, 'You are next'), 'accepted');
  });
});
