/** Answers in a chat that nobody read there follow by mail, and what is answered to the mail comes back into the chat. */
import type { AddressInfo } from 'node:net';
import type postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Channel } from '../../server/wire/channels.ts';
import type { Message } from '../../server/wire/messages.ts';
import type { VisitorConfig, VisitorLine } from '../../server/wire/visitor.ts';
import { ownerOf } from '../support/database.ts';
import { Dovecot } from '../support/dovecot.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { vouch } from '../support/jwt.ts';
import { letter } from '../support/letters.ts';
import { type MailServer, opened, type TakenMail } from '../support/mail-server.ts';
import { fieldOf, Mailbox, readingFrom, startSink } from '../support/mailbox.ts';
import {
  type Agent,
  contactOf,
  foundAs,
  inboxOf,
  Visitor,
  visit,
  websiteOf,
} from '../support/people.ts';
import { until } from '../support/until.ts';

const USER = 'help';
const SECRET = 'what the website signs with, long enough';

let hub: TestHub;
let owner: postgres.Sql;
let sink: MailServer;
let dovecot: Dovecot;
let ana: Agent;
let mailbox: Mailbox;
let website: Channel;

beforeAll(async () => {
  [hub, sink, dovecot] = [await startHub(), await startSink(), await Dovecot.start()];
  owner = ownerOf(hub);
  ana = await foundAs(hub);
  mailbox = await Mailbox.connect({ agent: ana, sink }, readingFrom(dovecot, USER));
  website = await websiteOf(ana);
  await mailbox.ready();
  expect((await setContinues({ channelId: mailbox.id, minutes: 10 })).status).toBe(200);
}, 60_000);

afterAll(async () => {
  await owner.end();
  await hub.close();
  await sink.stop();
  await dovecot.stop();
});

const setContinues = (continues: object | null, id = website.id) =>
  ana.call<Channel>('PATCH', `/api/v1/channels/${id}`, { continues });

type Talk = { visitor: Visitor; id: string; contactId: string };

let talks = 0;

/** Somebody writes; with `email`, and leaves that address afterwards. */
async function talk(email?: string, session: object = {}): Promise<Talk> {
  const visitor = await visit(hub, website.id, session);
  const text = `Question ${++talks}`;
  await visitor.says(text);
  const found = (await inboxOf(ana, 'all')).find(({ preview }) => preview === text);
  if (!found) throw new Error('the conversation is not in the inbox');
  if (email) await leave(visitor, email);
  return { visitor, id: found.id, contactId: found.contact.id };
}

const leave = (visitor: Visitor, email: string) =>
  visitor.call('PUT', visitor.at('email'), { email, locale: 'en' });

const answer = (id: string, text: string): Promise<Message> => mailbox.answer(id, { text });
const reached = async (message: Message) => mailbox.reaches(message, 'accepted');

async function lineOf({ visitor }: Talk): Promise<VisitorLine> {
  return (await visitor.call<VisitorLine>('GET', visitor.at('messages'))).body;
}

/** All that was ever said was said so much earlier, and it is time to look. */
async function pass(minutes: number): Promise<void> {
  await owner`update messages set created_at = created_at - ${minutes} * interval '1 minute'`;
  await owner`update threads set heard_at = heard_at - ${minutes} * interval '1 minute'`;
  await owner`update continuations set here_at = here_at - ${minutes} * interval '1 minute',
    sent_at = sent_at - ${minutes} * interval '1 minute', due_at = due_at - ${minutes} * interval '1 minute'`;
}

/** Every line has been looked at: nothing is due any more. */
const lookedAt = () =>
  until(async () => {
    const [row] = await owner`select count(*)::int as due from continuations where due_at <= now()`;
    return row?.['due'] === 0;
  }, 15_000);

const mailsTo = (address: string): TakenMail[] =>
  sink.taken.filter(({ to }) => to.includes(address));

