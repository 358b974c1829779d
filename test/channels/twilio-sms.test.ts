/** A number at Twilio from end to end: its people, its agents, and Twilio on good and bad days. */
import type postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { adapter } from '../../adapters/twilio-sms/adapter.ts';
import { faults, post, postTogether } from '../simulators/provider.ts';
import { refusal, SERVICE, SHOP, Twilio } from '../simulators/twilio-sms.ts';
import { ownerOf } from '../support/database.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { keptSecrets } from '../support/kept-secrets.ts';
import { Outlet } from '../support/outlet.ts';
import { type Agent, foundAs, inboxOf } from '../support/people.ts';
import { until } from '../support/until.ts';

const ACCOUNT = {
  accountSid: 'AC0123456789abcdef0123456789abcdef',
  authToken: '5f1d0c2b7a8e4f3d9c6b5a4e3d2c1b0a',
};

/** A picture of one pixel. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

let hub: TestHub;
let owner: postgres.Sql;
let twilio: Twilio;
let ana: Agent;
let shop: Outlet;
/** Where Twilio posts to, and the address it was told, which is the one it signs. */
let door: { url: string; told: string };
let people = 0;

beforeAll(async () => {
  hub = await startHub();
  owner = ownerOf(hub);
  ana = await foundAs(hub);
  twilio = await Twilio.start(ACCOUNT);
  const settings = { ...ACCOUNT, sender: SHOP, apiUrl: twilio.provider.url };
  shop = await Outlet.connect(hub, ana, { adapter: 'twilio-sms', settings });
  door = { url: shop.webhookUrl, told: (await shop.channel()).webhookUrl };
});

beforeEach(() => {
  twilio.provider.ledger.length = 0;
  twilio.provider.faults.length = 0;
  twilio.said.length = 0;
});

afterAll(async () => {
  await hub.close();
  await twilio.stop();
  await owner.end();
});

const somebody = () => `+1415555${String(++people).padStart(4, '0')}`;

async function hears(text: string, from = somebody()): Promise<string> {
  const taken = await twilio.deliver(door, twilio.message(from, { Body: text }));
  expect(taken.status).toBe(200);
  return shop.conversationOf(text);
}

async function stored(): Promise<{ requests: number; messages: number }> {
  const [row] = await owner<{ requests: number; messages: number }[]>`
    select (select count(*)::int from ingress) as requests, (select count(*)::int from messages) as messages`;
  return row ?? { requests: 0, messages: 0 };
}

describe('what Twilio signs', () => {
  it('is understood as Twilio itself publishes it', async () => {
    // twilio.com/docs/usage/security, and every one of its libraries.
    const body = new URLSearchParams({
      ...{ CallSid: 'CA1234567890ABCDE', Caller: '+14158675309', Digits: '1234' },
      ...{ From: '+14158675309', To: '+18005551212' },
    });
    const given = (signature: string) => ({
      method: 'POST',
      url: '/myapp.php?foo=1&bar=2',
      headers: { 'x-twilio-signature': signature },
      body: new TextEncoder().encode(body.toString()),
    });
    const settings = {
      channelId: 'published',
      authToken: '12345',
      webhookUrl: 'https://mycompany.com/myapp.php',
    };
    const judged = (signature: string) => adapter.verify(given(signature), settings, new Date());
    expect(await judged('RSOYDt4T1cUTdK1PDd93/VVr8B8=')).toBe(true);
    expect(await judged('RSOYDt4T1cUTdK1PDd93/VVr8B9=')).toBe(false);
  });

  it('is refused, and leaves nothing behind, when anything about it is wrong', async () => {
    const form = twilio.message(somebody(), { Body: 'Let me in' });
    const good = twilio.request(door.told, form);
    const before = await stored();
    const wrong = [
      { ...good, body: String(good.body).replace('Let+me+in', 'Let+us+in') },
      twilio.request(door.told, form, 'the token of another account'),
      twilio.request(door.told.replace(shop.id, '00000000-0000-4000-8000-000000000000'), form),
      { ...good, headers: {} },
    ];
    for (const request of wrong) expect((await post(door.url, request)).status).toBe(401);
    expect(await stored()).toEqual(before);
    expect((await post(door.url, good)).status).toBe(200);
    expect((await stored()).messages).toBe(before.messages + 1);
  });
});

