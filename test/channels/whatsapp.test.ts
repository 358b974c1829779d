/** A number of the Cloud API from end to end, with the platform on good days and bad ones. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adapter } from '../../adapters/whatsapp/adapter.ts';
import { graphError } from '../simulators/meta.ts';
import { faults } from '../simulators/provider.ts';
import { ACCOUNT, ANA, APP, NUMBER, WhatsApp } from '../simulators/whatsapp.ts';
import { keptSecrets } from '../support/kept-secrets.ts';
import { describeMetaChannel, Stage, VERIFY_TOKEN } from '../support/meta-channel.ts';
import { until } from '../support/until.ts';

let stage: Stage<WhatsApp>;
let api: WhatsApp;

beforeAll(async () => {
  const ids = { phoneNumberId: NUMBER, accountId: ACCOUNT };
  stage = await Stage.set('whatsapp', ids, () => WhatsApp.start());
  api = stage.platform;
});

afterAll(() => stage.close());

describeMetaChannel(() => stage);

const settings = () => ({
  channelId: stage.outlet.id,
  phoneNumberId: NUMBER,
  accountId: ACCOUNT,
  businessId: '',
  accessToken: APP.token,
  appSecret: APP.secret,
  verifyToken: VERIFY_TOKEN,
  apiVersion: 'v25.0',
  apiUrl: api.meta.provider.url,
});

const tools = {
  fetch,
  signal: AbortSignal.timeout(600_000),
  now: () => new Date(),
  resolve: async () => '127.0.0.1',
  secrets: keptSecrets(),
  log: () => {},
};

/** A state is told whenever it may come; what is there in the end is waited for. */
const told = async (id: string, ...statuses: string[]) => {
  for (const status of statuses) await stage.deliver(api.status(id, status));
};

describe('a webhook', () => {
  it('of three entries, four changes each, five messages and a status in each gives all of them', async () => {
    const conversation = await stage.hears('A great many');
    const { id, message } = await stage.says(conversation, 'How many?');
    const entry = [0, 1, 2].map((at) => ({
      id: ACCOUNT,
      changes: [0, 1, 2, 3].flatMap((change) => [
        api.said([0, 1, 2, 3, 4].map((part) => api.text(`Part ${at}.${change}.${part}`))),
        api.change('messages', {
          statuses: [{ id, status: 'delivered', timestamp: '1795690800' }],
        }),
      ]),
    }));
    const before = (await stage.rows()).messages;
    await stage.deliver({ object: 'whatsapp_business_account', entry });
    expect((await stage.rows()).messages).toBe(before + 60);
    const texts = (await stage.outlet.messages(conversation)).map(({ text }) => text);
    expect(texts.slice(-60)).toEqual(
      [0, 1, 2].flatMap((at) =>
        [0, 1, 2, 3].flatMap((change) =>
          [0, 1, 2, 3, 4].map((part) => `Part ${at}.${change}.${part}`),
        ),
      ),
    );
    expect((await stage.outlet.current(message)).state).toBe('delivered');
  });

  it('for another number of the same app changes nothing here', async () => {
    const before = (await stage.rows()).messages;
    const { userId, phone } = ANA;
    const messages = [{ from: phone, from_user_id: userId, ...api.text('For somebody else') }];
    await stage.deliver(api.envelope(api.change('messages', { messages }, '106540352299999')));
    expect((await stage.rows()).messages).toBe(before);
  });

  it('of one person in a new number leads to the same contact', async () => {
    const bo = { phone: null, userId: 'US.1349120865530002', name: 'Bo' };
    await stage.deliver(api.message('Bo is here', bo));
    const system = { type: 'user_changed_user_id', user_id: 'US.1349120865530003', body: 'New' };
    const changed = { ...api.item('system', system), from_user_id: bo.userId };
    await stage.deliver(api.envelope(api.change('messages', { messages: [changed] })));
    const again = { ...bo, userId: 'US.1349120865530003' };
    await stage.deliver(api.message('Bo is back', again));
    const people = await stage.owner<{ contact: string }[]>`
      select distinct contact_id as contact from identities where kind = 'whatsapp-user'
        and value in (${bo.userId}, ${again.userId})`;
    expect(people).toHaveLength(1);
  });
});

