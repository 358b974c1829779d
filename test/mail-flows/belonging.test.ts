/** Which line a mail belongs to: only those who have a part in it join it (trust rules C1, C4). */
import type postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OwnConversation } from '../../server/wire/conversations.ts';
import { ownerOf } from '../support/database.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { letter, someId } from '../support/letters.ts';
import type { MailServer, TakenMail } from '../support/mail-server.ts';
import { fieldOf, Mailbox, startSink } from '../support/mailbox.ts';
import { foundAs } from '../support/people.ts';

const BEN = 'Ben Example <ben@example.org>';
const EVE = 'Eve <eve@example.net>';

let hub: TestHub;
let owner: postgres.Sql;
let sink: MailServer;
let desk: Mailbox;
let shop: Mailbox;
let question: string;
let conversation: OwnConversation;
let answer: TakenMail;
let ours: string;

beforeAll(async () => {
  [hub, sink] = [await startHub(), await startSink()];
  owner = ownerOf(hub);
  const agent = await foundAs(hub);
  const authservId = 'mx.example.com';
  desk = await Mailbox.connect({ agent, sink }, { authservId });
  shop = await Mailbox.connect({ agent, sink }, { address: 'shop@example.com', authservId });
  question = someId();
  conversation = await desk.begin({ messageId: question, cc: BEN });
  answer = (await desk.send(sink, conversation.id)).mail;
  ours = fieldOf(answer, 'Message-ID');
}, 60_000);

afterAll(async () => {
  await owner.end();
  await hub.close();
  await sink.stop();
});

/** More than one page of the list holds. */
const total = async (): Promise<number> => {
  const [row] = await owner<{ count: number }[]>`select count(*)::int as count from conversations`;
  return row?.count ?? 0;
};

const replyAddress = () =>
  /<?([^<>\s]+@example\.com)>?$/.exec(fieldOf(answer, 'Reply-To'))?.[1] ?? '';

/** Posts a mail that must begin a conversation of its own. */
async function standsAlone(mailbox: Mailbox, raw: string, to?: string): Promise<OwnConversation> {
  const before = new Set((await mailbox.conversations()).map(({ id }) => id));
  const count = (await desk.messages(conversation.id)).length;
  expect((await mailbox.post(raw, to)).body).toMatchObject({ messages: 1, quarantined: 0 });
  const begun = (await mailbox.conversations()).filter(({ id }) => !before.has(id));
  expect(begun).toHaveLength(1);
  expect(await desk.messages(conversation.id)).toHaveLength(count);
  return begun[0] as OwnConversation;
}

describe('a mail that names an earlier one', () => {
  it('joins its line when its writer was in copy', async () => {
    await desk.post(letter({ from: BEN, inReplyTo: question, text: 'Ben here' }));
    expect(await desk.texts(conversation.id)).toContain('Ben here');
    const [, , last] = await desk.messages(conversation.id);
    expect(last).toMatchObject({ author: { name: 'Ben Example' }, side: false });
    expect((await desk.conversations())[0]?.contact.name).toBe('Ana Example');
  });

  it('stands alone when its writer had no part, and leads to what it names', async () => {
    for (const name of [question, ours]) {
      const raw = letter({ from: EVE, inReplyTo: name, references: name, subject: 'Re: Stock' });
      const { id } = await standsAlone(desk, raw);
      expect(await desk.related(id)).toEqual([{ id: conversation.id, why: 'mentioned' }]);
    }
    expect(await desk.related(conversation.id)).toEqual([]);
  });

  it('makes no friends by copying in people of the line', async () => {
    const messageId = someId();
    const raw = letter({ from: EVE, cc: 'ana@example.org', inReplyTo: ours, messageId });
    const { id } = await standsAlone(desk, raw);
    await standsAlone(desk, letter({ from: EVE, inReplyTo: question }));
    expect(id).not.toBe(conversation.id);
  });

  it('joins nothing while its domain denies it, and says so', async () => {
    const headers = ['Authentication-Results: mx.example.com; spf=fail; dmarc=fail'];
    const { id } = await standsAlone(desk, letter({ headers, inReplyTo: ours, text: 'Not Ana' }));
    const [message] = await desk.messages(id);
    expect(message?.doubt).toContain('ana@example.org');
    expect(await desk.related(id)).toEqual([{ id: conversation.id, why: 'mentioned' }]);
  });

  it('is believed nothing that another server than ours found out', async () => {
    const headers = ['Authentication-Results: mx.example.net; dmarc=fail'];
    await desk.post(letter({ headers, inReplyTo: ours, text: 'Ana indeed' }));
    const last = (await desk.messages(conversation.id)).at(-1);
    expect(last).toMatchObject({ text: 'Ana indeed', doubt: null });
  });

  it('joins no line of another channel', async () => {
    const raw = letter({ to: 'shop@example.com', inReplyTo: ours, references: question });
    const { id } = await standsAlone(shop, raw);
    expect(await shop.related(id)).toEqual([]);
  });
});

