/** A customer's mail in a real mailbox, the agent's answer on a real SMTP server, and back again. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OwnConversation } from '../../server/wire/conversations.ts';
import type { Message } from '../../server/wire/messages.ts';
import { Dovecot } from '../support/dovecot.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { letter } from '../support/letters.ts';
import { type MailServer, opened, type TakenMail } from '../support/mail-server.ts';
import { fieldOf, Mailbox, readingFrom, startSink } from '../support/mailbox.ts';
import { foundAs } from '../support/people.ts';
import { until } from '../support/until.ts';

const USER = 'help';
const QUESTION = { subject: 'Re: AW: Stock', messageId: '<question-1@example.org>' };

let hub: TestHub;
let sink: MailServer;
let dovecot: Dovecot;
let mailbox: Mailbox;
let conversation: OwnConversation;
let answer: { message: Message; mail: TakenMail };

beforeAll(async () => {
  [hub, sink, dovecot] = [await startHub(), await startSink(), await Dovecot.start()];
  const agent = await foundAs(hub);
  mailbox = await Mailbox.connect({ agent, sink }, readingFrom(dovecot, USER));
  await mailbox.ready();
}, 60_000);

afterAll(async () => {
  await hub.close();
  await sink.stop();
  await dovecot.stop();
});

const texts = () => mailbox.texts(conversation.id);

/** Into the mailbox, and out of the product's own door again. */
async function arrives(raw: string, text: string): Promise<void> {
  await dovecot.deliver(USER, raw);
  await until(async () => (await texts()).includes(text), 15_000);
}

describe('a mailbox read by IMAP', () => {
  it('gives a conversation soon after a mail is there', async () => {
    const begun = Date.now();
    await dovecot.deliver(USER, letter({ ...QUESTION, text: 'Is it in stock?' }));
    await until(async () => (await mailbox.conversations()).length === 1, 15_000);
    // Two seconds on a machine that has nothing else to do.
    expect(Date.now() - begun).toBeLessThan(6_000);
    [conversation] = (await mailbox.conversations()) as [OwnConversation];
    expect(conversation).toMatchObject({
      status: 'open',
      subject: 'Re: AW: Stock',
      contact: { name: 'Ana Example', verified: false },
      preview: 'Is it in stock?',
    });
    expect(conversation.waitingSince).not.toBeNull();
    const [message] = await mailbox.messages(conversation.id);
    expect(message).toMatchObject({
      direction: 'in',
      raw: true,
      addressing: {
        from: { address: 'ana@example.org', name: 'Ana Example' },
        to: [{ address: 'help@example.com' }],
      },
    });
  });

  it('sends the answer with the names and addresses that bring the next one home', async () => {
    answer = await mailbox.send(sink, conversation.id, { text: 'Yes, **twelve**.' });
    const { mail, message } = answer;
    expect(mail.to).toEqual(['ana@example.org']);
    expect(fieldOf(mail, 'To')).toContain('ana@example.org');
    expect(fieldOf(mail, 'From')).toContain('help@example.com');
    expect(fieldOf(mail, 'Subject')).toBe('Re: Stock');
    expect(fieldOf(mail, 'Message-ID')).toMatch(/^<m\.[a-z2-7]{26}\.[a-z2-7]{16}@example\.com>$/);
    expect(fieldOf(mail, 'In-Reply-To')).toBe(QUESTION.messageId);
    expect(fieldOf(mail, 'References')).toBe(QUESTION.messageId);
    expect(fieldOf(mail, 'Reply-To')).toMatch(
      /<?help\+r\.[a-z0-9]{1,40}\.[a-z2-7]{16}@example\.com>?/,
    );
    expect(mail.from).toMatch(/^help\+b\.[a-z2-7]{26}\.[a-z2-7]{16}@example\.com$/);
    expect(fieldOf(mail, 'Auto-Submitted')).toBe('');
    const { text = '', html = '' } = await opened(mail);
    expect(text).toContain('Yes, **twelve**.');
    expect(text).toContain('> Is it in stock?');
    expect(html).toContain('<b>twelve</b>');
    expect(message).toMatchObject({
      recipients: { to: [{ address: 'ana@example.org' }], cc: [], bcc: [] },
      author: { name: 'Ana Alves' },
    });
    const [now] = await mailbox.conversations();
    expect(now?.waitingSince).toBeNull();
  });

  it('brings the next one home by the reply address alone', async () => {
    const [, token = ''] =
      /<?([^<>\s]+@example\.com)>?$/.exec(fieldOf(answer.mail, 'Reply-To')) ?? [];
    await arrives(
      letter({ to: token.toUpperCase(), subject: 'New', text: 'By token' }),
      'By token',
    );
  });

  it('brings it home by In-Reply-To alone, even when a server folded its case', async () => {
    const inReplyTo = fieldOf(answer.mail, 'Message-ID').toUpperCase();
    await arrives(letter({ inReplyTo, text: 'By In-Reply-To' }), 'By In-Reply-To');
  });

  it('brings it home by References alone, wherever in the line the name stands', async () => {
    const ours = fieldOf(answer.mail, 'Message-ID');
    const references = `<unknown-1@example.net> ${ours}\r\n <unknown-2@example.net>`;
    await arrives(letter({ references, text: 'By References' }), 'By References');
  });

  it('leaves out what is only quoted, and keeps it at hand', async () => {
    const said = 'Thank you!\r\n\r\nOn Thu, 26 Nov 2026, Example Support wrote:\r\n> Yes, twelve.';
    const inReplyTo = fieldOf(answer.mail, 'Message-ID');
    await arrives(letter({ inReplyTo, text: said }), 'Thank you!');
    const last = (await mailbox.messages(conversation.id)).at(-1);
    expect(last?.quoted).toContain('> Yes, twelve.');
  });

  it('answers the latest word next, with the whole line behind it', async () => {
    const { mail } = await mailbox.send(sink, conversation.id, { text: 'You are welcome.' });
    const last = (await mailbox.messages(conversation.id)).filter((one) => one.direction === 'in');
    const references = fieldOf(mail, 'References').split(' ');
    expect(last).toHaveLength(5);
    expect(references[0]).toBe(QUESTION.messageId);
    expect(references).toContain(fieldOf(answer.mail, 'Message-ID'));
    expect(references.at(-1)).toBe(fieldOf(mail, 'In-Reply-To'));
    expect(references).toHaveLength(6);
    expect(await mailbox.conversations()).toHaveLength(1);
  });

  it('takes no copy of its own mail for a message', async () => {
    await dovecot.deliver(USER, answer.mail.raw);
    await arrives(letter({ inReplyTo: QUESTION.messageId, text: 'Behind it' }), 'Behind it');
    expect(await mailbox.conversations()).toHaveLength(1);
    expect((await texts()).filter((text) => text.includes('twelve'))).toHaveLength(1);
  });
});
