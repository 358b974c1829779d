/** A mail that cannot be read is shown all the same. */
import { describe, expect, test } from 'vitest';
import { replyAddressFor } from '../../adapters/email/tokens.ts';
import { fetched, mail, messageIn, settings } from './channel.ts';

const limits = { unsupported: expect.stringContaining('could not be read'), text: '' };

describe('over a limit it comes with itself as a file', () => {
  const parts = Array.from({ length: 1_100 }, () => '--b\r\n\r\nx\r\n').join('');
  const raw = mail({ 'Content-Type': 'multipart/mixed; boundary=b' }, `${parts}--b--`);

  test('from its sender, under its subject, and with the reason', async () => {
    const message = await messageIn(fetched(raw));
    expect(message).toMatchObject({
      ...limits,
      subject: 'Stock',
      from: { value: 'ana@example.org', verified: false },
      automatic: 'notice',
    });
    expect(message.unsupported).toContain('1,000 parts');
    const [file] = message.attachments ?? [];
    expect(file).toMatchObject({ name: 'mail.eml', type: 'message/rfc822', size: raw.length });
    expect(file?.source).toEqual({ content: new TextEncoder().encode(raw) });
  });

  test('once, wherever it lies', async () => {
    const there = await messageIn({ ...fetched(raw), url: '/imap/INBOX/8/5' });
    expect(there.externalId).toBe((await messageIn(fetched(raw))).externalId);
  });

  test('and another beside it is another', async () => {
    const other = await messageIn(fetched(`${raw}\r\n`));
    expect(other.externalId).not.toBe((await messageIn(fetched(raw))).externalId);
  });
});

describe('without its contents it joins its line', () => {
  const reply = replyAddressFor('t1', settings);
  const head = mail({ To: reply, Subject: '=?utf-8?q?Gr=C3=BC=C3=9Fe?=' }, '');

  test.each([
    [{ 'x-too-large': '61000000' }, 'it has 61 MB, which is more than is taken'],
    [{ 'x-unreadable': 'fetch' }, 'the mailbox could not hand it over'],
  ])('with %j', async (headers, why) => {
    const message = await messageIn(fetched(head, headers));
    expect(message).toMatchObject({
      ...limits,
      subject: 'Grüße',
      from: { value: 'ana@example.org' },
      answers: [{ proof: 'token', thread: 't1' }],
      attachments: [],
    });
    expect(message.unsupported).toContain(why);
  });

  test('and a name of its place where it has none', async () => {
    const nothing = fetched('', {
      'x-unreadable': 'fetch',
      'x-received-at': '2026-11-20T12:00:00Z',
    });
    const first = await messageIn(nothing);
    const next = await messageIn({ ...nothing, url: '/imap/INBOX/7/2' });
    expect(first.from.name).toBe('Unknown sender');
    expect(first.at).toEqual(new Date('2026-11-20T12:00:00Z'));
    expect(next.externalId).not.toBe(first.externalId);
    expect(await messageIn(nothing)).toEqual(first);
  });

  test('and no machine answers a bounce whose report is missing', async () => {
    const bounce = mail({
      From: 'mailer-daemon@mail.example.org',
      Subject: 'Undelivered Mail Returned to Sender',
      'Content-Type': 'multipart/report; report-type=delivery-status; boundary=b',
    });
    const message = await messageIn(fetched(bounce, { 'x-too-large': '61000000' }));
    expect(message).toMatchObject({ ...limits, automatic: 'notice' });
  });
});

test('two people without a name are two people', async () => {
  const raw = (text: string) => mail({ From: 'nobody to write to' }, text);
  const [one, other] = [await messageIn(fetched(raw('a'))), await messageIn(fetched(raw('b')))];
  expect(one.from.value).not.toBe(other.from.value);
});
