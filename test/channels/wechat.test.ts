/** A WeChat account from end to end: its people, its agents, and WeChat on good and bad days. */
import type postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { adapter } from '../../adapters/wechat/adapter.ts';
import { seal, unseal } from '../../adapters/wechat/seal.ts';
import { readXml } from '../../adapters/wechat/xml.ts';
import { faults, post, postTogether } from '../simulators/provider.ts';
import { code, WeChat } from '../simulators/wechat.ts';
import { ownerOf } from '../support/database.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { keptSecrets } from '../support/kept-secrets.ts';
import { Outlet } from '../support/outlet.ts';
import { type Agent, foundAs } from '../support/people.ts';
import { until } from '../support/until.ts';

const ACCOUNT = {
  appId: 'wx00112233445566aa',
  appSecret: 'the app secret of the lamp shop',
  token: 'lampShopToken',
  encodingAesKey: 'LampShopKeyLampShopKeyLampShopKeyLampShopKA',
};

/** A picture of one pixel. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

let hub: TestHub;
let owner: postgres.Sql;
let wechat: WeChat;
let ana: Agent;
let shop: Outlet;
let people = 0;

beforeAll(async () => {
  hub = await startHub();
  owner = ownerOf(hub);
  wechat = await WeChat.start(ACCOUNT);
  ana = await foundAs(hub);
  const settings = { ...ACCOUNT, apiUrl: wechat.provider.url };
  shop = await Outlet.connect(hub, ana, { adapter: 'wechat', settings });
});

beforeEach(() => {
  wechat.provider.ledger.length = 0;
  wechat.provider.faults.length = 0;
  wechat.said.length = 0;
});

afterAll(async () => {
  await hub.close();
  await wechat.stop();
  await owner.end();
});

const somebody = () => `oLamp${String(++people).padStart(23, '0')}`;
const textOf = (from: string, text: string) => wechat.message(from, 'text', { Content: text });

/** Somebody writes. @returns their conversation */
async function hears(text: string, from = somebody()): Promise<string> {
  const taken = await wechat.deliver(shop.webhookUrl, textOf(from, text));
  // Anything else, and people read that the service is out of order.
  expect(taken).toMatchObject({ status: 200, body: 'success' });
  return shop.conversationOf(text);
}

/** Posts a request as it stands. */
const hand = ({ query, ...request }: ReturnType<WeChat['request']>) =>
  post(`${shop.webhookUrl}?${query}`, request);

async function stored(): Promise<{ requests: number; messages: number }> {
  const [row] = await owner<{ requests: number; messages: number }[]>`
    select (select count(*)::int from ingress) as requests, (select count(*)::int from messages) as messages`;
  return row ?? { requests: 0, messages: 0 };
}

const lent = () => ({
  fetch,
  signal: AbortSignal.timeout(20_000),
  now: () => new Date(),
  resolve: async () => '127.0.0.1',
  secrets: keptSecrets(),
  log: () => {},
});

describe('the published test vectors of WXBizMsgCrypt', () => {
  const token = '123456';
  const key = 'kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR';
  const appId = 'wx49f0ab532d5d035a';
  const echo =
    '4ByGGj+sVCYcvGeQYhaKIk1o0pQRNbRjxybjTGblXrBaXlTXeOo1+bXFXDQQb1o6co6Yh9Bv41n7hOchLF6p+Q==';
  const message =
    'RgqEoJj5A4EMYlLvWO1F86ioRjZfaex/gePD0gOXTxpsq5Yj4GNglrBb8I2BAJVODGajiFnXBu7mCPatfjsu6IHCrsTyeDXzF6Bv283dGymzxh6ydJRvZsryDyZbLTE7rhnus50qGPMfp2wASFlzEgMW9z1ef/RD8XzaFYgm7iTdaXpXaG4+BiYyolBug/gYNx410cvkKR2/nPwBiT+P4hIiOAQqGp/TywZBtDh1yCF2KOd0gpiMZ5jSw3e29mTvmUHzkVQiMS6td7vXUaWOMZnYZlF3So2SjHnwh4jYFxdgpkHHqIrH/54SNdshoQgWYEvccTKe7FS709/5t6NMxuGhcUGAPOQipvWTT4dShyqio7mlsl5noTrb++x6En749zCpQVhDpbV6GDnTbcX2e8K9QaNWHp91eBdCRxthuL0=';

  it('are sealed as published', () => {
    expect(seal(token, '1411443780', '437374425', echo)).toBe(
      'dd6b9c95b495b3f7e2901bfbc76c664930ffdb96',
    );
    expect(seal(token, '1411525903', '461056294', message)).toBe(
      '74d92dfeb87ba7c714f89d98870ae5eb62dff26d',
    );
    expect(seal(token, '1411443780', '437374424', echo)).not.toMatch(/^dd6b9c95/);
  });

  it('are opened as published, and by no other key', () => {
    const opened = unseal(message, key);
    expect(opened?.appId).toBe(appId);
    const fields = readXml(opened?.content ?? new Uint8Array());
    expect(fields.get('Content')).toBe('test');
    expect(fields.get('FromUserName')).toBe('messense');
    expect(unseal(echo, key)?.appId).toBe(appId);
    const other = key.replace('k', 'K');
    expect(unseal(message, other)?.appId).not.toBe(appId);
  });
});

