/** Recipients as agents see and choose them, by the API. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Recipients } from '../../server/wire/addressing.ts';
import type { OwnConversation } from '../../server/wire/conversations.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { letter } from '../support/letters.ts';
import type { MailServer } from '../support/mail-server.ts';
import { fieldOf, Mailbox, startSink } from '../support/mailbox.ts';
import { type Agent, foundAs } from '../support/people.ts';

let hub: TestHub;
let sink: MailServer;
let agent: Agent;
let desk: Mailbox;
let conversation: OwnConversation;

beforeAll(async () => {
  [hub, sink] = [await startHub(), await startSink()];
  agent = await foundAs(hub);
  desk = await Mailbox.connect({ agent, sink }, { aliases: 'sales@example.com' });
  const to = 'help@example.com, Ben <ben@example.org>';
  conversation = await desk.begin({ to, cc: 'sales@example.com, cy@example.org' });
}, 60_000);

afterAll(async () => {
  await hub.close();
  await sink.stop();
});

async function proposed(query: string): Promise<string[][]> {
  const url = `/api/v1/conversations/${conversation.id}/recipients${query}`;
  const { body } = await agent.call<{ recipients: Recipients }>('GET', url);
  const { to, cc, bcc } = body.recipients;
  return [to, cc, bcc].map((people) => people.map(({ address }) => address));
}

describe('the recipients of an answer', () => {
  it('are proposed: the writer, or everybody but ourselves', async () => {
    expect(await proposed('')).toEqual([['ana@example.org'], [], []]);
    const all = [['ana@example.org'], ['ben@example.org', 'cy@example.org'], []];
    expect(await proposed('?mode=all')).toEqual(all);
  });

  it('are those proposed when nobody chose others', async () => {
    const { mail } = await desk.send(sink, conversation.id);
    expect(mail.to).toEqual(['ana@example.org']);
  });

  it('are those chosen, as they were chosen, and blind copies stay blind', async () => {
    const { mail, message } = await desk.send(sink, conversation.id, {
      recipients: {
        to: [{ address: 'ana@example.org', name: 'Ana' }],
        cc: [{ address: 'cy@example.org' }],
        bcc: [{ address: 'boss@example.com' }],
      },
    });
    expect(mail.to.toSorted()).toEqual(['ana@example.org', 'boss@example.com', 'cy@example.org']);
    expect(fieldOf(mail, 'Cc')).toBe('cy@example.org');
    expect(mail.raw).not.toMatch(/boss/i);
    expect(message.recipients).toEqual({
      to: [{ address: 'ana@example.org', name: 'Ana' }],
      cc: [{ address: 'cy@example.org', name: '' }],
      bcc: [{ address: 'boss@example.com', name: '' }],
    });
  });

  it('belong to the message that is answered, never to the one before', async () => {
    const inReplyTo = fieldOf(sink.taken[0] ?? { raw: '' }, 'Message-ID');
    await desk.post(letter({ from: 'ben@example.org', inReplyTo, text: 'Just me' }));
    expect(await proposed('?mode=all')).toEqual([['ben@example.org'], [], []]);
    const [first] = await desk.messages(conversation.id);
    expect((await proposed(`?mode=all&answersId=${first?.id}`))[1]).toEqual([
      'ben@example.org',
      'cy@example.org',
    ]);
  });

  it.each(['no address', 'two@at@example.org', 'a@b\r\nBcc: x@example.org', '<ana@example.org>'])(
    'are refused when one is none: %j',
    async (address) => {
      const count = sink.taken.length;
      const refused = await desk.ask(conversation.id, { recipients: { to: [{ address }] } });
      expect(refused).toMatchObject({ status: 400, body: { code: 'invalid' } });
      expect(sink.taken).toHaveLength(count);
    },
  );

  it('break out of no header by their names', async () => {
    const name = 'Ana\r\nBcc: eve@example.net\r\n\r\nHello';
    const to = [{ address: 'ana@example.org', name }];
    const { mail } = await desk.send(sink, conversation.id, { recipients: { to } });
    expect(mail.to).toEqual(['ana@example.org']);
    expect(fieldOf(mail, 'Bcc')).toBe('');
  });

  it('are named one by one where the server takes only some', async () => {
    sink.moods.recipient = (address) => (address.startsWith('cy') ? '550 5.1.1 Nobody' : null);
    const people = ['ana@example.org', 'cy@example.org'].map((address) => ({ address }));
    const { message } = await desk.send(sink, conversation.id, { recipients: { to: people } });
    expect(message.refused).toMatchObject([{ address: 'cy@example.org' }]);
    delete sink.moods.recipient;
  });
});

describe('a mailbox without a server to read from', () => {
  it('waits for what is brought to it, and calls that no trouble', async () => {
    // Longer than it takes until somebody looks for channels to fetch for.
    await sleep(3_000);
    expect(await desk.channel()).toMatchObject({ fetching: { at: null, problem: null } });
  });
});