describe('statuses', () => {
  const orders = [
    ['sent', 'delivered', 'read'],
    ['read', 'delivered', 'sent'],
    ['delivered', 'read', 'delivered', 'failed'],
    ['read', 'read', 'failed', 'sent'],
  ];

  it.each(orders)('%s, %s, %s … end as read', async (...statuses) => {
    const conversation = await stage.hears(`In the order ${statuses.join()}`);
    const { id, message } = await stage.says(conversation, 'Read me');
    await told(id, ...statuses);
    expect((await stage.outlet.current(message)).state).toBe('read');
  });

  it('that come before the answer to the send count when it is there', async () => {
    const conversation = await stage.hears('Quick!');
    const id = api.comingId();
    api.meta.provider.faults.push(faults.slow(400));
    const message = await stage.outlet.reply(conversation, 'As quick as that');
    await told(id, 'read', 'delivered');
    await stage.outlet.reaches(message, 'read');
  });

  it('find what we sent when the answer to it was lost, by our own id', async () => {
    const conversation = await stage.hears('Was the line cut?');
    api.meta.provider.faults.push(faults.reset);
    const message = await stage.outlet.reply(conversation, 'It was');
    await stage.outlet.reaches(message, 'unknown');
    const sent = { biz_opaque_callback_data: message.id };
    const others = { biz_opaque_callback_data: 'of another program' };
    await stage.deliver(api.status('wamid.THEIRS', 'delivered', others));
    expect((await stage.outlet.current(message)).state).toBe('unknown');
    await stage.deliver(api.status('wamid.LOST1', 'delivered', sent));
    expect((await stage.outlet.current(message)).state).toBe('delivered');
    await stage.deliver(api.status('wamid.LOST1', 'read'));
    expect((await stage.outlet.current(message)).state).toBe('read');
  });

  it('that come while it is sent tell that it arrived, though its answer is lost then', async () => {
    const conversation = await stage.hears('Will the line be cut?');
    api.meta.provider.faults.push(faults.lateReset(600));
    const before = stage.calls('It will be');
    const message = await stage.outlet.reply(conversation, 'It will be');
    await until(() => stage.calls('It will be') > before);
    const sent = { biz_opaque_callback_data: message.id };
    await stage.deliver(api.status('wamid.LOST2', 'delivered', sent));
    expect((await stage.outlet.current(message)).state).not.toBe('delivered');
    await stage.outlet.reaches(message, 'delivered');
    expect(stage.calls('It will be')).toBe(1);
  });

  it('of a failure say why', async () => {
    const conversation = await stage.hears('Too late?');
    const { id, message } = await stage.says(conversation, 'Much');
    await stage.deliver(api.status(id, 'failed', { errors: [{ code: 131047, title: 'Late' }] }));
    expect(await stage.outlet.current(message)).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('only an approved template'),
    });
  });
});

describe('what is sent', () => {
  it('carries our id, goes to the business-scoped one, and is refused after a day', async () => {
    const conversation = await stage.hears('Where does it go?');
    const { message } = await stage.says(conversation, 'To you');
    expect(api.meta.asked('/messages')).toContainEqual({
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      recipient: ANA.userId,
      type: 'text',
      text: { body: 'To you', preview_url: true },
      biz_opaque_callback_data: message.id,
    });
    api.meta.provider.faults.push({ kind: 'answer', answer: graphError(131047) });
    const late = await stage.outlet.reply(conversation, 'Too late');
    const failed = await stage.outlet.reaches(late, 'failed');
    expect(failed.reason).toContain('more than 24 hours ago');
  });

  it('can be a reaction, a read mark, or that somebody is typing', async () => {
    const to = { kind: 'whatsapp-user', scope: ACCOUNT, value: ANA.userId };
    const said = { externalId: 'wamid.theirs', thread: ANA.userId, to };
    await adapter.react?.(said, '👍', settings(), tools);
    await adapter.react?.(said, null, settings(), tools);
    await adapter.markRead?.(said, settings(), tools);
    await adapter.typing?.(ANA.userId, settings(), tools, 'wamid.theirs');
    const read = { messaging_product: 'whatsapp', status: 'read', message_id: 'wamid.theirs' };
    expect(api.meta.asked('/messages')).toEqual([
      expect.objectContaining({ reaction: { message_id: 'wamid.theirs', emoji: '👍' } }),
      expect.objectContaining({ reaction: { message_id: 'wamid.theirs', emoji: '' } }),
      read,
      { ...read, typing_indicator: { type: 'text' } },
    ]);
  });
});

describe('the account', () => {
  it('sends its webhooks to the channel once it is connected', async () => {
    await adapter.connect?.(stage.outlet.webhookUrl, settings(), tools);
    expect(api.subscription).toEqual({
      override_callback_uri: stage.outlet.webhookUrl,
      verify_token: VERIFY_TOKEN,
    });
    const foreign = { ...settings(), phoneNumberId: '106540352299999' };
    const refused = adapter.connect?.(stage.outlet.webhookUrl, foreign, tools);
    await expect(refused).rejects.toMatchObject({ kind: 'rejected' });
    const keyless = { ...settings(), accessToken: 'EAA-token-of-somebody' };
    const locked = adapter.connect?.(stage.outlet.webhookUrl, keyless, tools);
    await expect(locked).rejects.toMatchObject({ kind: 'unauthorized', code: '190' });
  });

  it('lists its templates, and which of them can be used', async () => {
    expect(await adapter.templates?.(settings(), tools)).toEqual([
      {
        name: 'order_ready',
        language: 'en_US',
        text: 'Order {{1}} is ready, {{2}}.',
        state: 'approved',
      },
      { name: 'sale', language: 'en_US', text: 'Sale!', state: 'pending', marketing: true },
      {
        ...{ name: 'with_picture', language: 'en_US', text: 'Look', state: 'unsupported' },
        marketing: true,
      },
    ]);
  });

  it('hands out files in two steps, when they are there', async () => {
    api.media.set('media-1', null);
    const opened = () => adapter.download?.('media-1', settings(), tools);
    await expect(opened()).rejects.toMatchObject({ kind: 'retry', code: 'HTTP 404' });
    api.media.set('media-1', 'the bytes');
    const file = await opened();
    expect(await new Response(file?.body).text()).toBe('the bytes');
    const elsewhere = graphError(0);
    elsewhere.status = 200;
    elsewhere.body = { url: 'https://files.example/steal-the-token' };
    api.meta.provider.faults.push({ kind: 'answer', answer: elsewhere });
    await expect(opened()).rejects.toMatchObject({ kind: 'rejected' });
  });
});