describe('a reply address', () => {
  it('brings a mail home, whoever wrote it, as long as nothing speaks against them', async () => {
    const to = replyAddress();
    await desk.post(letter({ from: 'Cyd <cyd@example.net>', to, text: 'From my phone' }), to);
    expect(await desk.texts(conversation.id)).toContain('From my phone');
  });

  it('works from the envelope alone', async () => {
    await desk.post(letter({ to: 'undisclosed@example.com', text: 'Blind' }), replyAddress());
    expect(await desk.texts(conversation.id)).toContain('Blind');
  });

  it('opens nothing when its seal is forged', async () => {
    const forged = replyAddress().replace(/.@/, (end) => (end === 'a@' ? 'b@' : 'a@'));
    await standsAlone(desk, letter({ from: EVE, to: forged }), forged);
    const bare = replyAddress().replace(/\.[a-z2-7]{16}@/, '@');
    await standsAlone(desk, letter({ from: EVE, to: bare }), bare);
  });

  it('opens nothing on another channel', async () => {
    const stolen = replyAddress();
    await standsAlone(shop, letter({ from: EVE, to: stolen }), stolen);
    const moved = stolen.replace('help+', 'shop+');
    await standsAlone(shop, letter({ from: EVE, to: moved }), moved);
  });

  it('brings a doubtful mail home with its doubt, and gives its writer no part', async () => {
    const headers = ['Authentication-Results: mx.example.com; dmarc=fail'];
    const [from, to] = ['Fay <fay@example.net>', replyAddress()];
    await desk.post(letter({ headers, from, to, text: 'Not Fay' }), to);
    const last = (await desk.messages(conversation.id)).at(-1);
    expect(last?.text).toBe('Not Fay');
    expect(last?.doubt).toContain('fay@example.net');
    await standsAlone(desk, letter({ from, inReplyTo: ours }));
  });
});

describe('a mail to two of our addresses', () => {
  it('is one conversation in each, which lead to each other and go on apart', async () => {
    const messageId = someId();
    const raw = letter({
      cc: 'shop@example.com',
      messageId,
      subject: 'Both',
      from: 'Dag <dag@example.org>',
    });
    const [here, there] = [await standsAlone(desk, raw), await standsAlone(shop, raw)];
    expect(await desk.related(here.id)).toEqual([{ id: there.id, why: 'same' }]);
    expect(await shop.related(there.id)).toEqual([{ id: here.id, why: 'same' }]);
    for (const [mailbox, { id }] of [
      [desk, here],
      [shop, there],
    ] as const) {
      const { mail } = await mailbox.send(sink, id, { text: `From ${mailbox.address}` });
      expect(mail.to).toEqual(['dag@example.org']);
      expect(fieldOf(mail, 'From')).toContain(mailbox.address);
      expect(fieldOf(mail, 'In-Reply-To')).toBe(messageId);
      const inReplyTo = fieldOf(mail, 'Message-ID');
      const text = `Back to ${mailbox.address}`;
      await mailbox.post(letter({ from: 'dag@example.org', inReplyTo, text }));
      expect((await mailbox.texts(id)).at(-1)).toBe(text);
    }
    expect(await desk.messages(here.id)).toHaveLength(3);
    expect(await shop.messages(there.id)).toHaveLength(3);
  });
});

describe('a newsletter', () => {
  it('answered by five hundred strangers becomes five hundred conversations', async () => {
    const before = await total();
    const lane = async (first: number) => {
      for (let n = first; n < 500; n += 5) {
        const from = `Reader ${n} <reader-${n}@example.org>`;
        const raw = letter({ from, inReplyTo: ours, text: `Answer ${n}` });
        expect((await desk.post(raw)).body).toMatchObject({ messages: 1, quarantined: 0 });
      }
    };
    await Promise.all([0, 1, 2, 3, 4].map(lane));
    expect(await total()).toBe(before + 500);
    expect(await desk.related(conversation.id)).toEqual([]);
  }, 120_000);
});
