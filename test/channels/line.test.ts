/** A LINE account from end to end: its people, its agents, and LINE on good and bad days. */
import type postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { adapter } from '../../adapters/line/adapter.ts';
import { Line, person } from '../simulators/line.ts';
import { faults, postTogether } from '../simulators/provider.ts';
import { ownerOf } from '../support/database.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { keptSecrets } from '../support/kept-secrets.ts';
import { Outlet } from '../support/outlet.ts';
import { type Agent, foundAs } from '../support/people.ts';
import { until } from '../support/until.ts';

const KEYS = {
  channelSecret: 'the secret of the lamp shop at LINE',
  channelAccessToken: 'the access token of the lamp shop',
};

/** A picture of one pixel. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

let hub: TestHub;
let owner: postgres.Sql;
let line: Line;
let ana: Agent;
let shop: Outlet;
let people = 0;

beforeAll(async () => {
  hub = await startHub();
  owner = ownerOf(hub);
  line = await Line.start(KEYS);
  ana = await foundAs(hub);
  const settings = { ...KEYS, apiUrl: line.provider.url };
  shop = await Outlet.connect(hub, ana, { adapter: 'line', settings });
});

beforeEach(() => {
  line.provider.ledger.length = 0;
  line.provider.faults.length = 0;
  line.said.length = 0;
});

afterAll(async () => {
  await hub.close();
  await line.stop();
  await owner.end();
});

const somebody = () => person(++people);

/** Somebody writes. @returns their conversation */
async function hears(text: string, from = somebody()): Promise<string> {
  const taken = await line.deliver(shop.webhookUrl, line.message(from, { text }));
  expect(taken.status).toBe(200);
  return shop.conversationOf(text);
}

async function stored(): Promise<{ requests: number; messages: number }> {
  const [row] = await owner<{ requests: number; messages: number }[]>`
    select (select count(*)::int from ingress) as requests, (select count(*)::int from messages) as messages`;
  return row ?? { requests: 0, messages: 0 };
}

describe('connecting', () => {
  const connect = (url: string, token = KEYS.channelAccessToken) =>
    adapter.connect?.(
      url,
      { ...KEYS, channelId: shop.id, channelAccessToken: token, apiUrl: line.provider.url },
      {
        fetch,
        signal: AbortSignal.timeout(20_000),
        now: () => new Date(),
        resolve: async () => '127.0.0.1',
        secrets: keptSecrets(),
        log: () => {},
      },
    );

  it('points LINE at us and takes its try, a request without events', async () => {
    await connect(shop.webhookUrl);
    expect(line.webhook).toBe(shop.webhookUrl);
    expect(line.provider.heard('/v2/bot/channel/webhook/test')).toHaveLength(1);
  });

  it('says in words what is wrong', async () => {
    const nowhere = shop.webhookUrl.replace(shop.id, '00000000-0000-4000-8000-000000000000');
    await expect(connect(nowhere)).rejects.toThrow(/the answer was an error/);
    await expect(connect(shop.webhookUrl, 'x')).rejects.toMatchObject({ kind: 'unauthorized' });
    line.active = false;
    await expect(connect(shop.webhookUrl)).rejects.toThrow(/switch “Use webhook” on/);
    line.active = true;
  });
});

it('shows its animation to whom an agent writes, while one does', async () => {
  const to = somebody();
  const text = 'Are you still there?';
  await line.deliver(shop.webhookUrl, line.message(to, { text }));
  const conversation = await shop.conversationOf(text);
  const shown = () => line.provider.heard('/v2/bot/chat/loading/start');
  const before = shown().length;
  for (const _ of [1, 2, 3]) await shop.writes(conversation);
  await until(() => shown().length > before);
  const bodies = shown().map(({ body }) => JSON.parse(body.toString()) as object);
  expect(bodies.slice(before)).toEqual([{ chatId: to, loadingSeconds: 10 }]);
});