describe('connecting', () => {
  const settings = () => ({ ...ACCOUNT, channelId: shop.id, apiUrl: wechat.provider.url });

  it('answers the try of the console, and nobody without the token', async () => {
    const right = await wechat.shakeHands(shop.webhookUrl, '5921083714405938271');
    expect(right.status).toBe(200);
    expect(await right.text()).toBe('5921083714405938271');
    const wrong = await wechat.shakeHands(shop.webhookUrl, '5921083714405938271', 'another');
    expect(wrong.status).toBe(403);
    expect(await wrong.text()).not.toContain('5921083714405938271');
  });

  it('tells a wrong secret from an address that is not on the list, and which one that is', async () => {
    await adapter.connect?.(shop.webhookUrl, settings(), lent());
    const wrong = { ...settings(), appSecret: 'the secret of somebody else' };
    const refused = adapter.connect?.(shop.webhookUrl, wrong, lent());
    await expect(refused).rejects.toMatchObject({ kind: 'unauthorized', code: '40125' });
    wechat.listed = false;
    const unlisted = adapter.connect?.(shop.webhookUrl, wrong, lent());
    await expect(unlisted).rejects.toThrow(/IP白名单\): 203\.0\.113\.7/);
    wechat.listed = true;
  });

  it('never hands one account’s access to somebody who only knows its AppID', async () => {
    const thief = { ...settings(), appSecret: 'guessed' };
    await adapter.connect?.(shop.webhookUrl, settings(), lent());
    await expect(adapter.typing?.('oLamp', thief, lent())).rejects.toMatchObject({ code: '40125' });
  });

  it('finds the address that WeChat has', async () => {
    const findings = await adapter.examine?.(settings(), lent());
    expect(findings?.map(({ state }) => state)).toEqual(['good', 'good']);
    expect(findings?.[1]?.text).toContain('203.0.113.9');
  });
});

describe('a message', () => {
  it('that is repeated fifty times at once is one message', async () => {
    const { query, ...request } = wechat.request(textOf(somebody(), 'Fifty times'));
    const answers = await postTogether(`${shop.webhookUrl}?${query}`, request, 50);
    expect(new Set(answers.map(({ body }) => body))).toEqual(new Set(['success']));
    const said = await shop.messages(await shop.conversationOf('Fifty times'));
    expect(said.map(({ text }) => text)).toEqual(['Fifty times']);
  });

  it('is refused and leaves nothing behind unless WeChat sealed it for this account, just now', async () => {
    const xml = textOf(somebody(), 'Let me in');
    const right = wechat.request(xml);
    const other = wechat.request(textOf(somebody(), 'Let us in'));
    const before = await stored();
    const wrong = [
      wechat.plainRequest(xml),
      wechat.request(xml, { token: 'another' }),
      wechat.request(xml, { appId: 'wx00112233445566bb' }),
      wechat.request(xml, { secondsOld: 3600 }),
      { ...right, body: other.body },
      { ...right, query: '' },
    ];
    for (const request of wrong) expect((await hand(request)).status).toBe(401);
    expect(await stored()).toEqual(before);
    expect((await hand(right)).status).toBe(200);
    expect((await stored()).messages).toBe(before.messages + 1);
  });

  it('brings its picture', async () => {
    const from = somebody();
    const conversation = await hears('A picture follows', from);
    wechat.files.set('media-in-1', PIXEL);
    const picture = wechat.message(from, 'image', { PicUrl: '', MediaId: 'media-in-1' });
    await wechat.deliver(shop.webhookUrl, picture);
    const file = async () => (await shop.messages(conversation)).at(-1)?.attachments[0];
    await until(async () => (await file())?.state === 'ready', 20_000);
    expect(await file()).toMatchObject({ type: 'image/png', size: PIXEL.length });
  });
});

