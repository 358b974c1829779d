/** A mail that somebody passed on to us: an agent decides that whoever wrote it first is the customer. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Conversation, OwnConversation } from '../../server/wire/conversations.ts';
import type { Message } from '../../server/wire/messages.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { letter } from '../support/letters.ts';
import type { MailServer } from '../support/mail-server.ts';
import { fieldOf, Mailbox, startSink } from '../support/mailbox.ts';
import { type Agent, type Answer, foundAs } from '../support/people.ts';

const OTTO = 'Otto Ost <otto@colleagues.example.com>';

let hub: TestHub;
let sink: MailServer;
let agent: Agent;
let desk: Mailbox;
let conversation: OwnConversation;
let passedOn: Message;

beforeAll(async () => {
  [hub, sink] = [await startHub(), await startSink()];
  agent = await foundAs(hub);
  desk = await Mailbox.connect({ agent, sink });
  const text = [
    'Please take this one.',
    '',
    '---------- Forwarded message ---------',
    'From: Bea Berg <bea@example.org>',
    'Date: Mon, Nov 23, 2026 at 10:00 AM',
    'Subject: My clasp',
    'To: <otto@colleagues.example.com>',
    '',
    'The clasp is broken.',
  ].join('\r\n');
  conversation = await desk.begin({ from: OTTO, subject: 'Fwd: My clasp', text });
  passedOn = (await desk.messages(conversation.id))[0] as Message;
}, 60_000);

afterAll(async () => {
  await hub.close();
  await sink.stop();
});

const decide = (messageId: string): Promise<Answer<Conversation & { detail: string }>> =>
  agent.call(
    'POST',
    `/api/v1/conversations/${conversation.id}/messages/${messageId}/requester`,
    {},
  );

it('says who wrote first, and makes nobody of it by itself', () => {
  expect(passedOn.forwardedFrom).toEqual({ address: 'bea@example.org', name: 'Bea Berg' });
  expect(passedOn.text).toContain('The clasp is broken.');
  expect(conversation.contact.name).toBe('Otto Ost');
});

it('makes the first writer the customer, unverified, and answers go there alone', async () => {
  const made = await decide(passedOn.id);
  expect(made).toMatchObject({
    status: 201,
    body: { contact: { name: 'Bea Berg', verified: false } },
  });
  const { mail } = await desk.send(sink, conversation.id, { text: 'We will mend it.' });
  expect(mail.to).toEqual(['bea@example.org']);
  expect(mail.raw).not.toContain('otto@');
  const answer = letter({
    from: 'Bea Berg <bea@example.org>',
    inReplyTo: fieldOf(mail, 'Message-ID'),
    text: 'Thank you!',
  });
  await desk.post(answer);
  expect(await desk.texts(conversation.id)).toContain('Thank you!');
  expect(await desk.conversations()).toHaveLength(1);
});

it('is not to be had from a message that passes nothing on', async () => {
  const plain = (await desk.messages(conversation.id)).at(-1) as Message;
  expect(plain).toMatchObject({ direction: 'in', forwardedFrom: null });
  expect((await decide(plain.id)).status).toBe(400);
});
