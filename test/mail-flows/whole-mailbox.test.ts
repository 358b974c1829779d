/** Mailboxes with everything in them: what cannot be read is shown, what was read is not read again. */
import { setTimeout as sleep } from 'node:timers/promises';
import type postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Message } from '../../server/wire/messages.ts';
import { ownerOf } from '../support/database.ts';
import { Dovecot } from '../support/dovecot.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { letter } from '../support/letters.ts';
import { Mailbox, readingFrom } from '../support/mailbox.ts';
import { type Agent, foundAs, logIn } from '../support/people.ts';

let dovecot: Dovecot;
let hub: TestHub;
let agent: Agent;
let owner: postgres.Sql;
let user = '';
let users = 0;

beforeAll(async () => {
  [hub, dovecot] = [await startHub(), await Dovecot.start()];
  owner = ownerOf(hub);
  agent = await foundAs(hub);
}, 60_000);

afterAll(async () => {
  await owner.end();
  await hub.close();
  await dovecot.stop();
});

beforeEach(() => {
  user = `user-${++users}`;
});

/** Older mail is taken over, too: the tests put theirs in first. */
const connect = () => {
  const more = { address: `${user}@example.com`, importDays: '2' };
  return Mailbox.connect({ agent }, { ...readingFrom(dovecot, user), ...more });
};

async function deliver(count: number, odd: Record<number, string> = {}): Promise<void> {
  for (let n = 1; n <= count; n++) {
    const from = `Person ${n} <person-${n}@example.org>`;
    const plain = letter({ from, text: `Letter ${n} to ${user}` });
    await dovecot.deliver(user, odd[n] ?? plain);
  }
}

/** How many messages there are, and how many different texts. */
async function stored({ id }: Mailbox) {
  const [row] = await owner<{ messages: number; texts: number; conversations: number }[]>`
    select count(*)::int as messages, count(distinct text)::int as texts,
      count(distinct conversation_id)::int as conversations from messages where channel_id = ${id}`;
  return row ?? { messages: 0, texts: 0, conversations: 0 };
}

async function have(mailbox: Mailbox, count: number): Promise<void> {
  while ((await stored(mailbox)).messages < count) await sleep(100);
}

/** Resolves when the mailbox is read up to a mail, and that is written down. */
async function readUpTo(mailbox: Mailbox, uid: number): Promise<void> {
  for (;;) {
    const [row] = await owner<{ bookmark: string }[]>`
      select bookmark from channels where id = ${mailbox.id}`;
    if (JSON.parse(row?.bookmark || '{}').INBOX?.lastUid === uid) return;
    await sleep(100);
  }
}

/** More header than any mail has. */
const broken = () =>
  letter({ subject: 'Number 37', headers: Array(1_200).fill(`X-Padding: ${'x'.repeat(990)}`) });

describe('a mailbox of a hundred with one that cannot be read', () => {
  it('gives ninety-nine conversations, and one that says so and has the raw mail', async () => {
    const raw = broken();
    await deliver(100, { 37: raw });
    const mailbox = await connect();
    await have(mailbox, 100);
    const all = await mailbox.conversations();
    expect(all).toHaveLength(100);
    const unread: Message[] = [];
    for (const { id, preview } of all) {
      if (!preview.startsWith('Letter')) unread.push(...(await mailbox.messages(id)));
    }
    expect(unread).toHaveLength(1);
    const [message] = unread as [Message];
    expect(message.unsupported).toContain('could not be read');
    expect(message.attachments).toMatchObject([{ name: 'mail.eml', size: raw.length }]);
    const file = await agent.call<string>('GET', message.attachments[0]?.url ?? '');
    expect(file.body === raw).toBe(true);
    await readUpTo(mailbox, 100);
    expect((await mailbox.channel()).fetching?.problem).toBeNull();
  }, 90_000);

  it('hands out the very bytes of any mail', async () => {
    const odd = `X-Odd: \xff\xfe\r\n${letter({ text: 'Gr\xfc\xdfe\r\n\r\n' })}`;
    const bytes = Buffer.from(odd, 'latin1');
    await dovecot.deliver(user, bytes);
    const mailbox = await connect();
    await have(mailbox, 1);
    const [conversation] = await mailbox.conversations();
    const [message] = await mailbox.messages(conversation?.id ?? '');
    const url = `/api/v1/conversations/${conversation?.id}/messages/${message?.id}/raw`;
    const answer = await hub.app.inject({ url, headers: agent.headers });
    expect(answer.statusCode).toBe(200);
    expect(answer.rawPayload.equals(bytes)).toBe(true);
    expect(answer.headers['content-disposition']).toContain('.eml');
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    expect((await hub.app.inject({ url })).statusCode).toBe(401);
  });
});

describe('a mail that was read', () => {
  it('is not read twice when the server forgets its numbers', async () => {
    await deliver(30);
    const mailbox = await connect();
    await have(mailbox, 30);
    await mailbox.ready();
    await dovecot.renumber(user);
    await mailbox.change({ folders: 'INBOX' });
    await dovecot.deliver(user, letter({ text: 'Letter after' }));
    await have(mailbox, 31);
    await readUpTo(mailbox, 31);
    expect(await stored(mailbox)).toEqual({ messages: 31, texts: 31, conversations: 31 });
  }, 60_000);

  it('does not come back when it was deleted here', async () => {
    await deliver(3);
    const mailbox = await connect();
    await have(mailbox, 3);
    await mailbox.ready();
    const [gone] = await owner<{ id: string }[]>`select id from messages 
      where text = ${`Letter 2 to ${user}`}`;
    await owner`delete from message_references where message_id = ${gone?.id ?? ''}`;
    await owner`delete from events where message_id = ${gone?.id ?? ''}`;
    await owner`delete from messages where id = ${gone?.id ?? ''}`;
    await dovecot.renumber(user);
    await mailbox.change({ folders: 'INBOX' });
    await dovecot.deliver(user, letter({ text: 'Letter 4' }));
    await have(mailbox, 3);
    await readUpTo(mailbox, 4);
    expect((await stored(mailbox)).messages).toBe(3);
    const previews = (await mailbox.conversations()).map(({ preview }) => preview);
    expect(previews).toContain('Letter 4');
  }, 60_000);
});

describe('three hundred mails', () => {
  /** Another process goes on where the first has ended. */
  async function goOn(): Promise<void> {
    hub = await startHub({ after: hub });
    agent = await logIn(hub, 'ana@example.com');
  }

  it('are there once each, though one hub was stopped on the way and one lost its database', async () => {
    await deliver(300);
    const mailbox = await connect();
    await have(mailbox, 20);
    await hub.stop();
    await hub.database.close();
    const atFirst = (await stored(mailbox)).messages;
    await goOn();
    await have(mailbox, atFirst + 20);
    await hub.database.close();
    await hub.stop();
    const before = (await stored(mailbox)).messages;
    expect(before).toBeLessThan(300);
    // It could give nothing back: its lease runs out, which is hurried here.
    expect(
      await owner`update listeners set leased_until = now() where holder is not null returning 1`,
    ).not.toEqual([]);
    await goOn();
    await have(mailbox, 300);
    await readUpTo(mailbox, 300);
    expect(await stored(mailbox)).toEqual({ messages: 300, texts: 300, conversations: 300 });
  }, 120_000);
});