/** The mail that comes after so many. */
async function nextMail(address: string, before = 0): Promise<TakenMail> {
  await until(async () => mailsTo(address).length > before, 15_000);
  const mail = mailsTo(address)[before];
  if (!mail) throw new Error('no mail came');
  return mail;
}

describe('a visitor who leaves an address, and then the chat', () => {
  const ADDRESS = 'nora@example.org';
  let left: Talk;
  let mail: TakenMail;

  it('is told by the settings that answers may follow, and asked no more once it is known', async () => {
    left = await talk();
    const config = await left.visitor.call<VisitorConfig>('GET', left.visitor.at('config'));
    expect(config.body.continues).toBe(true);
    expect((await lineOf(left)).knowsEmail).toBe(false);
    expect(await leave(left.visitor, 'Nora@Example.org')).toMatchObject({ status: 204 });
    expect((await lineOf(left)).knowsEmail).toBe(true);
    const contact = await contactOf(ana, left.contactId);
    expect(contact).toMatchObject({ claimedEmail: ADDRESS, verified: false });
    expect(contact.identities.map(({ kind }) => kind)).toEqual(['visitor']);
  });

  it('gets nothing while they may still be there', async () => {
    await reached(await answer(left.id, 'The first answer'));
    await reached(await answer(left.id, 'The second answer'));
    await pass(5);
    await lookedAt();
    expect(mailsTo(ADDRESS)).toEqual([]);
  });

  it('gets both answers in one mail when ten minutes have passed', async () => {
    await pass(6);
    mail = await nextMail(ADDRESS);
    const { text = '' } = await opened(mail);
    expect(text).toMatch(/Ana[\s\S]*The first answer[\s\S]*Ana[\s\S]*The second answer/);
    expect(text).not.toContain('Question');
    expect(fieldOf(mail, 'Auto-Submitted')).toBe('auto-replied');
    await pass(60);
    await lookedAt();
    expect(mailsTo(ADDRESS)).toHaveLength(1);
  });

  it('answers the mail, and it stands in the conversation and in the chat', async () => {
    const to = fieldOf(mail, 'Reply-To').replace(/^.*<|>.*$/g, '');
    await dovecot.deliver(USER, letter({ from: `Nora <${ADDRESS}>`, to, text: 'By mail, then.' }));
    await until(async () => (await mailbox.texts(left.id)).includes('By mail, then.'), 15_000);
    const { data, seq } = await lineOf(left);
    expect(data.map(({ text }) => text)).toEqual([
      expect.stringContaining('Question'),
      'The first answer',
      'The second answer',
      'By mail, then.',
    ]);
    expect(data.map((one) => one.seq)).toEqual([1, 2, 3, 4]);
    expect([data.at(-1)?.direction, data.at(-1)?.key, seq]).toEqual(['in', null, 4]);
    expect(await mailbox.conversations()).toEqual([]);
  });

  it('is answered in the chat again; what they read there does not follow', async () => {
    await reached(await answer(left.id, 'Read at once'));
    const line = await lineOf(left);
    expect(line.data.at(-1)?.text).toBe('Read at once');
    const receipt = { status: 'read', seq: line.seq };
    expect((await left.visitor.call('POST', left.visitor.at('receipts'), receipt)).status).toBe(
      204,
    );
    await pass(60);
    await lookedAt();
    expect(mailsTo(ADDRESS)).toHaveLength(1);
    await reached(await answer(left.id, 'Not read'));
    await pass(60);
    const { text = '' } = await opened(await nextMail(ADDRESS, 1));
    expect(text).toContain('Not read');
    expect(text).not.toMatch(/Read at once|The first answer/);
  });
});

