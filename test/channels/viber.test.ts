/** A Viber bot from end to end: its people, its agents, receipts, and Viber on good and bad days. */
import type postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { adapter } from '../../adapters/viber/adapter.ts';
import { faults, postTogether } from '../simulators/provider.ts';
import { ANA, status, Viber } from '../simulators/viber.ts';
import { ownerOf } from '../support/database.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { keptSecrets } from '../support/kept-secrets.ts';
import { Outlet } from '../support/outlet.ts';
import { type Agent, foundAs } from '../support/people.ts';
import { until } from '../support/until.ts';
import { uploadAs } from '../support/workspace.ts';

const TOKEN = '4453b6ac1245ff20-b6c9a10a90d4cc21-11a7e6f0aa5c9e01';
const NAME = 'Lamp Shop';

/** A picture of one pixel. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

let hub: TestHub;
let owner: postgres.Sql;
let bot: Viber;
let ana: Agent;
let shop: Outlet;

beforeAll(async () => {
  hub = await startHub();
  owner = ownerOf(hub);
  bot = await Viber.start(TOKEN);
  const settings = { token: TOKEN, senderName: NAME, apiUrl: bot.provider.url };
  ana = await foundAs(hub);
  shop = await Outlet.connect(hub, ana, { adapter: 'viber', settings });
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

/** Somebody writes. @returns their conversation */
async function hears(words: string, from = ANA): Promise<string> {
  const taken = await bot.deliver(bot.message(words, from), shop.webhookUrl);
  expect(taken.status).toBe(200);
  return shop.conversationOf(words);
}

const person = (id: string, name: string) => ({ ...ANA, id, name });

async function stored(): Promise<{ requests: number; messages: number }> {
  const [row] = await owner<{ requests: number; messages: number }[]>`
    select (select count(*)::int from ingress) as requests, (select count(*)::int from messages) as messages`;
  return row ?? { requests: 0, messages: 0 };
}

/** An answer that Viber has taken, and the token it has there. */
async function sent(conversation: string, words: string) {
  const message = await shop.reaches(await shop.reply(conversation, words), 'accepted');
  const [row] = await owner<{ token: string }[]>`
    select external_id as token from messages where id = ${message.id}`;
  return { message, token: row?.token ?? '' };
}

describe('connecting', () => {
  const connect = (url: string, token = TOKEN) =>
    adapter.connect?.(
      url,
      { channelId: shop.id, token, apiUrl: bot.provider.url },
      {
        fetch,
        signal: AbortSignal.timeout(20_000),
        now: () => new Date(),
        resolve: async () => '127.0.0.1',
        secrets: keptSecrets(),
        log: () => {},
      },
    );

  it('takes Viber’s try of the address, which comes before its answer', async () => {
    const before = await stored();
    await connect(shop.webhookUrl);
    expect(bot.webhook).toBe(shop.webhookUrl);
    expect(await stored()).toEqual({ ...before, requests: before.requests + 1 });
  });

  it('says in words that the address or the token is wrong', async () => {
    const nowhere = shop.webhookUrl.replace(shop.id, '00000000-0000-4000-8000-000000000000');
    await expect(connect(nowhere)).rejects.toMatchObject({ kind: 'rejected', code: 'Viber 1' });
    const refused = connect(shop.webhookUrl, 'another-token-of-nobody-at-all');
    await expect(refused).rejects.toMatchObject({ kind: 'unauthorized', code: 'Viber 2' });
  });
});

describe('a message', () => {
  it('that is repeated fifty times at once is one message', async () => {
    const answers = await postTogether(
      shop.webhookUrl,
      bot.request(bot.message('Fifty times')),
      50,
    );
    expect(new Set(answers.map(({ status: code }) => code))).toEqual(new Set([200]));
    const said = await shop.messages(await shop.conversationOf('Fifty times'));
    expect(said.filter(({ text }) => text === 'Fifty times')).toHaveLength(1);
  }, 60_000);

  it('is another one than its neighbour, whose token differs in the last of 64 bits', async () => {
    const [first, second] = [bot.message('First'), bot.message('Second')];
    const rounded = [first, second].map((body) => JSON.parse(body).message_token);
    expect(rounded[0]).toBe(rounded[1]);
    for (const body of [first, second]) await bot.deliver(body, shop.webhookUrl);
    const said = await shop.messages(await shop.conversationOf('Second'));
    expect(said.slice(-2).map(({ text }) => text)).toEqual(['First', 'Second']);
  });

  it('is refused and leaves nothing behind when it is not signed with the channel’s token', async () => {
    const body = bot.message('Let me in');
    const before = await stored();
    const altered = { ...bot.request(body), body: body.replace('Let me in', 'Let us in') };
    const forged = [bot.request(body, 'x'), bot.request(body, `${TOKEN}x`), altered];
    for (const request of [...forged, { headers: {}, body }]) {
      const [taken] = await postTogether(shop.webhookUrl, request, 1);
      expect(taken?.status).toBe(401);
    }
    expect(await stored()).toEqual(before);
    expect((await bot.deliver(body, shop.webhookUrl)).status).toBe(200);
    expect(await stored()).toEqual({
      requests: before.requests + 1,
      messages: before.messages + 1,
    });
  });
});