describe('an answer', () => {
  it('goes to who wrote, once, in letters WeChat does not have to unescape', async () => {
    const from = somebody();
    const conversation = await hears('还有多少？', from);
    await shop.reaches(await shop.reply(conversation, '还有十二个。'), 'accepted');
    const text = { content: '还有十二个。' };
    expect(wechat.said).toEqual([{ touser: from, msgtype: 'text', text }]);
    const [call] = wechat.provider.heard('/cgi-bin/message/custom/send');
    expect(call?.body.toString()).toContain('还有十二个。');
  });

  it('gets a new access token when somebody had it renewed', async () => {
    const conversation = await hears('Is your token good?');
    wechat.renew();
    await shop.reaches(await shop.reply(conversation, 'It is again'), 'accepted');
    expect(wechat.said).toHaveLength(1);
  });

  it('beyond five, or after 48 hours, is told to be too late', async () => {
    const from = somebody();
    const conversation = await hears('I ask once', from);
    wechat.silent.add(from);
    const failed = await shop.reaches(await shop.reply(conversation, 'Too late'), 'failed');
    expect(failed.reason).toMatch(/^The 48 hours to answer are over/);
    wechat.silent.delete(from);
    await hears('I ask again', from);
    for (let sent = 0; sent < 5; sent += 1) {
      await shop.reaches(await shop.reply(conversation, `Answer ${sent + 1}`), 'accepted');
    }
    // Refused at once where the product counts, by WeChat where it does not.
    const sixth = shop.reply(conversation, 'Answer 6').then((it) => shop.reaches(it, 'failed'));
    const outcome = await sixth.then(
      ({ reason }) => reason,
      (error: Error) => error.message,
    );
    expect(outcome).toMatch(/answers/);
    expect(wechat.said).toHaveLength(5);
  });

  it('is not given to somebody who unfollowed, until they follow again', async () => {
    const from = somebody();
    const conversation = await hears('I will go', from);
    const event = (Event: string) => wechat.xml(from, 'event', { Event, EventKey: '' });
    await wechat.deliver(shop.webhookUrl, event('unsubscribe'));
    await expect(shop.reply(conversation, 'Please stay')).rejects.toThrow(/Unfollowed/);
    expect(wechat.said).toEqual([]);
    await wechat.deliver(shop.webhookUrl, event('subscribe'));
    await shop.reaches(await shop.reply(conversation, 'Welcome back'), 'accepted');
  });

  it('that the account may not give fails, and the channel says so until it works again', async () => {
    const first = await hears('Are you verified?');
    wechat.provider.faults.push({ kind: 'answer', answer: code(48001, 'api unauthorized') });
    await shop.reaches(await shop.reply(first, 'We are not'), 'failed');
    expect(await shop.failing()).toMatch(/Only verified accounts/);
    const second = await hears('Messages come in all the same');
    await shop.reaches(await shop.reply(second, 'And now we are'), 'accepted');
    expect(await shop.failing()).toBeNull();
  });

  it('of which nobody knows whether it arrived is left to a person', async () => {
    const conversation = await hears('Is the line good?');
    wechat.provider.faults.push(faults.reset);
    await shop.reaches(await shop.reply(conversation, 'Perhaps'), 'unknown');
    expect(wechat.said).toHaveLength(1);
  });
});

// Last: what waits half a minute must not meet the faults of others.
describe('a platform that is busy', () => {
  it('makes an answer wait, and nobody takes it for sent', async () => {
    const conversation = await hears('Are you there?');
    wechat.provider.faults.push({ kind: 'answer', answer: code(45011, 'minute quota') });
    const waiting = await shop.reply(conversation, 'Later, then');
    await until(() => wechat.provider.ledger.length > 0);
    expect((await shop.current(waiting)).state).not.toBe('accepted');
    expect(wechat.said).toEqual([]);
  });
});