describe('an address that somebody only says to be theirs', () => {
  it('never gets what was said before it was given', async () => {
    const victim = 'victim@example.org';
    const { visitor, id } = await talk();
    await reached(await answer(id, 'Said before'));
    expect((await leave(visitor, victim)).status).toBe(204);
    await pass(60);
    await lookedAt();
    expect(mailsTo(victim)).toEqual([]);
    await reached(await answer(id, 'Said after'));
    await pass(60);
    const { text = '' } = await opened(await nextMail(victim));
    expect(text).toContain('Said after');
    expect(text).not.toContain('Said before');
  });

  it('is not taken for the person who really has it', async () => {
    const owned = 'real.customer@example.org';
    await dovecot.deliver(USER, letter({ from: `Real <${owned}>`, text: 'A secret of mine' }));
    await until(async () => (await mailbox.conversations()).length === 1, 15_000);
    const [real] = await mailbox.conversations();
    const { contactId, visitor } = await talk(owned);
    expect(contactId).not.toBe(real?.contact.id);
    expect((await lineOf({ visitor, id: '', contactId })).data).toHaveLength(1);
    expect((await contactOf(ana, contactId)).conversations).toHaveLength(1);
  });

  it('gets one mail in a quarter of an hour at most, on however many lines it is given', async () => {
    const crowded = 'crowded@example.org';
    const [one, two] = [await talk(crowded), await talk(crowded)];
    await reached(await answer(one.id, 'On the first line'));
    await reached(await answer(two.id, 'On the second line'));
    await pass(11);
    await nextMail(crowded);
    await lookedAt();
    expect(mailsTo(crowded)).toHaveLength(1);
    await pass(16);
    await nextMail(crowded, 1);
  });

  it('gets no more once its owner said so, by a button that no machine presses', async () => {
    const tired = 'tired@example.org';
    const first = await talk(tired);
    await reached(await answer(first.id, 'One'));
    await pass(60);
    const { text = '' } = await opened(await nextMail(tired));
    const path = /http:\/\/localhost:3000(\/no-more-mail\/\S+)/.exec(text)?.[1] ?? '';
    const page = await hub.app.inject({ method: 'GET', url: path });
    expect([page.statusCode, page.body]).toEqual([200, expect.stringContaining('No more mails')]);
    await reached(await answer(first.id, 'Two'));
    await pass(60);
    const second = await nextMail(tired, 1);
    // The same offer where mail programs look for it; ours is no https here, so they must ask first (RFC 8058).
    expect(new URL(fieldOf(second, 'List-Unsubscribe').slice(1, -1)).pathname).toMatch(
      /^\/no-more-mail\/./,
    );
    expect(fieldOf(second, 'List-Unsubscribe-Post')).toBe('');
    const pressed = await hub.app.inject({
      ...{ method: 'POST', url: path, payload: '' },
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(pressed.statusCode).toBe(200);
    const again = await talk(tired);
    await reached(await answer(first.id, 'Three'));
    await reached(await answer(again.id, 'Four'));
    await pass(60);
    await lookedAt();
    expect(mailsTo(tired)).toHaveLength(2);
    expect((await hub.app.inject({ method: 'GET', url: `${path}x` })).statusCode).toBe(404);
  });

  it('gets no more once a mail program said so, in one go and without a page', async () => {
    const weary = 'weary@example.org';
    const [one, other] = [await talk(weary), await talk('lively@example.org')];
    await reached(await answer(one.id, 'One'));
    await pass(60);
    const offered = fieldOf(await nextMail(weary), 'List-Unsubscribe').slice(1, -1);
    const body = new FormData();
    body.set('List-Unsubscribe', 'One-Click');
    const { port } = hub.app.server.address() as AddressInfo;
    const at = `http://127.0.0.1:${port}${new URL(offered).pathname}`;
    const forged = await fetch(`${at}x`, { method: 'POST', body });
    expect(forged.status).toBe(404);
    expect((await fetch(at, { method: 'POST', body })).status).toBe(200);
    await reached(await answer(one.id, 'Two'));
    await reached(await answer(other.id, 'To somebody else'));
    await pass(60);
    await nextMail('lively@example.org');
    await lookedAt();
    expect(mailsTo(weary)).toHaveLength(1);
  });

  it('is forgotten when the line turns out to be somebody’s who is signed in', async () => {
    const typed = 'typed-by-another@example.org';
    const { visitor, id } = await talk(typed);
    const settings = { identitySecret: SECRET };
    expect((await ana.call('PATCH', `/api/v1/channels/${website.id}`, { settings })).status).toBe(
      200,
    );
    const jwt = await vouch(website.id, SECRET);
    await visit(hub, website.id, { jwt, token: visitor.token });
    await reached(await answer(id, 'For the signed-in person alone'));
    await pass(60);
    await lookedAt();
    expect(mailsTo(typed)).toEqual([]);
  });
});

describe('an address that the website vouches for', () => {
  it('is known without being asked for, and gets every answer that was not read', async () => {
    const email = 'signed.in@example.org';
    const jwt = await vouch(website.id, SECRET, { sub: 'person-2', email });
    const signedIn = await talk(undefined, { jwt });
    expect((await lineOf(signedIn)).knowsEmail).toBe(true);
    await reached(await answer(signedIn.id, 'For the person alone'));
    expect((await leave(signedIn.visitor, 'somebody.else@example.org')).status).toBe(204);
    await pass(60);
    const { text = '' } = await opened(await nextMail(email));
    expect(text).toContain('For the person alone');
    expect(mailsTo('somebody.else@example.org')).toEqual([]);
  });
});

describe('a visitor with several talks', () => {
  it('is reached for each of them by the address they left in one, and answers into that one', async () => {
    const ADDRESS = 'ida@example.org';
    const here = `/api/v1/channels/${website.id}`;
    await ana.call('PATCH', here, { several: true });
    const first = await talk(ADDRESS);
    const { visitor, contactId } = first;
    const named = { name: 'another-talk-of-theirs' };
    const chosen = await visitor.call<{ token: string }>('POST', visitor.at('talks'), named);
    const second = new Visitor(hub, website.id, chosen.body.token);
    await second.says('A second matter', { key: 'key-of-the-second' });
    const found = (await inboxOf(ana, 'all')).find(({ preview }) => preview === 'A second matter');
    const other = { visitor: second, id: found?.id ?? '', contactId };
    await reached(await answer(other.id, 'About the second'));
    await pass(11);
    const mail = await nextMail(ADDRESS);
    expect((await opened(mail)).text).toContain('About the second');
    const to = fieldOf(mail, 'Reply-To').replace(/^.*<|>.*$/g, '');
    await dovecot.deliver(USER, letter({ from: `Ida <${ADDRESS}>`, to, text: 'Also by mail.' }));
    await until(async () => (await mailbox.texts(other.id)).includes('Also by mail.'), 15_000);
    expect((await lineOf(other)).data.at(-1)?.text).toBe('Also by mail.');
    expect((await lineOf(first)).data).toHaveLength(1);
    await ana.call('PATCH', here, { several: false });
  });
});

describe('the setting', () => {
  it('takes channels alone that can write to an address first, where people come by our widget', async () => {
    const wrong = { channelId: website.id, minutes: 10 };
    expect((await setContinues(wrong)).status).toBe(400);
    expect((await setContinues({ channelId: mailbox.id, minutes: 10 }, mailbox.id)).status).toBe(
      400,
    );
    expect((await setContinues({ channelId: mailbox.id, minutes: 7 })).status).toBe(400);
  });

  it('off, nothing follows', async () => {
    const patient = 'patient@example.org';
    const { id } = await talk(patient);
    expect((await setContinues(null)).body.continues).toBeNull();
    await reached(await answer(id, 'It waits in the chat'));
    await pass(60);
    await lookedAt();
    expect(mailsTo(patient)).toEqual([]);
  });
});
