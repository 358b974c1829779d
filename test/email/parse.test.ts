/** Whose answer a mail is, and what it is called. */
import { describe, expect, test } from 'vitest';
import { adapter } from '../../adapters/email/adapter.ts';
import { replyAddressFor } from '../../adapters/email/tokens.ts';
import type { Answers } from '../../adapters/message.ts';
import {
  fetched,
  mail,
  messageIn,
  OUR_ID,
  otherChannel,
  otherSecret,
  posted,
  settings,
  taken,
} from './channel.ts';

const reply = replyAddressFor('t1', settings);
const token = { proof: 'token', thread: 't1' };
const reference = (id: string): Answers => ({ proof: 'reference', reference: id });

const answersOf = async (...given: Parameters<typeof messageIn>) =>
  (await messageIn(...given)).answers;

describe('a reply address is recognised', () => {
  test.each(['To', 'Cc', 'Delivered-To', 'X-Original-To', 'Envelope-To'])('in %s', async (name) => {
    expect(await answersOf(fetched(mail({ [name]: reply })))).toEqual([token]);
  });

  test('in capitals, and among others', async () => {
    const cc = `bo@example.org, "Help" <${reply.toUpperCase()}>`;
    expect(await answersOf(fetched(mail({ Cc: cc })))).toEqual([token]);
  });

  test('in the envelope, where the mail itself names somebody else', async () => {
    const request = taken(mail(), { 'x-envelope-to': `hello@example.com, ${reply}` });
    expect(await answersOf(request)).toEqual([token]);
  });

  test('once, however often it stands there', async () => {
    expect(await answersOf(fetched(mail({ To: reply, Cc: reply })))).toEqual([token]);
  });

  test('before any name of an earlier mail', async () => {
    const raw = mail({ To: reply, 'In-Reply-To': '<a@example.org>' });
    expect(await answersOf(fetched(raw))).toEqual([token, reference('<a@example.org>')]);
  });
});

describe('a reply address is not believed', () => {
  test.each([
    ['of another channel', replyAddressFor('t1', otherChannel)],
    ['of another secret', replyAddressFor('t1', otherSecret)],
    ['for another thread', reply.replace('.t1.', '.t2.')],
    ['cut short', reply.replace(/.@/, '@')],
    ['made up', 'help+r.t1.aaaaaaaaaaaaaaaa@example.com'],
  ])('%s', async (_, address) => {
    expect(await answersOf(fetched(mail({ To: address })))).toEqual([]);
    expect(await answersOf(fetched(mail({ To: reply })))).toEqual([token]);
  });

  test('in Reply-To or the subject, which the sender writes about others', async () => {
    expect(await answersOf(fetched(mail({ 'Reply-To': reply, Subject: reply })))).toEqual([]);
  });
});

describe('earlier mails are named', () => {
  test('first the one it answers, then the line from its end', async () => {
    const raw = mail({
      'In-Reply-To': '<C@example.org>',
      References: '<a@example.org> <b@example.org> <C@example.org>',
    });
    const ids = ['<c@example.org>', '<b@example.org>', '<a@example.org>'];
    expect(await answersOf(fetched(raw))).toEqual(ids.map(reference));
  });

  test('as the mail itself is called, whatever the case', async () => {
    const message = await messageIn(fetched(mail({ 'Message-ID': '<Q1@Mail.Example.org>' })));
    expect(message.reference).toBe('<q1@mail.example.org>');
  });

  test('at most forty, the nearest', async () => {
    const ids = Array.from({ length: 100 }, (_, index) => `<${index}@example.org>`);
    const answers = await answersOf(fetched(mail({ References: ids.join('\r\n ') })));
    expect(answers).toEqual(ids.slice(-40).toReversed().map(reference));
  });

  test('and a mail without any begins a line of its own', async () => {
    const message = await messageIn(fetched(mail({ Subject: 'Re: Stock [#7]' })));
    expect(message.answers).toEqual([]);
    expect(message.thread).toMatch(/^[0-9a-f]{24}$/);
  });
});

describe('the id', () => {
  const idOf = async (raw: string) => (await messageIn(fetched(raw))).externalId;

  test('is the same by whatever way a mail comes', async () => {
    const raw = mail({ To: reply });
    const later = `Received: from a.example by b.example; Fri, 20 Nov 2026 12:30:00 +0000\r\n${raw}`;
    const ways = [fetched(raw), taken(raw, { 'x-envelope-to': reply }), posted(raw), posted(later)];
    const messages = await Promise.all(ways.map((request) => messageIn(request)));
    expect(new Set(messages.map(({ externalId }) => externalId)).size).toBe(1);
    expect(new Set(messages.map(({ thread }) => thread)).size).toBe(1);
  });

  test('is another for another mail that took the same Message-ID', async () => {
    const id = await idOf(mail());
    expect(await idOf(mail({}, 'Something else.'))).not.toBe(id);
    expect(await idOf(mail({ From: 'eve@example.net' }))).not.toBe(id);
    expect(await idOf(mail({ Subject: 'Stocks' }))).not.toBe(id);
    expect(await idOf(mail())).toBe(id);
  });

  test('begins another line in another channel', async () => {
    const { externalId, thread } = await messageIn(fetched(mail()), otherChannel);
    expect(externalId).toBe(await idOf(mail()));
    expect(thread).not.toBe((await messageIn(fetched(mail()))).thread);
  });

  test('stays short, however long a Message-ID is', async () => {
    expect(
      (await idOf(mail({ 'Message-ID': `<${'x'.repeat(900)}@a.example>` }))).length,
    ).toBeLessThan(400);
  });
});

describe('a copy of ours says nothing new', () => {
  const marked = { 'X-Interline-Message': '0193f1c2-7a5b-7c3d-8e4f-5a6b7c8d9e0f' };

  test.each([
    ['known by its id', { 'Message-ID': OUR_ID }],
    ['renamed on the way', { From: 'help@example.com', ...marked }],
    ['renamed, and sent under another name of ours', { From: 'hello@example.com', ...marked }],
  ])('%s', async (_, fields) => {
    const events = await adapter.parse(fetched(mail(fields)), settings);
    expect(events).toMatchObject([{ type: 'ignored', reason: 'a copy of our own mail' }]);
  });

  test('but a stranger’s mail is none for carrying such a header', async () => {
    expect((await messageIn(fetched(mail(marked)))).text).toBe('Hello.');
  });
});

test('our own door takes in mail for every address of the channel', () => {
  const replyAddress = '@Replies.example.com';
  expect(adapter.addresses?.({ ...settings, replyAddress })).toEqual([
    'help@example.com',
    'hello@example.com',
    'contact@example.com',
    '@replies.example.com',
  ]);
});

test('a form is read byte for byte, signs of its own left as they are included', () => {
  const raw = mail({}, 'a=b; 50 % & more + é\r\n');
  const escaped = encodeURIComponent(raw).replaceAll('%3D', '=').replaceAll('%20', '+');
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const body = new TextEncoder().encode(`token=x&body-mime=${escaped}&end=`);
  const original = adapter.original?.({ method: 'POST', url: '/webhook', headers, body });
  expect(new TextDecoder().decode(original?.content)).toBe(raw);
});

test('the original is the raw mail, byte for byte, by whatever way it came', () => {
  const raw = mail();
  const bytes = new TextEncoder().encode(raw);
  for (const request of [fetched(raw), taken(raw), posted(raw)]) {
    const original = adapter.original?.(request);
    expect(original?.extension).toBe('eml');
    expect(Buffer.from(original?.content ?? []).equals(bytes)).toBe(true);
  }
});
