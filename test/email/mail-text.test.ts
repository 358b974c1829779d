/** What a mail says, however its parts are put together (RFC 2045, RFC 2046). */
import { describe, expect, test } from 'vitest';
import { readMail } from '../../adapters/email/mail/read-mail.ts';
import { bytes, letter, parts, readText } from './mail/letter.ts';

const mixed = ['Content-Type: multipart/mixed; boundary=b'];
const plain = (text: string) => `Content-Type: text/plain\r\n\r\n${text}`;
const html = (text: string) => `Content-Type: text/html\r\n\r\n${text}`;
const within = (kind: string, boundary: string, ...pieces: (string | Buffer)[]) =>
  Buffer.concat([
    Buffer.from(`Content-Type: multipart/${kind}; boundary=${boundary}\r\n\r\n`),
    parts(boundary, ...pieces),
  ]);
describe('the text', () => {
  test.each([
    ['of a plain mail', ['Subject: x'], 'Hello\r\n\r\nAna', 'Hello\n\nAna'],
    ['of lines ended in three ways', ['Subject: x'], 'a\rb\nc\r\r\nd', 'a\nb\nc\nd'],
    [
      'in quoted-printable',
      ['Content-Transfer-Encoding: Quoted-Printable'],
      'Gr=C3=BC=C3=\r\n=9Fe =\r\n ok',
      'Grüße  ok',
    ],
    [
      'in broken quoted-printable',
      ['Content-Transfer-Encoding: quoted-printable'],
      '1 = 2, =ZZ =C3=BC=',
      '1 = 2, =ZZ ü',
    ],
    ['in base64', ['Content-Transfer-Encoding: base64'], 'SGVs\r\nbG8=', 'Hello'],
    [
      'in base64 with rubbish',
      ['Content-Transfer-Encoding: base64'],
      'SG*Vs\r\n bG!8=\r\n-- \r\nA list',
      'Hello',
    ],
    [
      'in base64 in pieces',
      ['Content-Transfer-Encoding: base64'],
      'SGVsbG8=\r\nSGVsbG8=',
      'HelloHello',
    ],
    ['in an encoding nobody knows', ['Content-Transfer-Encoding: x-rot'], 'Hello', 'Hello'],
    ['of a type that makes no sense', ['Content-Type: text'], 'Hello', 'Hello'],
    [
      'of a main part that says it is something else',
      ['Content-Type: application/x-letter'],
      'Hello',
      'Hello',
    ],
    [
      'that flows',
      ['Content-Type: text/plain; format=flowed'],
      'a \r\nb\r\n> c \r\n> d\r\n e',
      'a b\n> c d\ne',
    ],
    [
      'that flows without blanks',
      ['Content-Type: text/plain; format=flowed; delsp=yes'],
      '您 \r\n好',
      '您好',
    ],
    [
      'that flows up to its signature',
      ['Content-Type: text/plain; format=flowed'],
      'a \r\n-- \r\nAna',
      'a \n-- \nAna',
    ],
    [
      'that is enriched',
      ['Content-Type: text/enriched'],
      '<bold>a</bold>\nb\n\n<color><param>red</param>c</color> << d',
      'a b\nc < d',
    ],
    ['without its NUL characters', ['Subject: x'], 'a\0b', 'ab'],
    ['without the mark at its start', ['Content-Type: text/plain; charset=utf-8'], '\ufeffa', 'a'],
  ])('%s', async (_, head, body, text) => {
    expect(await readText(head, body)).toBe(text);
  });

  test.each([
    ['several texts in order', [plain('a'), plain('b')], 'a\nb'],
    ['text and HTML in order', [plain('a'), html('<p>b'), plain('c')], 'a\nb\nc'],
    ['the plain form of two', [within('alternative', 'i', plain('a'), html('<p>not a'))], 'a'],
    ['the form that is not empty', [within('alternative', 'i', plain(' '), html('<p>b'))], 'b'],
    [
      'a form and what a list added',
      [within('alternative', 'i', plain('a'), html('a')), plain('list')],
      'a\nlist',
    ],
    [
      'the text of forms in forms',
      [within('alternative', 'i', within('alternative', 'j', plain('a'), html('x')), html('y'))],
      'a',
    ],
    [
      'a form made of parts',
      [within('alternative', 'i', plain('a'), within('mixed', 'j', html('x'), html('y')))],
      'a',
    ],
    [
      'an inner part without an end',
      [
        Buffer.from(`Content-Type: multipart/mixed; boundary=i\r\n\r\n--i\r\n${plain('a')}`),
        plain('b'),
      ],
      'a\nb',
    ],
    ['a part without a header', ['\r\na'], 'a'],
    ['a part without anything', ['', plain('b')], 'b'],
  ])('is %s', async (_, pieces, text) => {
    expect(await readText(mixed, parts('b', ...pieces))).toBe(text);
  });

  test.each([
    ['no end', '--b\r\n\r\na', 'a'],
    ['no end, and an empty line before', '\r\n--b\r\n\r\na\r\n', 'a\n'],
    ['lines of another system', '--b\n\na\n--b\n\nb\n--b--\n', 'a\nb'],
    ['text after the last part', '--b\r\n\r\na\r\n--b--\r\nignored', 'a'],
    ['blanks behind a delimiter', '--b \r\n\r\na\r\n--b--  ', 'a'],
    ['a longer delimiter inside', '--b\r\n\r\na\r\n--bb\r\nc\r\n--b--', 'a\n--bb\nc'],
    [
      'another delimiter than it says',
      '--other\r\nContent-Type: text/plain\r\n\r\na\r\n--other--',
      'a',
    ],
    ['no parts at all', 'a', 'a'],
  ])('survives a multipart with %s', async (_, body, text) => {
    expect(await readText(mixed, body)).toBe(text);
  });

  test('survives a multipart without a boundary', async () => {
    const body = `--x\r\n${plain('a')}\r\n--x--`;
    expect(await readText(['Content-Type: multipart/mixed'], body)).toBe('a');
  });

  test('survives a multipart encoded as a whole', async () => {
    const body = parts('b', plain('a')).toString('base64');
    expect(await readText([...mixed, 'Content-Transfer-Encoding: base64'], body)).toBe('a');
  });

  test('is what an invitation says where nothing else is said', async () => {
    const lines =
      'BEGIN:VCALENDAR\r\nSUMMARY:A talk\\, at\r\n  noon\r\nLOCATION:Room 1\r\nEND:VCALENDAR';
    const mail = await readMail(letter(['Content-Type: text/calendar; method=REQUEST'], lines));
    expect(mail.text).toBe('A talk, at noon\nRoom 1');
    expect(mail.files.map(({ name }) => name)).toEqual(['attachment-1.ics']);
  });

  test('is not what phones with little memory are given', async () => {
    const amp = 'Content-Type: text/x-amp-html\r\n\r\n<p>amp';
    const mail = await readMail(
      letter(mixed, parts('b', within('alternative', 'i', plain('a'), amp, html('<p>b')))),
    );
    expect([mail.text, mail.html, mail.files]).toEqual(['a', '<p>b</p>', []]);
  });
});

