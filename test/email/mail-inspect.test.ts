/** What `npm run adapter -- parse email` prints of whole mails. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inspectMail, inspectText } from '../../adapters/email/mail/inspect.ts';
import { letter } from './mail/letter.ts';

const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'mail', name));

test('an answer with a picture in it and a file', async () => {
  expect(await inspectMail(fixture('reply.eml'))).toEqual({
    messageId: '<reply-2@mail.example.com>',
    inReplyTo: '<c.7.1@shop.example>',
    references: ['<first-1@mail.example.com>', '<c.7.1@shop.example>'],
    from: { address: 'li.si@example.com', name: '李四' },
    replyTo: { address: 'li@example.org', name: 'Li Si' },
    to: [{ address: 'support@shop.example', name: 'Shop, Support' }],
    cc: [{ address: 'bo@example.com', name: 'Bo Berg' }],
    deliveredTo: ['support@shop.example'],
    subject: 'Re: Order 7 – where is it?',
    date: '2024-05-17T08:00:00.000Z',
    text: expect.stringMatching(
      /^It has not come. See the picture – thanks!\n\nOn .*> Has it come\?\n$/s,
    ),
    html: expect.stringMatching(
      /^<div dir="ltr">It has not come.*<img width="10" src="cid:box@example" \/><\/div>\s*<img data-remote-src="https:\/\/track.example\/p.gif" \/>/s,
    ),
    strippedText: 'It has not come. See the picture – thanks!',
    quotedText: expect.stringContaining('> Has it come?'),
    forwarded: null,
    attachments: [
      {
        name: 'box.png',
        type: 'image/png',
        size: 8,
        md5: 'e9dd2797018cad79186e03e8c5aec8dc',
        contentId: 'box@example',
        inline: true,
      },
      {
        name: '发票.pdf',
        type: 'application/pdf',
        size: 9,
        md5: '6446a98080f5e51ab7f0abc0e8eda635',
        contentId: '',
        inline: false,
      },
    ],
    verdict: { kind: 'human', bounce: null },
    unparsed: false,
  });
});

test('a bounce, with what came back in it', async () => {
  expect(await inspectMail(fixture('bounce.eml'))).toMatchObject({
    from: { address: 'mailer-daemon@mx.example.org', name: 'Mail Delivery System' },
    replyTo: null,
    attachments: [
      { name: 'attachment-1.txt', type: 'message/delivery-status' },
      { name: 'Your order.eml', type: 'message/rfc822' },
    ],
    verdict: {
      kind: 'bounce',
      bounce: {
        originalMessageId: '<c.7.1@shop.example>',
        recipients: [{ address: 'nobody@example.org' }],
      },
    },
  });
});

test('a forwarded mail, with whom it came from', async () => {
  const body =
    '---------- Forwarded message ---------\nFrom: Ana <ana@example.com>\nDate: Fri, 17 May 2024\nSubject: Broken\nTo: <us@shop.example>\n\nIt broke.';
  const forwarded = {
    from: { address: 'ana@example.com', name: 'Ana' },
    subject: 'Broken',
    text: 'It broke.',
  };
  expect(await inspectMail(letter(['Subject: Fwd: Broken'], body))).toMatchObject({ forwarded });
  expect(inspectText(body)).toMatchObject({ forwarded });
});

test('a text alone', () => {
  const text = 'Yes.\n\nOn Mon, 1 Jan 2024 Bo <bo@example.com> wrote:\n> No?';
  expect(inspectText(text)).toEqual({
    text,
    strippedText: 'Yes.',
    quotedText: expect.stringContaining('> No?'),
    forwarded: null,
  });
});

test('a mail over a limit, by the limit', async () => {
  const raw = letter([`X: ${'x'.repeat(1_100_000)}`]);
  expect(await inspectMail(raw)).toEqual({
    unparsed: 'the mail has more than 1,048,576 bytes of header',
  });
});
