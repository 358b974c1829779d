/** An Instagram account from end to end, with the platform on good days and bad ones. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adapter } from '../../adapters/instagram/adapter.ts';
import { ACCOUNT, APP, startInstagram } from '../simulators/instagram.ts';
import { type Messaging, PERSON } from '../simulators/meta.ts';
import { keptSecrets } from '../support/kept-secrets.ts';
import { describeMetaChannel, Stage, VERIFY_TOKEN } from '../support/meta-channel.ts';

let stage: Stage<Messaging>;
let account: Messaging;

beforeAll(async () => {
  stage = await Stage.set('instagram', { accountId: ACCOUNT }, startInstagram);
  account = stage.platform;
});

afterAll(() => stage.close());

describeMetaChannel(() => stage);

const settings = () => ({
  channelId: stage.outlet.id,
  accountId: ACCOUNT,
  appId: '',
  humanAgent: 'off',
  accessToken: APP.token,
  appSecret: APP.secret,
  verifyToken: VERIFY_TOKEN,
  apiVersion: 'v25.0',
  apiUrl: account.meta.provider.url,
});

const tools = {
  fetch,
  signal: AbortSignal.timeout(600_000),
  now: () => new Date(),
  resolve: async () => '127.0.0.1',
  secrets: keptSecrets(),
  log: () => {},
};

describe('a message', () => {
  it('was read when its receipt says so', async () => {
    const conversation = await stage.hears('Have you seen it?');
    const { id, message } = await stage.says(conversation, 'And you?');
    await stage.deliver(account.batch(account.event({ read: { mid: id } })));
    expect((await stage.outlet.current(message)).state).toBe('read');
  });

  it('of up to a thousand bytes is sent, and a longer one refused before it is asked', async () => {
    const conversation = await stage.hears('Tell me more');
    await stage.says(conversation, '你'.repeat(333));
    const before = account.meta.asked('/messages').length;
    const to = { kind: 'instagram-user', scope: ACCOUNT, value: PERSON };
    const outbound = { id: 'x', attempt: 1, thread: PERSON, to, attachments: [] };
    const long = adapter.send({ ...outbound, text: '你'.repeat(334) }, settings(), tools);
    await expect(long).rejects.toMatchObject({ kind: 'rejected' });
    expect(account.meta.asked('/messages')).toHaveLength(before);
  });
});

describe('the account', () => {
  const said = {
    externalId: 'm_theirs',
    thread: PERSON,
    to: { kind: 'instagram-user', scope: ACCOUNT, value: PERSON },
  };

  it('reacts with a heart, marks as read, and shows typing', async () => {
    await adapter.react?.(said, '❤️', settings(), tools);
    await adapter.react?.(said, null, settings(), tools);
    await adapter.markRead?.(said, settings(), tools);
    await adapter.typing?.(PERSON, settings(), tools);
    const other = adapter.react?.(said, '👍', settings(), tools);
    await expect(other).rejects.toMatchObject({ kind: 'rejected' });
    const recipient = { id: PERSON };
    const payload = { message_id: 'm_theirs', reaction: 'love' };
    expect(account.meta.asked('/messages')).toEqual([
      { recipient, sender_action: 'react', payload },
      { recipient, sender_action: 'unreact', payload: { message_id: 'm_theirs' } },
      { recipient, sender_action: 'mark_seen' },
      { recipient, sender_action: 'typing_on' },
    ]);
  });

  it('is asked to tell the app once it is connected, and must be the token’s own', async () => {
    await adapter.connect?.(stage.outlet.webhookUrl, settings(), tools);
    const [asked] = account.meta.asked('/subscribed_apps');
    expect(asked?.['subscribed_fields']).toContain('messages');
    const foreign = { ...settings(), accountId: '17841400000000099' };
    const refused = adapter.connect?.(stage.outlet.webhookUrl, foreign, tools);
    await expect(refused).rejects.toMatchObject({ kind: 'rejected' });
  });
});