describe('the header', () => {
  test.each([
    [
      'that begins like a mailbox file',
      'From ana Mon May 20 10:00:00 2024\nSubject: x\n\na',
      'x',
      'a',
    ],
    ['after a mark of byte order', '\ufeffSubject: x\n\na', 'x', 'a'],
    ['after empty lines', '\n\r\nSubject: x\n\na', 'x', 'a'],
    ['after what the servers said', '+OK 60 octets\r\nSubject: x\r\n\r\na', 'x', 'a'],
    [
      'after what looks like it',
      'Hello there\n\nSubject: x\n\na',
      '',
      'Hello there\n\nSubject: x\n\na',
    ],
    ['with lines ended by CR', 'Subject: x\r\ra\rb', 'x', 'a\nb'],
    ['with lines ended by CR CR LF', 'Subject: x\r\r\n\r\r\na', 'x', 'a'],
    ['with a blank before the colon', 'Subject : x\n\na', 'x', 'a'],
    ['with a blank before the first field', ' Subject: x\nFrom: a@example.com\n\na', 'x', 'a'],
    ['that is none but looks like one', ' Note: x\n\na', '', ' Note: x\n\na'],
    ['with a stray line', 'Subject: x\nstray\nFrom: a@example.com\n\na', 'x stray', 'a'],
    ['without an empty line after it', 'Subject: x\nHello there\n\na', 'x', 'Hello there\n\na'],
    ['without a body', 'Subject: x', 'x', ''],
    ['with several subjects', 'Subject:\nSubject: x\n\na', 'x', 'a'],
    ['that is none', 'Hello there\n\na', '', 'Hello there\n\na'],
    ['of nothing', '', '', ''],
  ])('%s', async (_, raw, subject, text) => {
    const mail = await readMail(Buffer.from(raw));
    expect([mail.subject, mail.text]).toEqual([subject, text]);
  });

  test('is there field by field, in order, decoded', async () => {
    const mail = await readMail(letter(['X-B: 1', 'x-a: =?utf-8?Q?=C3=BC?=\r\n two', 'X-B: 3']));
    expect(mail.headers).toEqual([
      { name: 'x-b', value: '1' },
      { name: 'x-a', value: 'ü two' },
      { name: 'x-b', value: '3' },
    ]);
  });

  test('of rubbish is empty', async () => {
    const mail = await readMail(bytes('00ff1f8b 0800 deadbeef'.repeat(50)));
    expect(mail.headers).toEqual([]);
  });
});
