/** A mail costs what it is worth: limits, and time in proportion to its size (C8). */
import { describe, expect, test } from 'vitest';
import { UnreadableMailError } from '../../adapters/email/mail/limits.ts';
import { readMail } from '../../adapters/email/mail/read-mail.ts';
import { Dice } from '../support/fuzz.ts';
import { letter, parts } from './mail/letter.ts';

const MEGABYTE = 1024 * 1024;
const mixed = ['Content-Type: multipart/mixed; boundary=b'];
const fill = (text: string, size = MEGABYTE) => text.repeat(Math.ceil(size / text.length));

function nested(depth: number): string {
  const open = Array.from(
    { length: depth },
    (_, at) => `Content-Type: multipart/mixed; boundary=b${at}x\n\n--b${at}x\n`,
  );
  return `${open.join('')}\nx`;
}

describe('a mail is unreadable', () => {
  test.each([
    ['with more than 50 MB', () => Buffer.alloc(50 * MEGABYTE + 1), /more than 52,428,800 bytes$/],
    [
      'with more than 1,000 parts',
      () => letter(mixed, parts('b', ...Array.from({ length: 1_000 }, () => '\r\nx'))),
      /more than 1,000 parts$/,
    ],
    [
      'with more than 50 levels of parts',
      () => Buffer.from(nested(51)),
      /more than 50 levels of parts$/,
    ],
    [
      'with more than 1 MB of header',
      () => letter([`X: ${fill('x')}`]),
      /more than 1,048,576 bytes of header$/,
    ],
    [
      'with such a header in a part',
      () => letter(mixed, parts('b', `X: ${fill('x')}\r\n\r\n`)),
      /bytes of header$/,
    ],
  ])('%s', async (_, raw, reason) => {
    await expect(readMail(raw())).rejects.toThrow(UnreadableMailError);
    await expect(readMail(raw())).rejects.toThrow(reason);
  });

  test.each([
    [
      'with 999 parts in one',
      () => letter(mixed, parts('b', ...Array.from({ length: 999 }, () => '\r\nx'))),
    ],
    ['with 50 levels of parts', () => Buffer.from(nested(50))],
    ['with nearly 1 MB of header', () => letter([`X: ${fill('x').slice(100)}`])],
  ])('but not %s', async (_, raw) => expect(await readMail(raw())).toBeTruthy());

  test('but not with too many people: the first 1,000 are kept', async () => {
    const people = Array.from({ length: 1_200 }, (_, at) => `p${at}@example.com`).join(', ');
    const { to } = await readMail(letter([`To: ${people}`]));
    expect([to.length, to.at(-1)?.address]).toEqual([1_000, 'p999@example.com']);
  });
});

describe('what is too many is not lost', () => {
  test('of header fields the first are kept, and the text', async () => {
    const fields = Array.from({ length: 6_000 }, (_, at) => `X-${at}: a\r\n b`);
    const { headers, text: body } = await readMail(letter(fields, 'Hello'));
    expect([headers.length, headers.at(-1)]).toEqual([5_000, { name: 'x-4999', value: 'a b' }]);
    expect(body).toBe('Hello');
  });

  test('of files in a text the next ones stay text', async () => {
    const file = 'begin 644 cat.txt\r\n#0V%T\r\n`\r\nend\r\n';
    const mail = await readMail(letter(['Subject: x'], file.repeat(501)));
    expect(mail.files).toHaveLength(500);
    expect(mail.text.trim().split('\n')).toEqual(['begin 644 cat.txt', '#0V%T', '`', 'end']);
  });

  test('of encoded words the next ones stay encoded', async () => {
    const { subject } = await readMail(letter([`Subject: ${'=?utf-8?q?a?= b '.repeat(2_001)}c`]));
    expect(subject).toBe(`${'a b '.repeat(2_000)}=?utf-8?q?a?= b c`);
  });

  test('of markup the rest is shown as words', async () => {
    const page = `<p>first</p>${'<b>x</b>'.repeat(50_000)}<p>a &lt;&eacute;&#33;<br>b</p><td>c<td>d<!-- no --><script>no</script>`;
    const mail = await readMail(letter(['Content-Type: text/html'], page));
    expect(mail.html).toMatch(/^<p>first<\/p><b>x<\/b>/);
    expect(mail.html).toMatch(/x\na &lt;é!\nb\nc d<\/pre>$/);
    expect(mail.text).toMatch(/^first\n\nx+\n/);
    expect(mail.text).toMatch(/x\na <é!\nb\nc d$/);
    expect(mail.text.match(/x/g)).toHaveLength(50_000);
    expect(mail.isTranslated).toBe(false);
  });

  test('but a page with as much to read as markup is kept as it is', async () => {
    const page =
      '<p style="color:#333">A paragraph of a letter with quite a few words in it.</p>'.repeat(
        25_000,
      );
    const mail = await readMail(letter(['Content-Type: text/html'], page));
    expect([mail.html === page, mail.isTranslated]).toEqual([true, true]);
  });
});

