/** Encoded words (RFC 2047) and parameters (RFC 2231) as senders write them. */
import { describe, expect, test } from 'vitest';
import { readMail } from '../../adapters/email/mail/read-mail.ts';
import { letter, parts, readField } from './mail/letter.ts';

describe('a subject is read', () => {
  test.each([
    ['with a word in base64', '=?utf-8?B?5oKo5aW9?=', '您好'],
    ['with a word in Q', '=?iso-8859-1?q?Gr=FC=DFe_aus_K=F6ln?=', 'Grüße aus Köln'],
    ['with words that join without a blank', '=?utf-8?B?5oKo?= =?utf-8?B?5aW9?=', '您好'],
    ['with words over several lines', '=?utf-8?B?5oKo?=\r\n =?utf-8?B?5aW9?=', '您好'],
    ['with a letter split between words', '=?utf-8?B?5oI=?= =?utf-8?B?qOWlvQ==?=', '您好'],
    ['with base64 split between words', '=?utf-8?B?5oKo5?= =?utf-8?B?aW9?=', '您好'],
    ['with a letter split between words in Q', '=?gbk?Q?=C4?= =?GBK?Q?=FA=BA=C3?=', '您好'],
    ['with words of different charsets', '=?gbk?B?xPo=?= =?utf-8?B?5aW9?=', '您好'],
    ['with text around words', 'Re: =?utf-8?B?5oKo?= and =?utf-8?B?5aW9?=!', 'Re: 您 and 好!'],
    ['with a word stuck to text', 'a=?utf-8?Q?b?=c', 'abc'],
    ['with a language', '=?utf-8*de?Q?Gr=C3=BC=C3=9Fe?=', 'Grüße'],
    ['with quotes around a word', '"=?utf-8?B?5oKo5aW9?="', '"您好"'],
    ['with raw blanks in Q', '=?utf-8?Q?Gr=C3=BC=C3=9Fe aus K=C3=B6ln?=', 'Grüße aus Köln'],
    ['with a question mark in Q', '=?utf-8?Q?Wie_geht=27s?=20=C3=9C?=', "Wie geht's? Ü"],
    ['with a word nobody closed', '=?utf-8?B?5oKo5aW9', '您好'],
    ['with a word that lacks its last letter', '=?utf-8?Q?Gr=C3=BC=C3=9Fe?', 'Grüße'],
    ['with a charset nobody knows', '=?x-unknown?B?5oKo5aW9?=', '您好'],
    ['with a wrong charset', '=?us-ascii?Q?Gr=C3=BC=C3=9Fe?=', 'Grüße'],
    ['with UTF-7', '=?utf-7?Q?Gr+APwA3w-e?=', 'Grüße'],
    ['with Japanese of seven bits', '=?iso-2022-jp?B?GyRCJDMkcxsoQg==?=', 'こん'],
    ['with a line break hidden in a word', '=?utf-8?Q?a=0D=0ABcc:_x?=', 'a Bcc: x'],
    ['with what only looks like a word', 'a =?b and =? c ?=', 'a =?b and =? c ?='],
  ])('%s', async (_, written, subject) => {
    expect((await readField(`Subject: ${written}`)).subject).toBe(subject);
  });
});

describe('a file is named', () => {
  test.each([
    ['by filename', 'Content-Disposition: attachment; filename="a b.pdf"', 'a b.pdf'],
    ['without quotes', 'Content-Disposition: attachment; filename=a b.pdf', 'a b.pdf'],
    ['by name', 'Content-Type: application/pdf; name=a.pdf', 'a.pdf'],
    ['by an encoded word', 'Content-Type: x/y; name="=?utf-8?B?5oKo5aW9?=.pdf"', '您好.pdf'],
    [
      'by bare encoded words',
      'Content-Type: x/y; name==?utf-8?B?5oKo?=\r\n =?utf-8?B?5aW9?=',
      '您好',
    ],
    [
      'in a charset',
      "Content-Disposition: attachment; filename*=gbk''%C4%FA%BA%C3.pdf",
      '您好.pdf',
    ],
    [
      'in pieces',
      'Content-Disposition: attachment; filename*0*=utf-8\'zh\'%E6%82; filename*1*=%A8; filename*2=".pdf"',
      '您.pdf',
    ],
    ['in pieces without a charset', 'Content-Type: x/y; name*0="ab"; name*1="c.pdf"', 'abc.pdf'],
    ['in pieces out of order', 'Content-Type: x/y; name*1="c.pdf"; name*0="ab"', 'abc.pdf'],
    ['in pieces counted from one', 'Content-Type: x/y; name*1="ab"; name*2="c.pdf"', 'abc.pdf'],
    [
      'in both ways',
      'Content-Type: x/y; name=old.pdf\r\nContent-Disposition: attachment; filename=new.pdf',
      'new.pdf',
    ],
    ['with an escaped quote', 'Content-Type: x/y; name="a\\"b.pdf"', 'a"b.pdf'],
    ['with a path of Windows', 'Content-Type: x/y; name="C:\\tmp\\a.pdf"', 'C:\\tmp\\a.pdf'],
    ['with a semicolon', 'Content-Type: x/y; name="a;b.pdf"', 'a;b.pdf'],
    ['with a quote nobody closed', 'Content-Type: x/y; name="a.pdf', 'a.pdf'],
    ['over two lines', 'Content-Type: x/y;\r\n\tname="a\r\n b.pdf"', 'a b.pdf'],
    ['by its place', 'Content-Type: image/png\r\nContent-Location: a.png', 'a.png'],
    [
      'not by a place elsewhere',
      'Content-Type: image/png\r\nContent-Location: http://x.example/a.png',
      'attachment-1.png',
    ],
    ['without a name', 'Content-Type: image/png', 'attachment-1.png'],
    ['without a name or a type we know', 'Content-Type: application/x-odd', 'attachment-1.odd'],
  ])('%s', async (_, head, name) => {
    const body = parts('b', `${head}\r\n\r\nx`);
    const mail = await readMail(letter(['Content-Type: multipart/mixed; boundary=b'], body));
    expect(mail.files.map((file) => file.name)).toEqual([name]);
  });
});