describe('a message', () => {
  it('is thanked for in the XML that Twilio reads', async () => {
    const taken = await twilio.deliver(door, twilio.message(somebody(), { Body: 'Any XML?' }));
    expect(taken.type).toMatch(/^text\/xml/);
    expect(taken.body).toBe('<Response/>');
  });

  it('that is repeated fifty times at once is one message', async () => {
    const form = twilio.message(somebody(), { Body: 'Fifty times' });
    const answers = await postTogether(door.url, twilio.request(door.told, form), 50);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const said = await shop.messages(await shop.conversationOf('Fifty times'));
    expect(said.map(({ text }) => text)).toEqual(['Fifty times']);
  });

  it('by text and one by WhatsApp are of one person, if of one number', async () => {
    const from = somebody();
    await hears('By text', from);
    const more = { Body: 'By WhatsApp', To: `whatsapp:${SHOP}`, ProfileName: 'Ana' };
    await twilio.deliver(door, twilio.message(`whatsapp:${from}`, more));
    const found = (await inboxOf(ana, 'all')).filter(({ preview }) => /^By /.test(preview ?? ''));
    expect(new Set(found.map(({ contact }) => contact.id)).size).toBe(1);
  });

  it('brings its picture from where Twilio sends us, without taking the key there', async () => {
    const media = twilio.next('ME');
    twilio.files.set(media, PIXEL);
    const picture = {
      NumMedia: '1',
      MediaUrl0: twilio.mediaUrl(media),
      MediaContentType0: 'image/png',
    };
    await twilio.deliver(door, twilio.message(somebody(), { Body: 'A pixel', ...picture }));
    const conversation = await shop.conversationOf('A pixel');
    const file = async () => (await shop.messages(conversation)).at(-1)?.attachments[0];
    await until(async () => (await file())?.state === 'ready', 20_000);
    expect(await file()).toMatchObject({ type: 'image/png', size: PIXEL.length });
    expect(twilio.provider.heard('/').at(-1)?.headers['authorization']).toMatch(/^Basic /);
    expect(twilio.storage.ledger.map(({ headers }) => headers['authorization'])).toEqual([
      undefined,
    ]);
  });

  it('that says STOP keeps us from answering until one says START', async () => {
    const from = somebody();
    const conversation = await hears('I may want to be left alone', from);
    await twilio.deliver(door, twilio.message(from, { Body: 'Stop.' }));
    await expect(shop.reply(conversation, 'Really?')).rejects.toThrow(/They wrote “Stop\.”/);
    expect(twilio.said).toEqual([]);
    await twilio.deliver(door, twilio.message(from, { Body: 'START' }));
    await shop.reaches(await shop.reply(conversation, 'Welcome back'), 'accepted');
    expect(twilio.said).toHaveLength(1);
  });
});