describe('an answer', () => {
  it('goes to who wrote, once, under the name of the shop', async () => {
    const conversation = await hears('How many are there?', person('id-of-may==', 'May'));
    const { token } = await sent(conversation, 'Exactly twelve.');
    expect(token).toMatch(/^57413118035717\d{5}$/);
    expect(bot.said()).toEqual([
      {
        receiver: 'id-of-may==',
        min_api_version: 1,
        sender: { name: NAME },
        type: 'text',
        text: 'Exactly twelve.',
      },
    ]);
  });

  it('can be a picture, at an address that says so and gives it to whoever has it', async () => {
    const conversation = await hears('What does it look like?', person('id-of-amy==', 'Amy'));
    const picture = await uploadAs(ana, '/api/v1/attachments', 'a blue lamp.png', PIXEL);
    const sending = shop.reply(conversation, 'Like this', { attachments: [picture] });
    await shop.reaches(await sending, 'accepted');
    const [said] = bot.said();
    expect(said).toMatchObject({ type: 'picture', text: 'Like this' });
    const media = String(said?.['media']);
    expect(media).toMatch(/^http:\/\/localhost:3000\/inline\/[\w.-]+\/a_blue_lamp\.png$/);
    const fetched = await fetch(media.replace('http://localhost:3000', hub.url));
    expect(fetched.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await fetched.arrayBuffer())).toEqual(PIXEL);
    const forged = media
      .replace(/\/inline\/./, '/inline/0')
      .replace('http://localhost:3000', hub.url);
    expect((await fetch(forged)).status).toBe(404);
  });

  it('to somebody who left the bot fails and says so', async () => {
    const conversation = await hears('I will leave', person('id-of-uma==', 'Uma'));
    bot.gone.add('id-of-uma==');
    const failed = await shop.reaches(await shop.reply(conversation, 'Please stay'), 'failed');
    expect(failed.reason).toMatch(/^They are not subscribed to the bot.* \(Viber 6\)$/);
  });

  it('with a token that counts no more fails, and the channel says so until it works again', async () => {
    const conversation = await hears('Does your key work?', person('id-of-kim==', 'Kim'));
    bot.provider.faults.push({ kind: 'answer', answer: status(2, 'invalidAuthToken') });
    await shop.reaches(await shop.reply(conversation, 'It did'), 'failed');
    expect(await shop.failing()).toBe('Viber does not accept the token.');
    const lou = await hears('Messages come in all the same', person('id-of-lou==', 'Lou'));
    await sent(lou, 'And now it works');
    expect(await shop.failing()).toBeNull();
  });

  it('of which nobody knows whether it arrived is left to a person', async () => {
    const conversation = await hears('Is the line good?', person('id-of-ida==', 'Ida'));
    bot.provider.faults.push(faults.reset);
    await shop.reaches(await shop.reply(conversation, 'Perhaps'), 'unknown');
    expect(bot.said()).toHaveLength(1);
  });
});

describe('receipts', () => {
  const kinds = ['failed', 'delivered', 'seen'] as const;
  const orders = (left: readonly (typeof kinds)[number][]): (typeof kinds)[number][][] =>
    left.length === 0
      ? [[]]
      : left.flatMap((one) =>
          orders(left.filter((other) => other !== one)).map((rest) => [one, ...rest]),
        );

  it('in every order, each twice, end in the same state', async () => {
    const conversation = await hears('Did you get it?', person('id-of-zoe==', 'Zoe'));
    const all = orders(kinds);
    expect(all).toHaveLength(6);
    const answers = await Promise.all(all.map((order) => sent(conversation, order.join(', '))));
    await Promise.all(
      answers.map(async ({ message, token }, n) => {
        for (const kind of [...(all[n] ?? []), ...(all[n] ?? [])]) {
          const taken = await bot.deliver(bot.receipt(kind, token), shop.webhookUrl);
          expect(taken.status).toBe(200);
        }
        expect((await shop.current(message)).state).toBe('read');
      }),
    );
  }, 60_000);

  it('of a failure alone say why', async () => {
    const conversation = await hears('Is it on?', person('id-of-pia==', 'Pia'));
    const { message, token } = await sent(conversation, 'It should be');
    await bot.deliver(bot.receipt('failed', token), shop.webhookUrl);
    const failed = await shop.current(message);
    expect(failed).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('Viber could not deliver it: The device is off'),
    });
  });
});

// Last: what waits half a minute must not meet the faults of others.
describe('a platform that is down or asks for patience', () => {
  it('makes an answer wait, and nobody takes it for sent', async () => {
    const [otto, eva] = [person('id-of-otto=', 'Otto'), person('id-of-eva==', 'Eva')];
    const first = await hears('Are you there?', otto);
    const second = await hears('And I?', eva);
    for (const [conversation, answer] of [
      [first, status(12, 'tooManyRequests')],
      [second, faults.down.answer],
    ] as const) {
      bot.provider.faults.push({ kind: 'answer', answer });
      const before = bot.said().length;
      const waiting = await shop.reply(conversation, 'Later, then');
      await until(() => bot.said().length > before);
      expect((await shop.current(waiting)).state).not.toBe('accepted');
    }
    const max = await hears('Do I have to wait?', person('id-of-max==', 'Max'));
    await sent(max, 'You do not');
  });
});
