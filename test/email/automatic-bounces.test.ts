/** Bounces: recognised, understood and linked to the mail they are about (C6). */
import { describe, expect, test } from 'vitest';
import { type BouncedRecipient, readBounce } from '../../adapters/email/automatic/bounce.ts';
import { verdictOf } from '../../adapters/email/automatic/verdict.ts';
import { expected, names, OUR_ID, own, read } from './automatic/fixtures.ts';
import { mailWith } from './automatic/mail-builder.ts';

/** `named: false`: the bounce says nowhere which mail it is about. */
type Expected = { recipients: BouncedRecipient[]; named?: false };
const bounces = expected<Expected>('bounces');

describe('a bounce as mail systems write it', () => {
  test('has an expectation in every fixture', () => {
    expect(names('bounces').sort()).toEqual([...bounces.keys()].sort());
    expect(bounces.size).toBeGreaterThanOrEqual(80);
  });

  test.each([...bounces])('%s is understood', async (name, { recipients, named }) => {
    const { kind, bounce } = verdictOf(await read('bounces', name), own);
    expect({ kind, bounce }).toEqual({
      kind: 'bounce',
      bounce: { originalMessageId: named === false ? null : OUR_ID, recipients },
    });
  });
});

test('a bounce that took over the name of the mail in it is linked by that name', () => {
  const name = '<one-for-both@mx.example.net>';
  const bounce = (returned: string) =>
    readBounce(
      mailWith(
        ['From: MAILER-DAEMON@mx.example.net', `Message-ID: ${name}`, 'Subject: failure notice'],
        {
          text: `<ana@x.example>: no such user\n\nThe message ID was ${name}\n\n${returned}`,
        },
      ),
    );
  expect(bounce('')?.originalMessageId).toBeNull();
  expect(
    bounce(`--- Below is a copy of the message.\n\nReturn-Path: <a@b.example>\nMessage-ID: ${name}`)
      ?.originalMessageId,
  ).toBe(name);
});

