/** Who wrote a mail, to whom, when, and in answer to what. */
import { describe, expect, test } from 'vitest';
import { readMail } from '../../adapters/email/mail/read-mail.ts';
import { letter, readField } from './mail/letter.ts';

const show = (people: { name: string; address: string }[]) =>
  people.map(({ name, address }) => (name ? `${name} <${address}>` : address));

describe('a list of people is read', () => {
  test.each([
    ['bare', 'ana@example.com', ['ana@example.com']],
    ['in brackets', '<ana@example.com>', ['ana@example.com']],
    ['with a name', 'Ana Lima <ana@example.com>', ['Ana Lima <ana@example.com>']],
    ['with a quoted name', '"Lima, Ana" <ana@example.com>', ['Lima, Ana <ana@example.com>']],
    [
      'with an escaped quote',
      '"Ana \\"A\\" Lima" <ana@example.com>',
      ['Ana "A" Lima <ana@example.com>'],
    ],
    ['with a comma nobody quoted', 'Lima, Ana <ana@example.com>', ['Lima, Ana <ana@example.com>']],
    ['in capitals', 'Ana <Ana@EXAMPLE.com>', ['Ana <ana@example.com>']],
    ['with a remark', 'ana@example.com (Ana Lima)', ['Ana Lima <ana@example.com>']],
    ['with remarks inside', 'Ana (a (b)) <ana(x)@example.com>', ['Ana <ana@example.com>']],
    [
      'with an encoded comma',
      '=?utf-8?Q?Lima=2C_Ana?= <ana@example.com>',
      ['Lima, Ana <ana@example.com>'],
    ],
    [
      'with a raw comma in a word',
      '=?utf-8?Q?Lima,_Ana?= <ana@example.com>',
      ['Lima, Ana <ana@example.com>'],
    ],
    [
      'with quotes around a word',
      '"=?utf-8?B?5oKo5aW9?=" <ana@example.com>',
      ['您好 <ana@example.com>'],
    ],
    ['as one encoded word', '=?utf-8?Q?Ana_=3Cana=40example.com=3E?=', ['Ana <ana@example.com>']],
    [
      'several',
      'ana@example.com, Bo <bo@example.com>; cy@example.com',
      ['ana@example.com', 'Bo <bo@example.com>', 'cy@example.com'],
    ],
    [
      'in a group',
      'friends: ana@example.com, Bo <bo@example.com>;',
      ['ana@example.com', 'Bo <bo@example.com>'],
    ],
    ['in an empty group', 'undisclosed-recipients:;', []],
    ['with a link', '<mailto:ana@example.com>', ['ana@example.com']],
    ['with a route', '<@one.example,@two.example:ana@example.com>', ['ana@example.com']],
    [
      'with a bracket nobody closed',
      'Ana <ana@example.com, Bo <bo@example.com>',
      ['Ana <ana@example.com>', 'Bo <bo@example.com>'],
    ],
    ['with a bracket nobody opened', 'ana@example.com>', ['ana@example.com']],
    ['with a quote nobody closed', '"Ana <ana@example.com>', ['Ana <ana@example.com>']],
    ['with two pairs of brackets', 'Ana <Support> <ana@example.com>', ['Ana <ana@example.com>']],
    ['without brackets', 'Ana Lima ana@example.com', ['Ana Lima <ana@example.com>']],
    ['with blanks', 'ana @ example . com', ['ana@example.com']],
    ['with a quoted mailbox', '"ana lima"@example.com', ['"ana lima"@example.com']],
    ['beyond ASCII', 'Ana <anä@exämple.com>', ['Ana <anä@exämple.com>']],
    ['empty', '', []],
    ['with nobody in it', ', ;; <> "" ()', []],
  ])('%s', async (_, list, people) => {
    expect(show((await readField(`To: ${list}`)).to)).toEqual(people);
  });
});

describe('the sender is', () => {
  test.each([
    [
      'whom From names',
      ['From: Ana <ana@example.com>', 'Sender: bo@example.com'],
      'ana@example.com',
    ],
    ['the first of several', ['From: ana@example.com, bo@example.com'], 'ana@example.com'],
    ['the first with an address', ['From: Ana', 'From: ana@example.com'], 'ana@example.com'],
    [
      'whom answers go to',
      ['From: ', 'Reply-To: bo@example.com', 'Sender: cy@example.com'],
      'bo@example.com',
    ],
    ['who sent it', ['From: nobody at all', 'Sender: cy@example.com'], 'cy@example.com'],
    ['where it is returned to', ['Return-Path: <dee@example.com>'], 'dee@example.com'],
    ['nobody', ['From: Ana'], ''],
    ['nobody an encoded word hides', ['From: =?utf-8?Q?ceo=40example.org?='], ''],
    ['nobody a word in an address hides', ['From: =?utf-8?Q?=40example.org?=@example.com'], ''],
    ['nobody who stands in quotes', ['From: "ceo@example.org"'], ''],
    [
      'who stands outside of quotes',
      ['From: "by ceo@example.org" ana@example.com'],
      'ana@example.com',
    ],
    ['behind the last @', ['From: ana@host@example.com'], 'ana@host@example.com'],
    // What people see must be where an answer goes.
    ['no address in a name', ['From: "ceo@example.org" <ana@example.com>'], 'ana@example.com'],
    [
      'no address in an encoded name',
      ['From: =?utf-8?Q?ceo=40example.org?= <ana@example.com>'],
      'ana@example.com',
    ],
    [
      'no address in a bracketed name',
      ['From: "Ceo <ceo@example.org>" <ana@example.com>'],
      'ana@example.com',
    ],
  ])('%s', async (_, head, address) => {
    expect((await readMail(letter(head))).from.address).toBe(address);
  });

  test('called what they call themselves, also without an address', async () => {
    expect((await readField('From: Ana Lima')).from).toEqual({ name: 'Ana Lima', address: '' });
  });
});