describe('a megabyte of one thing takes no more than its time', () => {
  const page = (text: string) => letter(['Content-Type: text/html'], text);
  const field = (name: string, text: string) => letter([`${name}: ${fill(text, 900_000)}`]);

  test.each([
    ['nested tags', page(fill('<div>'))],
    ['nested tables', page(fill('<table><tr><td>'))],
    ['nested lists', page(fill('<ul><li>'))],
    ['open brackets', page(fill('<'))],
    ['tags with a blank between them', page(fill('<b> '))],
    ['open comments', page(fill('<!--'))],
    ['links', page(fill('<a href="https://example.com">x</a> '))],
    ['attributes', page(`<p ${fill('a=b ')}>`)],
    ['declarations', page(fill('<p style="color:red;a:b">'))],
    ['metas', page(fill('<meta '))],
    ['words nobody closed', field('Subject', '=?utf-8?q?')],
    ['closed words', field('Subject', '=?utf-8?b?YQ==?= ')],
    ['remarks nobody closed', field('To', '(')],
    ['remarks in remarks', field('To', '(a')],
    ['quotes nobody closed', field('To', '"\\')],
    ['brackets nobody closed', field('To', '<')],
    ['a long name', field('To', 'a')],
    ['blanks', field('From', ' a')],
    ['ids nobody closed', field('References', '<')],
    ['parameters', field('Content-Type', 'a/b;x="')],
    ['dates', field('Date', '1 ')],
    ['stray lines', Buffer.from(`From: a\n${fill('stray\n', 900_000)}X: y\n\n`)],
    ['delimiters', letter(mixed, fill('--b'))],
    ['nearly delimiters', letter(mixed, fill('--bc\n'))],
    ['lines that look like one', letter(mixed, fill('--x  '))],
    ['returns', letter(['Subject: x'], fill('\r'))],
    ['beginnings of files', letter(['Subject: x'], fill('begin 644 a\n'))],
    ['flowing lines', letter(['Content-Type: text/plain; format=flowed'], fill('> a \n'))],
    ['parameters of rich text', letter(['Content-Type: text/enriched'], fill('<param>'))],
    ['blanks to undo', letter(['Content-Transfer-Encoding: quoted-printable'], fill(' ='))],
    ['padding', letter(['Content-Transfer-Encoding: base64'], fill('YQ=='))],
    ['folds', letter(['Content-Type: text/calendar'], fill('SUMMARY:\n '))],
  ])('%s', async (_, raw) => {
    const start = process.cpuUsage();
    await readMail(raw);
    // What grows with the square of the size takes minutes.
    expect(process.cpuUsage(start).user / 1_000).toBeLessThan(5_000);
  });
});

test('any bytes are a mail', async () => {
  const dice = new Dice(7);
  const whole = letter(
    ['From: =?utf-8?B?5oKo?= <a@example.com>', 'Date: Fri, 17 May 2024 10:00:00 +0200', ...mixed],
    parts(
      'b',
      'Content-Type: text/html; charset=gbk\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>=C4=FA</p>',
      "Content-Type: image/png; name*0*=utf-8''%E6; name*1=a\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA",
    ),
  );
  for (let round = 0; round < 500; round += 1) {
    const bent = Buffer.from(whole.subarray(0, 1 + dice.below(whole.length)));
    for (let flips = dice.below(8); flips >= 0; flips -= 1)
      bent[dice.below(bent.length)] = dice.below(256);
    expect(typeof (await readMail(bent)).text).toBe('string');
  }
});
