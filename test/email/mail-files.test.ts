/** What a mail brings besides its text (RFC 2045, RFC 2046). */
import { describe, expect, test } from 'vitest';
import { readMail } from '../../adapters/email/mail/read-mail.ts';
import { letter, parts, readText } from './mail/letter.ts';

const mixed = ['Content-Type: multipart/mixed; boundary=b'];
const plain = (text: string) => `Content-Type: text/plain\r\n\r\n${text}`;
const html = (text: string) => `Content-Type: text/html\r\n\r\n${text}`;
const within = (kind: string, boundary: string, ...pieces: (string | Buffer)[]) =>
  Buffer.concat([
    Buffer.from(`Content-Type: multipart/${kind}; boundary=${boundary}\r\n\r\n`),
    parts(boundary, ...pieces),
  ]);
const filesOf = async (head: readonly string[], body: string | Buffer) =>
  (await readMail(letter(head, body))).files.map(({ name, type, content }) => [
    name,
    type,
    Buffer.from(content).toString('latin1'),
  ]);

describe('a file is', () => {
  const inner = 'From: bo@example.com\r\nSubject: =?utf-8?Q?Old_n=2F1?=\r\n\r\nHi';

  test.each([
    [
      'a part of another type',
      ['Content-Type: application/pdf; name=a.pdf\r\n\r\nx'],
      [['a.pdf', 'application/pdf', 'x']],
    ],
    [
      'what is attached',
      ['Content-Type: text/plain; name=a.txt\r\nContent-Disposition: attachment\r\n\r\nx'],
      [['a.txt', 'text/plain', 'x']],
    ],
    [
      'a text with a name behind the text',
      [
        plain('a'),
        'Content-Type: text/plain\r\nContent-Disposition: inline; filename=a.txt\r\n\r\nx',
      ],
      [['a.txt', 'text/plain', 'x']],
    ],
    [
      'a mail, just as it was',
      [`Content-Type: message/rfc822\r\n\r\n${inner}`],
      [['Old n_1.eml', 'message/rfc822', inner]],
    ],
    [
      'a mail without a subject',
      ['Content-Type: message/rfc822\r\n\r\nTo: a@example.com\r\n\r\n'],
      [['attachment-1.eml', 'message/rfc822', 'To: a@example.com\r\n\r\n']],
    ],
    [
      'a calendar',
      ['Content-Type: text/calendar; name=a.ics\r\n\r\nx'],
      [['a.ics', 'text/calendar', 'x']],
    ],
    [
      'a signature',
      ['Content-Type: application/pgp-signature; name=s.asc\r\n\r\nx'],
      [['s.asc', 'application/pgp-signature', 'x']],
    ],
    [
      'what Outlook wraps everything in',
      ['Content-Type: application/ms-tnef; name=winmail.dat\r\n\r\nx'],
      [['winmail.dat', 'application/ms-tnef', 'x']],
    ],
    [
      'known by its name alone',
      ['Content-Disposition: attachment; filename=a.PDF\r\n\r\nx'],
      [['a.PDF', 'application/pdf', 'x']],
    ],
    [
      'whose name is called a file',
      ['Content-Type: application/octet-stream; file=a.exe\r\n\r\nx'],
      [['a.exe', 'application/octet-stream', 'x']],
    ],
    [
      'a piece of a mail',
      ['Content-Type: message/partial; number=1\r\n\r\nx'],
      [['attachment-1.eml', 'message/partial', 'x']],
    ],
    [
      'a pointer to one',
      ['Content-Type: message/external-body; name=a.ps\r\n\r\nx'],
      [['a.ps', 'message/external-body', 'x']],
    ],
    [
      'both halves of an old Macintosh file',
      [
        within(
          'appledouble',
          'i',
          'Content-Type: application/applefile; name=a\r\n\r\nx',
          'Content-Type: image/gif; name=a.gif\r\n\r\ny',
        ),
      ],
      [
        ['a', 'application/applefile', 'x'],
        ['a.gif', 'image/gif', 'y'],
      ],
    ],
    [
      'a mail in a digest',
      [within('digest', 'i', `Content-Type: message/rfc822\r\n\r\n${inner}`)],
      [['Old n_1.eml', 'message/rfc822', inner]],
    ],
    [
      'in uuencode',
      [
        'Content-Type: application/x-y; name=a\r\nContent-Transfer-Encoding: x-uuencode\r\n\r\nbegin 644 a\r\n#86)C\r\n`\r\nend',
      ],
      [['a', 'application/x-y', 'abc']],
    ],
  ])('%s', async (_, pieces, files) => {
    expect(await filesOf(mixed, parts('b', ...pieces))).toEqual(files);
  });

  test('written into a text in uuencode, and the text is without it', async () => {
    const body = 'See:\r\nbegin 644 a b.txt\r\n#86)C\r\n#9&5F\r\n`\r\nend\r\nbye begin 644 x';
    expect(await filesOf(['Subject: x'], body)).toEqual([
      ['a b.txt', 'application/octet-stream', 'abcdef'],
    ]);
    expect(await readText(['Subject: x'], body)).toBe('See:\nbye begin 644 x');
  });

  test('not made of words that begin and end', async () => {
    const body = 'begin 644 times\nwe go on and on about it\nend';
    expect(await filesOf(['Subject: x'], body)).toEqual([]);
    expect(await readText(['Subject: x'], body)).toBe(body);
  });

  test('a whole mail that is one', async () => {
    const head = ['Content-Type: application/pdf; name=a.pdf', 'Content-Transfer-Encoding: base64'];
    expect(await filesOf(head, 'YWJj')).toEqual([['a.pdf', 'application/pdf', 'abc']]);
  });
});

describe('a picture', () => {
  const picture = (id: string) =>
    `Content-Type: image/png; name=p.png\r\nContent-ID: <${id}>\r\n\r\nx`;
  const mailWith = (page: string, id: string) =>
    readMail(letter(mixed, parts('b', within('related', 'i', html(page), picture(id)))));

  test.each(['p@example.com', 'p&q', 'ü'])(
    'with the id %j that the text shows is part of it',
    async (id) => {
      const [file] = (await mailWith(`<img src="cid:${encodeURIComponent(id)}">`, id)).files;
      expect(file).toMatchObject({ contentId: id, inline: true });
    },
  );

  test('that the text does not show is a file', async () => {
    const [file] = (await mailWith('<p>cid:p@example.com', 'p@example.com')).files;
    expect(file).toMatchObject({ contentId: 'p@example.com', inline: false });
  });
});

test('what servers report is there as text', async () => {
  const status =
    'Content-Type: message/delivery-status\r\n\r\nAction: failed\r\n\r\nStatus: 5.1.1\r\n';
  const returned =
    'Content-Type: message/rfc822\r\n\r\nMessage-ID: <a@example.com>\r\nSubject: x\r\n\r\nsecret';
  const head = ['Content-Type: multipart/report; report-type=delivery-status; boundary=b'];
  const mail = await readMail(letter(head, parts('b', plain('Sorry'), status, returned)));
  expect(mail.text).toBe('Sorry');
  expect(mail.reports).toEqual([
    { type: 'message/delivery-status', text: 'Action: failed\n\nStatus: 5.1.1\n' },
    { type: 'message/rfc822', text: 'Message-ID: <a@example.com>\nSubject: x\n\n' },
  ]);
});