test('the servers on the way say to whom it was delivered', async () => {
  const mail = await readMail(
    letter([
      'Delivered-To: a@example.com',
      'X-Original-To: B@example.com',
      'Delivered-To: b@example.com',
    ]),
  );
  expect(mail.deliveredTo).toEqual(['a@example.com', 'b@example.com']);
});

describe('a date is read', () => {
  test.each([
    ['Fri, 17 May 2024 10:00:00 +0200', '2024-05-17T08:00:00.000Z'],
    ['17 May 2024 10:00 -0330', '2024-05-17T13:30:00.000Z'],
    ['Fri, 17 May 24 10:00:00 GMT', '2024-05-17T10:00:00.000Z'],
    ['Fri, 17-May-2024 10:00:00 EDT', '2024-05-17T14:00:00.000Z'],
    ['Fri May 17 10:00:00 2024', '2024-05-17T10:00:00.000Z'],
    ['Fri May 17 10:00:00 CEST 2024', '2024-05-17T08:00:00.000Z'],
    ['Fri, 17 May 2024 10:00:00 +0200 (Mitteleuropäische Sommerzeit)', '2024-05-17T08:00:00.000Z'],
    ['Fri, 17 May 2024 10:00:00 GMT+02:00', '2024-05-17T08:00:00.000Z'],
    ['Friday, May 17, 2024 10:00 PM', '2024-05-17T22:00:00.000Z'],
    ['2024-05-17T10:00:00Z', '2024-05-17T10:00:00.000Z'],
    ['2024-05-17 10:00:00.123 +0800', '2024-05-17T02:00:00.000Z'],
    ['17.05.2024 10:00', '2024-05-17T10:00:00.000Z'],
    ['5/17/2024 10:00:00', '2024-05-17T10:00:00.000Z'],
    ['Fri, 17 May 2024 10.00.00 +0200', '2024-05-17T08:00:00.000Z'],
    ['Fri, 17 May 2024', '2024-05-17T00:00:00.000Z'],
  ])('%s', async (written, moment) => {
    expect((await readField(`Date: ${written}`)).date?.toISOString()).toBe(moment);
  });

  const received = [
    'Received: by b.example; Fri, 17 May 2024 10:00:09 +0000',
    'Received: by a.example; Fri, 17 May 2024 10:00:05 +0000',
  ];

  test.each([
    '',
    'Date: soon',
    'Date: 45 Foo 2024',
    'Date: Thu, 01 Jan 1970 00:00:00 +0000',
    'Date: Fri, 17 May 2199 10:00:00 +0000',
    'Date: Sun, 19 May 2024 10:00:00 +0000',
  ])('from the first server that saw the mail instead of %j', async (line) => {
    const mail = await readMail(letter([...received, ...(line ? [line] : [])]));
    expect(mail.date?.toISOString()).toBe('2024-05-17T10:00:05.000Z');
  });

  test("to be the sender's where it is not absurd, and null where nobody knows", async () => {
    const mail = await readMail(letter([...received, 'Date: Wed, 1 May 2024 10:00:00 +0000']));
    expect(mail.date?.toISOString()).toBe('2024-05-01T10:00:00.000Z');
    expect((await readField('Date: soon')).date).toBeNull();
  });
});

describe('the ids of a mail', () => {
  test.each([
    ['<a.1@example.com>', '<a.1@example.com>'],
    ['a.1@example.com', '<a.1@example.com>'],
    [' <a.1@example.com> (added by relay)', '<a.1@example.com>'],
    ['<a.1@exam\r\n ple.com>', '<a.1@example.com>'],
    ['<no-domain>', '<no-domain>'],
    ['no-domain', '<no-domain>'],
    ['<>', ''],
  ])('its own, written %j', async (written, id) => {
    expect((await readField(`Message-ID: ${written}`)).messageId).toBe(id);
  });

  test.each([
    ['<a@x.example> <b@x.example>', ['<a@x.example>', '<b@x.example>']],
    ['<a@x.example>,<b@x.example>\r\n\t<a@x.example>', ['<a@x.example>', '<b@x.example>']],
    ['a@x.example, b@x.example', ['<a@x.example>', '<b@x.example>']],
    ['Your mail of <a@x.example>', ['<a@x.example>']],
    ['none', []],
  ])('those before it, written %j', async (written, ids) => {
    expect((await readField(`References: ${written}`)).references).toEqual(ids);
  });

  test('the one it answers', async () => {
    const mail = await readMail(
      letter(['In-Reply-To: message of Friday <a@x.example>', 'In-Reply-To: <b@x.example>']),
    );
    expect(mail.inReplyTo).toBe('<a@x.example>');
  });
});
