/** Mails that come back: the right message says so, and nobody can make it say so who was not asked. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Message, NewMessage } from '../../server/wire/messages.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { bounce, letter, type Report } from '../support/letters.ts';
import type { MailServer, TakenMail } from '../support/mail-server.ts';
import { fieldOf, Mailbox, startSink } from '../support/mailbox.ts';
import { foundAs } from '../support/people.ts';

let hub: TestHub;
let sink: MailServer;
let desk: Mailbox;
let other: Mailbox;
let people = 0;

beforeAll(async () => {
  [hub, sink] = [await startHub(), await startSink()];
  const agent = await foundAs(hub);
  desk = await Mailbox.connect({ agent, sink });
  other = await Mailbox.connect({ agent, sink }, { address: 'shop@example.com' });
}, 60_000);

afterAll(async () => {
  await hub.close();
  await sink.stop();
});

type Sent = { message: Message; mail: TakenMail; person: string };

/** An answer to somebody new. */
async function answered(more: Partial<NewMessage> = {}): Promise<Sent> {
  const person = `person-${++people}@example.org`;
  const { id } = await desk.begin({ from: person });
  return { ...(await desk.send(sink, id, more)), person };
}

const now = ({ message }: Sent) => desk.message(message.conversationId, message.id);

/** A report comes in at the address the mail was from. */
async function comesBack({ mail, person }: Sent, more: Partial<Report> = {}) {
  const raw = bounce({ to: mail.from, recipient: person, ...more });
  return (await desk.post(raw, mail.from)).body;
}

describe('a mail that comes back', () => {
  it('makes its message fail, with the reason, and opens nothing', async () => {
    const sent = await answered();
    const count = (await desk.conversations()).length;
    await comesBack(sent);
    const message = await now(sent);
    expect(message.state).toBe('failed');
    expect(message.reason).toContain('5.1.1');
    expect(await desk.conversations()).toHaveLength(count);
    expect(await desk.messages(message.conversationId)).toHaveLength(2);
  });

  it('is known by its Message-ID, where the address has lost its tag', async () => {
    const sent = await answered();
    const about = fieldOf(sent.mail, 'Message-ID');
    const raw = bounce({ to: desk.address, recipient: sent.person, about });
    await desk.post(raw);
    expect((await now(sent)).state).toBe('failed');
  });

  it('is no failure while it is only late', async () => {
    const sent = await answered();
    const late = { action: 'delayed', status: '4.4.1', diagnosis: '451 4.4.1 No answer' } as const;
    expect(await comesBack(sent, late)).toMatchObject({ ignored: 1 });
    expect((await now(sent)).state).toBe('accepted');
  });

  it('for good closes the address, with words, until it is opened again', async () => {
    const sent = await answered();
    await comesBack(sent);
    const refused = await desk.ask(sent.message.conversationId, { text: 'Again' });
    expect(refused.status).toBe(400);
    expect(refused.body.detail).toContain(sent.person);
  });

  it('for the moment closes no address', async () => {
    const sent = await answered();
    await comesBack(sent, { status: '4.2.2', diagnosis: '452 4.2.2 Mailbox full' });
    expect((await now(sent)).state).toBe('failed');
    expect((await desk.ask(sent.message.conversationId, { text: 'Again' })).status).toBe(201);
  });

  it('is told twice and fails once', async () => {
    const sent = await answered();
    const raw = bounce({ to: sent.mail.from, recipient: sent.person });
    await desk.post(raw, sent.mail.from);
    const { length } = await desk.events(sent.message.conversationId);
    await desk.post(raw, sent.mail.from);
    expect(await desk.events(sent.message.conversationId)).toHaveLength(length);
  });

  it('for one of several names that one, and stays sent for the others', async () => {
    const cc = [{ address: 'colleague@example.org' }];
    const person = `person-${people + 1}@example.org`;
    const sent = await answered({ recipients: { to: [{ address: person }], cc } });
    await comesBack(sent, { recipient: 'colleague@example.org' });
    const one = await now(sent);
    expect(one.state).toBe('accepted');
    expect(one.refused).toMatchObject([{ address: 'colleague@example.org' }]);
    expect(one.refused[0]?.reason).toContain('5.1.1');
    await comesBack(sent);
    const both = await now(sent);
    expect(both.state).toBe('failed');
    expect(both.refused.map(({ address }) => address).toSorted()).toEqual([
      'colleague@example.org',
      person,
    ]);
  });
});