describe('an answer', () => {
  it('goes once, from the number they wrote to', async () => {
    const from = somebody();
    const conversation = await hears('How many are there?', from);
    await shop.reaches(await shop.reply(conversation, 'Exactly twelve.'), 'accepted');
    const [said, ...others] = twilio.said.map(({ form }) => Object.fromEntries(form));
    expect(said).toEqual({ To: from, From: SHOP, Body: 'Exactly twelve.' });
    expect(others).toEqual([]);
  });

  it.each([
    ['delivered', 'read', 'failed'],
    ['read', 'delivered', 'sent'],
    ['read', 'failed', 'delivered'],
  ])('ends as read when Twilio says %s, %s, %s, each twice', async (...statuses) => {
    const conversation = await hears(`Did it go ${statuses.join(' ')}?`);
    const sent = await shop.reaches(await shop.reply(conversation, 'It did'), 'accepted');
    const sid = twilio.said[0]?.sid ?? '';
    for (const status of statuses.flatMap((one) => [one, one])) {
      await twilio.deliver(door, twilio.status(sid, status));
    }
    expect((await shop.current(sent)).state).toBe('read');
  });

  it('is delivered even if Twilio tells so before it has answered', async () => {
    const conversation = await hears('Are you quick?');
    twilio.provider.faults.push(faults.slow(700));
    const answer = await shop.reply(conversation, 'Very');
    await until(() => twilio.said.length === 1);
    await twilio.deliver(door, twilio.status(twilio.said[0]?.sid ?? '', 'delivered'));
    await shop.reaches(answer, 'delivered');
  });

  it.each([
    [21610, /asked not to be written to.*21610/],
    [30007, /held the message back.*30007/],
    [63016, /only a template can be sent.*63016/],
  ])('refused with %i fails in words', async (code, words) => {
    const conversation = await hears(`Will it be ${code}?`);
    twilio.provider.faults.push(refusal(code));
    const failed = await shop.reaches(await shop.reply(conversation, 'No'), 'failed');
    expect(failed.reason).toMatch(words);
    expect(twilio.provider.heard('/')).toHaveLength(1);
  });

  it('refused because they said STOP to Twilio is the last one, until they say START', async () => {
    const from = somebody();
    const conversation = await hears('Twilio knows what I want', from);
    twilio.provider.faults.push(refusal(21610));
    await shop.reaches(await shop.reply(conversation, 'Do we?'), 'failed');
    await expect(shop.reply(conversation, 'Really?')).rejects.toThrow(/asked not to be written to/);
    expect(twilio.said).toEqual([]);
    await twilio.deliver(door, twilio.message(from, { Body: 'START' }));
    await shop.reaches(await shop.reply(conversation, 'Welcome back'), 'accepted');
  });

  it('whose line was cut is left for a person to decide, and not said twice', async () => {
    const conversation = await hears('Is the line good?');
    twilio.provider.faults.push(faults.reset);
    await shop.reaches(await shop.reply(conversation, 'It was not'), 'unknown');
    expect(twilio.provider.heard('/')).toHaveLength(1);
  });

  it('with a key that counts no more fails, and the channel says so until it works again', async () => {
    const first = await hears('Does your key work?');
    twilio.provider.faults.push(faults.wrongKey);
    await shop.reaches(await shop.reply(first, 'It did'), 'failed');
    expect(await shop.failing()).toMatch(/no longer accepts our key/);
    const second = await hears('Messages come in all the same');
    await shop.reaches(await shop.reply(second, 'And now it works'), 'accepted');
    expect(await shop.failing()).toBeNull();
  });
});

describe('connecting', () => {
  const settings = (more: Record<string, string> = {}) => {
    return { ...ACCOUNT, channelId: shop.id, sender: SHOP, apiUrl: twilio.provider.url, ...more };
  };
  const tools = {
    fetch,
    signal: AbortSignal.timeout(600_000),
    now: () => new Date(),
    resolve: async () => '127.0.0.1',
    secrets: keptSecrets(),
    log: () => {},
  };
  const connect = (url: string, more: Record<string, string> = {}) =>
    adapter.connect?.(url, settings(more), tools);

  it('tells Twilio where messages go, and to try again', async () => {
    await connect('https://hub.example/channels/1/webhook');
    expect(twilio.smsUrl).toBe('https://hub.example/channels/1/webhook#rc=5&rp=all');
  });

  it('tells a messaging service the same', async () => {
    await connect('https://hub.example/channels/2/webhook', { sender: SERVICE });
    expect(twilio.smsUrl).toBe('https://hub.example/channels/2/webhook#rc=5&rp=all');
  });

  it('brings the templates there are', async () => {
    expect(await adapter.templates?.(settings(), tools)).toEqual([
      {
        name: `greeting (HX${'7'.repeat(32)})`,
        language: 'en',
        text: 'Hello {{1}}!',
        state: 'approved',
      },
    ]);
  });

  it('says when the key is wrong', async () => {
    const wrong = connect('https://hub.example/', { authToken: 'wrong' });
    await expect(wrong).rejects.toMatchObject({ kind: 'unauthorized' });
  });
});

// Last: what waits must not meet the faults of others.
describe('Twilio down, or asking for patience', () => {
  it('makes an answer wait, and nobody takes it for sent', async () => {
    twilio.provider.faults.push(faults.busy(30));
    const first = await hears('Are you there?');
    const waiting = await shop.reply(first, 'Later, then');
    await until(() => twilio.provider.ledger.length === 1);
    const second = await hears('Do I have to wait?');
    await shop.reaches(await shop.reply(second, 'You do not'), 'accepted');
    expect((await shop.current(waiting)).state).not.toBe('accepted');
    expect(twilio.said).toHaveLength(1);
  });
});