describe('a message', () => {
  it('that is repeated fifty times at once is one message', async () => {
    const request = line.request([line.message(somebody(), { text: 'Fifty times' })]);
    const answers = await postTogether(shop.webhookUrl, request, 50);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const said = await shop.messages(await shop.conversationOf('Fifty times'));
    expect(said.map(({ text }) => text)).toEqual(['Fifty times']);
  });

  it('comes with all its neighbours in a batch, in order', async () => {
    const from = somebody();
    const texts = Array.from({ length: 20 }, (_, index) => `Line ${index + 1} of 20`);
    const events = texts.map((text) => line.message(from, { text }));
    expect((await line.deliver(shop.webhookUrl, ...events)).status).toBe(200);
    const said = await shop.messages(await shop.conversationOf('Line 20 of 20'));
    expect(said.map(({ text }) => text)).toEqual(texts);
  });

  it('is refused and leaves nothing behind when it is not signed with the channel’s secret', async () => {
    const events = [line.message(somebody(), { text: 'Let me in' })];
    const request = line.request(events);
    const before = await stored();
    const altered = { ...request, body: request.body.replace('Let me in', 'Let us in') };
    const foreign = line.request(events, 'the secret of another channel');
    for (const wrong of [altered, foreign, { headers: {}, body: request.body }]) {
      const [taken] = await postTogether(shop.webhookUrl, wrong, 1);
      expect(taken?.status).toBe(401);
    }
    expect(await stored()).toEqual(before);
    const [taken] = await postTogether(shop.webhookUrl, request, 1);
    expect(taken?.status).toBe(200);
    expect((await stored()).messages).toBe(before.messages + 1);
  });

  it('brings its picture, also one that LINE was still preparing', async () => {
    const from = somebody();
    const conversation = await hears('A picture follows', from);
    const id = line.next('58500000');
    line.files.set(id, null);
    const picture = { id, type: 'image', contentProvider: { type: 'line' } };
    await line.deliver(shop.webhookUrl, line.message(from, picture));
    const file = async () => (await shop.messages(conversation)).at(-1)?.attachments[0];
    await until(() => line.provider.ledger.some(({ status }) => status === 202));
    expect((await file())?.state).toBe('pending');
    line.files.set(id, PIXEL);
    await until(async () => (await file())?.state === 'ready', 20_000);
    expect(await file()).toMatchObject({ type: 'image/png', size: PIXEL.length });
  });

  it('that is unsent says no more what it said', async () => {
    const from = somebody();
    const conversation = await hears('Take this back', from);
    const id = line.next('58500000');
    await line.deliver(shop.webhookUrl, line.message(from, { id, text: 'A slip' }));
    expect((await shop.messages(conversation)).at(-1)?.text).toBe('A slip');
    await line.deliver(shop.webhookUrl, line.event('unsend', from, { unsend: { messageId: id } }));
    expect((await shop.messages(conversation)).map(({ text }) => text)).not.toContain('A slip');
  });
});

describe('an answer', () => {
  it('goes to who wrote, once', async () => {
    const from = somebody();
    const conversation = await hears('How many are there?', from);
    await shop.reaches(await shop.reply(conversation, 'Exactly twelve.'), 'accepted');
    expect(line.said).toEqual([
      { to: from, messages: [{ type: 'text', text: 'Exactly twelve.' }] },
    ]);
  });

  it('whose line was cut is tried again by its key, and said once', async () => {
    const conversation = await hears('Is the line good?');
    line.provider.faults.push(faults.reset);
    await shop.reaches(await shop.reply(conversation, 'It was not'), 'accepted');
    const tries = line.provider.heard('/v2/bot/message/push');
    expect(tries.map(({ status }) => status)).toEqual([0, 409]);
    expect(new Set(tries.map(({ headers }) => headers['x-line-retry-key'])).size).toBe(1);
    expect(line.said).toHaveLength(1);
  });

  it('beyond the month’s messages fails with those words', async () => {
    const conversation = await hears('Is there one left?');
    const body = { message: 'You have reached your monthly limit.' };
    line.provider.faults.push({ kind: 'answer', answer: { status: 429, body } });
    const failed = await shop.reaches(await shop.reply(conversation, 'No'), 'failed');
    expect(failed.reason).toMatch(/^The messages of this month are used up/);
  });

  it('with a token that counts no more fails, and the channel says so until it works again', async () => {
    const first = await hears('Does your token work?');
    line.provider.faults.push(faults.wrongKey);
    await shop.reaches(await shop.reply(first, 'It did'), 'failed');
    expect(await shop.failing()).toMatch(/no longer accepts our key/);
    const second = await hears('Messages come in all the same');
    await shop.reaches(await shop.reply(second, 'And now it works'), 'accepted');
    expect(await shop.failing()).toBeNull();
  });

  it('is not given to somebody who blocked us, until they unblock us', async () => {
    const from = somebody();
    const conversation = await hears('I will block you', from);
    await line.deliver(shop.webhookUrl, line.event('unfollow', from));
    await expect(shop.reply(conversation, 'Please stay')).rejects.toThrow(/Blocked us in LINE/);
    expect(line.said).toEqual([]);
    const back = line.event('follow', from, { follow: { isUnblocked: true } });
    await line.deliver(shop.webhookUrl, back);
    await shop.reaches(await shop.reply(conversation, 'Welcome back'), 'accepted');
  });
});

// Last: what waits half a minute must not meet the faults of others.
describe('a platform that is down or asks for patience', () => {
  it('makes an answer wait, and nobody takes it for sent', async () => {
    for (const fault of [faults.down, faults.busy(30)]) {
      const conversation = await hears(`Are you there, ${people}?`);
      line.provider.faults.push(fault);
      const before = line.provider.ledger.length;
      const waiting = await shop.reply(conversation, 'Later, then');
      await until(() => line.provider.ledger.length > before);
      expect((await shop.current(waiting)).state).not.toBe('accepted');
    }
    const conversation = await hears('Do I have to wait?');
    await shop.reaches(await shop.reply(conversation, 'You do not'), 'accepted');
    expect(line.said).toHaveLength(1);
  });
});
