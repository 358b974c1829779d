/** Letters of all alphabets come out right, whatever a sender calls the bytes they are written in. */
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { readMail } from '../../adapters/email/mail/read-mail.ts';
import { bytes, letter, parts, readField, readText } from './mail/letter.ts';

const type = (charset: string) => [`Content-Type: text/plain; charset=${charset}`];

describe('a text is read by its charset', () => {
  test.each([
    ['gb2312', 'gbk', '您好，订单已收到'],
    ['GB2312', 'gb18030', '朱镕基，喆'],
    ['gbk', 'gbk', '您好，€'],
    ['gb18030', 'gb18030', '您好，𠮷'],
    ['big5', 'big5', '您好，訂單已收到'],
    ['shift_jis', 'shift_jis', 'こんにちは、①'],
    ['x-sjis', 'shift_jis', 'ｶﾀｶﾅ'],
    ['euc-jp', 'euc-jp', 'ご注文ありがとう'],
    ['euc-kr', 'euc-kr', '안녕하세요'],
    ['ks_c_5601-1987', 'cp949', '똠방각하'],
    ['koi8-r', 'koi8-r', 'Здравствуйте'],
    ['koi8-u', 'koi8-u', 'Ґанок і їжак'],
    ['windows-1250', 'windows-1250', 'Příliš žluťoučký'],
    ['windows-1251', 'windows-1251', 'Здравствуйте'],
    ['windows-1253', 'windows-1253', 'Καλημέρα'],
    ['windows-1255', 'windows-1255', 'שלום'],
    ['windows-1256', 'windows-1256', 'مرحبا'],
    ['iso-8859-1', 'windows-1252', 'smart “quotes” – 5 €'],
    ['iso-8859-15', 'iso-8859-15', '5 €'],
    ['iso-8859-8-i', 'iso-8859-8', 'שלום'],
    ['x-cp1251', 'windows-1251', 'Здравствуйте'],
    ['win-1257', 'windows-1257', 'Ačiū'],
    ['x-mac-roman', 'macintosh', 'Åse'],
    ['utf-7', 'utf-7', 'Grüße, 您好'],
    ['utf-16le', 'utf-16le', 'Grüße'],
    ['"utf-8"', 'utf-8', 'Grüße'],
    ['UTF8', 'utf-8', 'Grüße'],
  ])('%s', async (label, encoding, text) => {
    expect(await readText(type(label), iconv.encode(text, encoding))).toBe(text);
  });

  test.each([
    ['iso-2022-jp', '1b2442 2433 2473 1b2842 206f6b', 'こん ok'],
    ['ISO-2022-JP', '1b2442 2d21 1b2849 3121 1b284a', '①ｱ｡'],
    ['iso-2022-jp', '1b2442 2433 0a 6f6b', 'こ\nok'],
    ['iso-2022-kr', '1b242943 0e 3e48 0f 206f6b', '안 ok'],
    ['hz-gb-2312', '7e7b 4463 3a43 7e7d 207e7e6f6b', '你好 ~ok'],
  ])('%s, which switches alphabets on the way', async (label, hex, text) => {
    expect(await readText(type(label), bytes(hex))).toBe(text);
  });
});

describe('a text nobody labelled', () => {
  test.each(['unknown-8bit', 'x-unknown', 'us-ascii', 'nonsense-17', ''])(
    'or labelled %j is UTF-8 where it can be',
    async (label) => expect(await readText(type(label), 'Grüße 您好')).toBe('Grüße 您好'),
  );

  test.each([
    ['gbk', '您好，我们的订单什么时候可以发货？谢谢'],
    ['big5', '您好，我們的訂單什麼時候可以出貨？謝謝'],
    ['shift_jis', 'お世話になっております。注文の件でご連絡いたします。'],
    ['euc-jp', 'お世話になっております。注文の件でご連絡いたします。'],
    ['euc-kr', '안녕하세요. 주문한 상품이 아직 도착하지 않았습니다.'],
    ['windows-1251', 'Здравствуйте! Когда придёт мой заказ?'],
    ['koi8-r', 'Здравствуйте! Когда придёт мой заказ?'],
    ['windows-1252', 'Schöne Grüße aus Köln, es wäre schön – für 5 €'],
  ])('is guessed: %s', async (encoding, text) => {
    expect(await readText(['Subject: x'], iconv.encode(text, encoding))).toBe(text);
  });

  test('is Japanese where it begins another alphabet', async () => {
    expect(await readText(['Subject: x'], bytes('1b2442 2433 1b2842'))).toBe('こ');
  });

  test('is read as its HTML says', async () => {
    const page = iconv.encode('<meta charset="windows-1253"><p>Καλημέρα</p>', 'windows-1253');
    expect(await readText(['Content-Type: text/html'], page)).toBe('Καλημέρα');
  });
});

test('a text that says UTF-8 and never was is guessed', async () => {
  const text = '您好，我们的订单什么时候可以发货';
  expect(await readText(type('utf-8'), iconv.encode(text, 'gbk'))).toBe(text);
});

test('a text in UTF-8 that was cut in mid-letter keeps all but that letter', async () => {
  expect(await readText(type('utf-8'), bytes('e682a8e5a5bd e682'))).toBe('您好\ufffd');
});

describe('bytes in the header that nobody encoded', () => {
  const subject = (text: string, encoding: string) =>
    Buffer.concat([Buffer.from('Subject: '), iconv.encode(text, encoding)]);

  test('are UTF-8 where they can be', async () => {
    expect((await readField('Subject: Grüße 您好')).subject).toBe('Grüße 您好');
  });

  test('are in the charset of the mail', async () => {
    const head = [subject('Καλημέρα', 'windows-1253'), ...type('windows-1253')];
    expect((await readMail(letter(head))).subject).toBe('Καλημέρα');
  });

  test('are in the charset of its first text', async () => {
    const head = [subject('šťáva', 'windows-1250'), 'Content-Type: multipart/mixed; boundary=b'];
    const body = parts('b', 'Content-Type: text/plain; charset=windows-1250\r\n\r\nx');
    expect((await readMail(letter(head, body))).subject).toBe('šťáva');
  });

  test.each([
    ['gbk', '关于订单的问题'],
    ['big5', '關於訂單的問題'],
    ['shift_jis', 'ご注文の確認について'],
    ['euc-kr', '주문 확인 부탁드립니다'],
    ['windows-1251', 'Вопрос о заказе'],
    ['koi8-r', 'Вопрос о заказе'],
    ['windows-1252', 'Rückfrage zur Lieferung'],
    ['windows-1252', 'Réclamation : colis non reçu à l’adresse'],
    ['shift_jis', 'テスト'],
  ])('are guessed: %s', async (encoding, text) => {
    expect((await readField(subject(text, encoding))).subject).toBe(text);
  });

  test('are read before names are told from addresses', async () => {
    const name = iconv.encode('"ソース" <so@example.com>', 'shift_jis');
    const { from } = await readMail(
      letter([Buffer.concat([Buffer.from('From: '), name]), ...type('shift_jis')]),
    );
    expect(from).toEqual({ name: 'ソース', address: 'so@example.com' });
  });

  test('are read in the names of files', async () => {
    const head = Buffer.concat([
      Buffer.from('Content-Type: application/pdf; name="'),
      iconv.encode('发票订单.pdf', 'gbk'),
      Buffer.from('"\r\n\r\nx'),
    ]);
    const mail = await readMail(
      letter(['Content-Type: multipart/mixed; boundary=b'], parts('b', head)),
    );
    expect(mail.files.map(({ name }) => name)).toEqual(['发票订单.pdf']);
  });
});
