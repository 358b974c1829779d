/** Passing a mail on: a talk beside the customer's, of which the customer never hears (rule 11). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OwnConversation } from '../../server/wire/conversations.ts';
import type { Message } from '../../server/wire/messages.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { letter, someId } from '../support/letters.ts';
import { type MailServer, opened, type TakenMail } from '../support/mail-server.ts';
import { fieldOf, Mailbox, startSink } from '../support/mailbox.ts';
import { foundAs } from '../support/people.ts';

const SMITH = 'smith@workshop.example.net';

let hub: TestHub;
let sink: MailServer;
let desk: Mailbox;
let conversation: OwnConversation;
let question: Message;
let passedOn: { message: Message; mail: TakenMail };

beforeAll(async () => {
  [hub, sink] = [await startHub(), await startSink()];
  const agent = await foundAs(hub);
  desk = await Mailbox.connect({ agent, sink });
  conversation = await desk.begin({
    cc: 'ben@example.org',
    content: {
      type: 'multipart/mixed; boundary="edge"',
      body: [
        '--edge\r\nContent-Type: text/plain\r\n\r\nThe clasp is broken.',
        '--edge\r\nContent-Type: text/plain; name="receipt.txt"',
        'Content-Disposition: attachment; filename="receipt.txt"\r\n\r\nNumber 4711',
        '--edge--',
      ].join('\r\n'),
    },
  });
  question = (await desk.messages(conversation.id))[0] as Message;
}, 60_000);

afterAll(async () => {
  await hub.close();
  await sink.stop();
});

const CUSTOMERS = ['ana@example.org', 'ben@example.org'];

/** Every word that ever left for the customer and the customer's people. */
const toCustomers = () =>
  sink.taken.filter(({ to }) => to.some((address) => CUSTOMERS.includes(address)));

describe('what is passed on', () => {
  it('goes to the one it is for, with the mail, its files and no way back to the customer', async () => {
    passedOn = await desk.send(sink, conversation.id, {
      text: 'Can you mend this?',
      passesOnId: question.id,
      recipients: { to: [{ address: SMITH, name: 'Smith' }] },
    });
    const { message, mail } = passedOn;
    expect(mail.to).toEqual([SMITH]);
    expect(fieldOf(mail, 'Subject')).toBe('Fwd: Stock');
    expect(fieldOf(mail, 'In-Reply-To')).toBe('');
    expect(fieldOf(mail, 'Cc')).toBe('');
    const { text = '', attachments } = await opened(mail);
    expect(text).toContain('Can you mend this?');
    expect(text).toContain('The clasp is broken.');
    expect(attachments.map(({ filename }) => filename)).toEqual(['receipt.txt']);
    expect(message).toMatchObject({ side: true, recipients: { to: [{ address: SMITH }], cc: [] } });
    expect(message.threadId).not.toBe(question.threadId);
  });

  it('is no answer: the customer waits on', async () => {
    const [now] = await desk.conversations();
    expect(now?.waitingSince).toBe(conversation.waitingSince);
    expect(now?.contact.name).toBe('Ana Example');
  });

  it('comes back into the same conversation, beside its line', async () => {
    const inReplyTo = fieldOf(passedOn.mail, 'Message-ID');
    await desk.post(letter({ from: SMITH, inReplyTo, text: 'By Friday.' }));
    const last = (await desk.messages(conversation.id)).at(-1);
    expect(last).toMatchObject({ text: 'By Friday.', side: true, direction: 'in' });
    expect(last?.threadId).toBe(passedOn.message.threadId);
    expect(await desk.conversations()).toHaveLength(1);
  });

  it('lets the next answer go to the customer alone', async () => {
    const { mail, message } = await desk.send(sink, conversation.id, { text: 'We will mend it.' });
    expect(mail.to).toEqual(['ana@example.org']);
    expect(message).toMatchObject({ side: false, threadId: question.threadId });
    expect(mail.raw).not.toMatch(/smith|Friday/i);
    expect((await desk.conversations())[0]?.waitingSince).toBeNull();
  });

  it('is answered beside the line when its answer is what one answers', async () => {
    const from = (await desk.messages(conversation.id)).find(({ text }) => text === 'By Friday.');
    const { mail } = await desk.send(sink, conversation.id, {
      text: 'Friday is good.',
      answersId: from?.id ?? '',
    });
    expect(mail.to).toEqual([SMITH]);
    expect(fieldOf(mail, 'References')).not.toContain(question.id);
  });

  it('gives the outsider no part in the customer’s line', async () => {
    const named = fieldOf(toCustomers()[0] ?? { raw: '' }, 'Message-ID');
    const raw = letter({ from: SMITH, inReplyTo: named, text: 'Let me in', messageId: someId() });
    await desk.post(raw);
    expect(await desk.texts(conversation.id)).not.toContain('Let me in');
  });

  it('is tried again for the same one only', async () => {
    sink.moods.recipient = () => '554 5.7.1 Not today';
    const asked = await desk.answer(conversation.id, {
      text: 'And this?',
      passesOnId: question.id,
      recipients: { to: [{ address: SMITH }], bcc: [{ address: 'archive@example.com' }] },
    });
    const failed = await desk.reaches(asked, 'failed');
    expect(failed.reason).toContain('554');
    sink.moods.recipient = () => null;
    const before = sink.taken.length;
    expect((await desk.resend(failed)).status).toBe(201);
    await desk.reaches(asked, 'accepted');
    const [mail] = sink.taken.slice(before);
    expect(sink.taken).toHaveLength(before + 1);
    expect(mail?.to.toSorted()).toEqual(['archive@example.com', SMITH]);
    expect(mail?.raw).not.toContain('archive@example.com');
  });

  it('needs somebody to go to, and refuses the same words twice only once', async () => {
    const passesOnId = question.id;
    const refused = await desk.ask(conversation.id, { text: 'To nobody', passesOnId });
    expect(refused).toMatchObject({ status: 400, body: { code: 'invalid' } });
  });

  it('never reached the customer, of all that was sent', () => {
    expect(sink.taken.length).toBeGreaterThan(3);
    const mails = toCustomers();
    expect(mails).toHaveLength(1);
    for (const { raw } of mails) expect(raw).not.toMatch(/smith|Fwd:|mend this|Friday/i);
    for (const mail of sink.taken) {
      if (mail.to.includes(SMITH)) expect(mail.to).not.toEqual(expect.arrayContaining(CUSTOMERS));
    }
  });
});
