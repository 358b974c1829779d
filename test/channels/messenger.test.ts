/** A page's Messenger from end to end, with the platform on good days and bad ones. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PAGE, startMessenger } from '../simulators/messenger.ts';
import { graphError, type Messaging, PERSON } from '../simulators/meta.ts';
import { faults } from '../simulators/provider.ts';
import { describeMetaChannel, Stage } from '../support/meta-channel.ts';
import { until } from '../support/until.ts';

let stage: Stage<Messaging>;
let page: Messaging;

beforeAll(async () => {
  stage = await Stage.set('messenger', { pageId: PAGE }, startMessenger);
  page = stage.platform;
});

afterAll(() => stage.close());

describeMetaChannel(() => stage);

describe('receipts', () => {
  it('that name a message are for it', async () => {
    const conversation = await stage.hears('Has it come?');
    const { id, message } = await stage.says(conversation, 'Yes');
    const watermark = Date.now();
    await stage.deliver(page.batch(page.event({ delivery: { mids: [id], watermark } })));
    expect((await stage.outlet.current(message)).state).toBe('delivered');
  });

  it('up to a moment are for all that was said until then, and to nobody else', async () => {
    const conversation = await stage.hears('Tell me all');
    const { message: first } = await stage.says(conversation, 'One');
    const { message: second } = await stage.says(conversation, 'Two');
    const moment = Date.now();
    const { message: third } = await stage.says(conversation, 'Three');
    const other = '6254000000000002';
    await stage.deliver(page.message('Somebody else', other));
    const elsewhere = await stage.outlet.conversationOf('Somebody else');
    const { message: theirs } = await stage.says(elsewhere, 'Hello, somebody');
    await stage.deliver(page.batch(page.event({ read: { watermark: moment } })));
    const states = [first, second, third, theirs].map(
      async (message) => (await stage.outlet.current(message)).state,
    );
    expect(await Promise.all(states)).toEqual(['read', 'read', 'accepted', 'accepted']);
    // Late and out of order: what was read stays so.
    const late = page.event({ delivery: { watermark: Date.now() } });
    await stage.deliver(page.batch(late));
    expect((await stage.outlet.current(first)).state).toBe('read');
    expect((await stage.outlet.current(third)).state).toBe('delivered');
  });
});

describe('receipts up to a moment', () => {
  /** Something of ours of which the platform knows, and we do not yet know that it does. */
  async function overtaken(text: string, conversation: string) {
    page.meta.provider.faults.push(faults.slow(700));
    const before = stage.calls(text);
    const message = await stage.outlet.reply(conversation, text);
    await until(() => stage.calls(text) > before);
    return message;
  }

  it('that come before the answer to the send count when it is there', async () => {
    const conversation = await stage.hears('Are you quick?');
    const message = await overtaken('Very quick', conversation);
    await stage.deliver(page.batch(page.event({ read: { watermark: Date.now() } })));
    expect((await stage.outlet.current(message)).state).not.toBe('read');
    await stage.outlet.reaches(message, 'read');
  });

  it('of somebody else, or before it was sent, do not', async () => {
    const conversation = await stage.hears('And now?');
    const earlier = Date.now() - 5_000;
    const message = await overtaken('Not so quick', conversation);
    const others = page.event({ read: { watermark: Date.now() } }, '6254000000000003');
    await stage.deliver(page.batch(others, page.event({ read: { watermark: earlier } })));
    await stage.outlet.reaches(message, 'accepted');
  });
});

describe('what is sent', () => {
  it('carries our id, so that its echo is known to be ours', async () => {
    const conversation = await stage.hears('Who said that?');
    const { id, message } = await stage.says(conversation, 'We did');
    const metadata = `interline:${message.id}`;
    expect(page.meta.asked('/messages')).toContainEqual({
      recipient: { id: PERSON },
      messaging_type: 'RESPONSE',
      message: { text: 'We did', metadata },
    });
    const before = (await stage.rows()).messages;
    const echo = { mid: id, is_echo: true, app_id: 1, metadata, text: 'We did' };
    await stage.deliver(page.batch(page.own({ message: echo })));
    expect((await stage.rows()).messages).toBe(before);
  });

  it('comes too late after a day, in words an agent reads', async () => {
    const conversation = await stage.hears('Hello?');
    page.meta.provider.faults.push({ kind: 'answer', answer: graphError(10, 400, 2018278) });
    const late = await stage.outlet.reply(conversation, 'Sorry');
    const failed = await stage.outlet.reaches(late, 'failed');
    expect(failed.reason).toContain('after 24 hours they have to write first');
  });
});

describe('a webhook', () => {
  it('of another page of the same app changes nothing here', async () => {
    const before = (await stage.rows()).messages;
    const foreign = { id: '103000000000099', time: 1, messaging: [page.event({ message: {} })] };
    await stage.deliver({ object: 'page', entry: [foreign] });
    expect((await stage.rows()).messages).toBe(before);
  });

  it('with several entries and people gives every message', async () => {
    const before = (await stage.rows()).messages;
    const entry = [1, 2, 3].map((at) => ({
      id: PAGE,
      time: at,
      messaging: [4, 5, 6].map((part) =>
        page.event(
          { message: { mid: `m_many_${at}_${part}`, text: 'Many' } },
          `625400000000${part}`,
        ),
      ),
    }));
    await stage.deliver({ object: 'page', entry });
    expect((await stage.rows()).messages).toBe(before + 9);
  });
});