describe('a report that anybody could have written', () => {
  it('about an address the mail never went to changes nothing', async () => {
    const sent = await answered();
    const victim = await answered();
    await comesBack(sent, { recipient: victim.person });
    expect((await now(sent)).state).toBe('accepted');
    expect((await now(sent)).refused).toEqual([]);
    const { conversationId } = victim.message;
    expect((await desk.ask(conversationId, { text: 'Still open' })).status).toBe(201);
  });

  it('with a made-up name changes nothing, and opens nothing', async () => {
    const sent = await answered();
    const count = (await desk.conversations()).length;
    const name = fieldOf(sent.mail, 'Message-ID').replace(/.@/, (end) =>
      end === 'a@' ? 'b@' : 'a@',
    );
    const raw = bounce({ to: desk.address, recipient: sent.person, about: name });
    expect((await desk.post(raw)).body).toMatchObject({ messages: 0, ignored: 1 });
    expect((await now(sent)).state).toBe('accepted');
    expect(await desk.conversations()).toHaveLength(count);
  });

  it('that comes in by another channel changes nothing', async () => {
    const sent = await answered();
    const about = fieldOf(sent.mail, 'Message-ID');
    const raw = bounce({ to: other.address, recipient: sent.person, about });
    expect((await other.post(raw)).body).toMatchObject({ messages: 0, ignored: 1 });
    expect((await now(sent)).state).toBe('accepted');
  });
});

describe('the automatic answer', () => {
  const autoSent = () => sink.taken.filter(({ raw }) => raw.includes('We have your mail.'));

  async function writes(parts: Parameters<typeof letter>[0]): Promise<number> {
    const before = autoSent().length;
    expect((await other.post(letter({ to: other.address, ...parts }))).body.quarantined).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 600));
    return autoSent().length - before;
  }

  beforeAll(() => other.setAutoReply('We have your mail.'));

  it('is sent to whoever begins, says it is one, and keeps them waiting for a person', async () => {
    const { id } = await other.begin({ from: 'Gil <gil@example.org>', subject: 'Hello' });
    const message = (await other.messages(id)).find(({ direction }) => direction === 'out');
    expect(message).toMatchObject({ automatic: 'reply', author: null });
    await other.reaches(message as Message, 'accepted');
    const [mail] = autoSent();
    expect(mail?.from).toBe('');
    expect(mail?.to).toEqual(['gil@example.org']);
    const field = (name: string) => fieldOf(mail ?? { raw: '' }, name);
    expect(field('Auto-Submitted')).toBe('auto-replied');
    expect(field('X-Auto-Response-Suppress')).toBe('All');
    expect(field('Subject')).toBe('Re: Hello');
    expect((await other.conversations()).find((one) => one.id === id)?.waitingSince).not.toBeNull();
  });

  it('is not sent to the same person again on the same day', async () => {
    expect(await writes({ from: 'gil@example.org', subject: 'Another' })).toBe(0);
  });

  it.each([
    ['an answer of a machine', { headers: ['Auto-Submitted: auto-replied'] }],
    ['a notice', { headers: ['Auto-Submitted: auto-generated'] }],
    ['a list', { headers: ['List-Id: <news.example.org>'] }],
    ['bulk mail', { headers: ['Precedence: bulk'] }],
    ['an address nobody reads', { from: 'no-reply@example.org' }],
    ['who wants none', { headers: ['X-Auto-Response-Suppress: All'] }],
    ['nobody', { headers: ['Return-Path: <>'] }],
    ['a sender whose domain denies it', { headers: ['Authentication-Results: mx; dmarc=fail'] }],
    ['our own address', { from: 'shop@example.com' }],
  ])('is not sent to %s', async (name, parts) => {
    const from = `${name.replace(/\W/g, '-')}@example.net`;
    if (name.includes('domain')) await other.change({ authservId: 'mx' });
    expect(await writes({ from, ...parts })).toBe(0);
  });

  it('is sent to a person who writes in the same minute', async () => {
    expect(await writes({ from: 'hal@example.org' })).toBe(1);
  });

  it('ends between two hubs after one each', async () => {
    const far = await startHub();
    const agent = await foundAs(far);
    const there = await Mailbox.connect({ agent, sink }, { address: 'far@example.net' });
    await there.setAutoReply('Far away, we have your mail.');
    const before = sink.taken.length;
    let carried = before;
    await other.post(letter({ from: 'far@example.net', to: other.address }));
    for (let round = 0; round < 6; round++) {
      await new Promise((resolve) => setTimeout(resolve, 700));
      for (const { to, raw } of sink.taken.slice(carried)) {
        await (to.includes('far@example.net') ? there : other).post(raw);
      }
      carried = Math.max(carried, sink.taken.length);
    }
    const exchanged = sink.taken.slice(before);
    expect(exchanged.filter(({ to }) => to.includes('far@example.net'))).toHaveLength(1);
    expect(exchanged.filter(({ to }) => to.includes(other.address)).length).toBeLessThanOrEqual(1);
    await far.close();
  });
});