describe('a delivery report', () => {
  const report = (text: string, more = '') =>
    mailWith(['From: MAILER-DAEMON@mx.example.net', 'Content-Type: multipart/report'], {
      text: more,
      reports: [{ type: 'message/delivery-status', text }],
    });
  const recipients = (text: string, more?: string) =>
    readBounce(report(text, more))?.recipients ?? [];

  test('is read with its recipients not parted by an empty line', () => {
    const text = `Reporting-MTA: dns; mx
Final-Recipient: rfc822; a@x.example
Action: failed
Status: 5.1.1
Final-Recipient: rfc822; b@x.example
Action: delayed
Status: 4.4.1`;
    expect(recipients(text).map(({ address, action }) => [address, action])).toEqual([
      ['a@x.example', 'failed'],
      ['b@x.example', 'delayed'],
    ]);
  });

  test('is read with an empty line inside a recipient', () => {
    const text = 'Final-Recipient: rfc822; a@x.example\nAction: failed\n\nStatus: 5.2.2\n';
    expect(recipients(text)).toMatchObject([{ address: 'a@x.example', status: '5.2.2' }]);
  });

  test('names whom was written to, and the final recipient when nothing else is an address', () => {
    const both =
      'Original-Recipient: rfc822; alias@x.example\nFinal-Recipient: rfc822; a@x.example';
    const final = 'Final-Recipient: rfc822; a@x.example';
    const local = 'Original-Recipient: rfc822; alias@x.example\nFinal-Recipient: x-local; root';
    const odd = 'Original-Recipient: x-local; root\nFinal-Recipient: rfc822; a@x.example';
    expect(recipients(both).map(({ address }) => address)).toEqual(['alias@x.example']);
    expect(recipients(local).map(({ address }) => address)).toEqual(['alias@x.example']);
    expect(recipients(final).map(({ address }) => address)).toEqual(['a@x.example']);
    expect(recipients(odd).map(({ address }) => address)).toEqual(['a@x.example']);
  });

  test("takes the server's own status where the report says only that it failed", () => {
    const text = `Final-Recipient: rfc822; a@x.example
Status: 5.0.0
Diagnostic-Code: smtp; 552 5.2.2 quota exceeded`;
    expect(recipients(text)).toMatchObject([{ status: '5.2.2', replyCode: '552', hard: false }]);
  });

  test('calls no address gone while the server still tries', () => {
    const text = 'Final-Recipient: rfc822; a@x.example\nAction: delayed\nStatus: 5.1.1';
    expect(recipients(text)).toMatchObject([{ action: 'delayed', hard: false }]);
  });

  test('without a cause is soft', () => {
    const text = 'Final-Recipient: rfc822; a@x.example\nAction: failed\nStatus: 5.0.0';
    expect(recipients(text)).toMatchObject([
      { hard: false, reason: 'The message could not be delivered.' },
    ]);
  });

  test.each([
    ['5.1.1', '550 5.1.1 mailbox over quota', false],
    ['5.7.1', '550 5.7.1 No such user here', true],
    ['4.1.1', '450 4.1.1 Recipient address rejected', false],
    ['5.1.1', '550 5.1.1 rejected', true],
    ['5.2.1', '550 5.2.1 mailbox unavailable', false],
    ['5.0.0', '550 Requested action not taken: mailbox unavailable', true],
    ['5.1.8', '550 5.1.8 Sender address rejected: Domain not found', false],
    ['5.4.4', '554 5.4.4 SMTPSEND.DNS.NonExistentDomain; nonexistent domain', true],
    ['5.0.0', '556 no mail for this domain', true],
    ['5.1.1', '550 5.1.1 User unknown (in reply to end of DATA command)', true],
    ['5.0.0', '550 User unknown (in reply to end of DATA command)', false],
  ])('%s "%s": gone for good is %s', (status, words, hard) => {
    const text = `Final-Recipient: rfc822; a@x.example\nAction: failed\nStatus: ${status}\nDiagnostic-Code: smtp; ${words}`;
    expect(recipients(text)).toMatchObject([{ hard }]);
  });
});

test('a bounce is found by what it answers when it returns nothing', () => {
  const mail = mailWith(
    ['From: MAILER-DAEMON@mx.example.net', 'Subject: failure notice', `In-Reply-To: ${OUR_ID}`],
    { text: '<a@x.example>: user unknown' },
  );
  expect(readBounce(mail)?.originalMessageId).toBe(OUR_ID);
});

describe('a postmaster who answers', () => {
  const about = (subject: string) =>
    mailWith(['From: postmaster@dest.example', `Subject: ${subject}`], {
      text: 'Your mail could not be delivered because our server was down. It is up again.',
    });

  test('sends no bounce', () => {
    expect(readBounce(about('Mail delivery failed'))).not.toBeNull();
    expect(readBounce(about('Re: Mail delivery failed'))).toBeNull();
  });
});

describe('a megabyte of hostile text', () => {
  const pieces = [
    'a',
    '@',
    'a@',
    '<',
    ' ',
    '\n',
    '550 5.1.1 ',
    'mailbox ',
    '-- original ',
    '<a@b>:\n',
  ];
  test.each([
    ...pieces,
    'message-id <',
    'Final-Recipient: rfc822; a@b.c\n',
    'a.',
    'user unknown.x ',
  ])('of "%s" is read in no time', (piece) => {
    const text = piece.repeat(Math.ceil(1_000_000 / piece.length));
    const start = performance.now();
    readBounce(
      mailWith(['From: MAILER-DAEMON@x', `Subject: ${text.slice(0, 100_000)}`], {
        text,
        reports: [
          { type: 'message/delivery-status', text },
          { type: 'text/rfc822-headers', text },
        ],
      }),
    );
    expect(performance.now() - start).toBeLessThan(1_500);
  });
});
