/** Subjects, the HTML beside the text, and the words for what went wrong. */
import { describe, expect, test } from 'vitest';
import { bodyText, messageId, oneLine } from '../../adapters/email/outbound/clean.ts';
import { smtpFailure } from '../../adapters/email/outbound/errors.ts';
import { htmlOf, linked, withoutImages } from '../../adapters/email/outbound/html.ts';
import { quotedHtml, quotedText } from '../../adapters/email/outbound/quote.ts';
import { bareSubject, subjectFor } from '../../adapters/email/outbound/subject.ts';
import { refusalWords } from '../../adapters/email/outbound/words.ts';
import { messageToAna } from '../support/mail-server.ts';

describe('the subject', () => {
  const references = ['<a@example.org>'];

  test.each([
    ['Stock', 'Re: Stock'],
    ['Re: Stock', 'Re: Stock'],
    ['RE: Re: AW: Stock', 'Re: Stock'],
    ['Re[2]: Stock', 'Re: Stock'],
    ['Re(3) : Stock', 'Re: Stock'],
    ['回复：答复: 库存', 'Re: 库存'],
    ['Antw: SV: WG: Fwd: 转发：Stock', 'Re: Stock'],
    ['Отв: Ответ: Склад', 'Re: Склад'],
    ['Regarding: Stock', 'Re: Regarding: Stock'],
    ['Ref: 12345', 'Re: Ref: 12345'],
    ['', 'Re:'],
  ])('of an answer to “%s” is “%s”', (subject, answer) => {
    expect(subjectFor(messageToAna({ subject, references }))).toBe(answer);
  });

  test('of a line that begins is left as it was typed', () => {
    expect(subjectFor(messageToAna({ subject: 'Re: union' }))).toBe('Re: union');
  });

  test('of what is passed on says so once', () => {
    const from = { address: 'a@example.org', name: '' };
    const quoting = { kind: 'forward', from, at: new Date(0), subject: 'x', text: '' } as const;
    const subject = 'Fwd: Re: Stock';
    expect(subjectFor(messageToAna({ subject, quoting, references }))).toBe('Fwd: Stock');
  });
});

describe('the HTML beside the text', () => {
  test('keeps paragraphs, lines, lists and what is bold', () => {
    expect(htmlOf('One\ntwo\n\n- a\n- **b**\n1. c\n2) d\nend')).toBe(
      '<p>One<br>\ntwo</p>\n<ul><li>a</li><li><b>b</b></li></ul>\n' +
        '<ol><li>c</li><li>d</li></ol>\n<p>end</p>',
    );
  });

  test.each([
    ['so _very_ well', 'so <i>very</i> well'],
    ['(_both_ **of them**)', '(<i>both</i> <b>of them</b>)'],
    ['snake_case_name, _ and _', 'snake_case_name, _ and _'],
    ['_a_b', '_a_b'],
  ])('leans what stands between lines: %s', (typed, html) => {
    expect(htmlOf(typed)).toBe(`<p>${html}</p>`);
  });

  test('leaves lines in an address alone', () => {
    const address = 'https://example.com/_a_/b_c_';
    expect(htmlOf(address)).toBe(`<p><a href="${address}">${address}</a></p>`);
  });

  test('shows everything else as it was typed', () => {
    const typed = `<script>alert("1")</script> & 2 * 3 ** 4 a_x_b ![a](http://x) [b](c)`;
    const html = htmlOf(typed);
    expect(html).not.toMatch(/<(?!\/?(?:p|a|br)\b)/);
    expect(html).toContain(
      '&#60;script&#62;alert(&#34;1&#34;)&#60;/script&#62; &#38; 2 * 3 ** 4 a_x_b',
    );
  });

  test.each([
    ['see https://example.com/a?b=1&c=2.', 'https://example.com/a?b=1&#38;c=2', '.'],
    ['(https://example.com/x)', 'https://example.com/x', ')'],
    ['https://example.com/a_(b)', 'https://example.com/a_(b)', ''],
    ['看 https://example.com/路。好', 'https://example.com/路。好', ''],
    ['看 https://example.com/路。', 'https://example.com/路', '。'],
  ])('makes the address in “%s” one to follow', (text, address, after) => {
    expect(linked(text)).toContain(`<a href="${address}">${address}</a>${after}`);
  });

  test('makes nothing else one to follow', () => {
    expect(linked('javascript:alert(1) file:///etc data:text/html,x')).not.toContain('<a');
    expect(linked('https://x"onmouseover="y')).not.toContain('"onmouseover');
  });
});

describe('a quoted mail', () => {
  const from = { address: 'ana@example.org', name: '<b>Ana</b>\r\n' };
  const quoting = { kind: 'reply', from, at: new Date(0), subject: '', text: '<i>x</i>' } as const;

  test('brings no HTML of its own', () => {
    expect(quotedHtml(quoting)).toContain(
      '&#60;b&#62;Ana&#60;/b&#62; &#60;ana@example.org&#62; wrote:',
    );
    expect(quotedHtml(quoting)).toContain('&#60;i&#62;x&#60;/i&#62;');
  });

  test('is cut where nobody reads on', () => {
    const text = quotedText({ ...quoting, text: 'x'.repeat(500_000) });
    expect(text.length).toBeLessThan(62_000);
    expect(text.endsWith('\n> […]')).toBe(true);
  });
});

describe('a megabyte made to be slow', () => {
  const parts = [
    ...[
      '**a',
      '**',
      '_a ',
      ' _',
      '![',
      '![a](cid:',
      'http://',
      'https://a.b/)',
      '1. ',
      '\n- ',
      '<',
    ],
    ...['Re[1]', 'Re: ', '\u2028', 'a@', 'authentication ', '\ud800', 'daily ', 'exceeds ', ' '],
  ];

  test.each(parts)('of %j is done in no time', (part) => {
    const text = part.repeat(Math.ceil(1_000_000 / part.length));
    const began = process.cpuUsage();
    htmlOf(text);
    withoutImages(text, () => 'x');
    bareSubject(text.slice(0, 2000));
    oneLine(text);
    bodyText(text);
    messageId(text);
    refusalWords(`550 ${text}`);
    smtpFailure({ code: 'EMESSAGE', response: `550 ${text}` }, false);
    // What grows with the square takes minutes.
    expect(process.cpuUsage(began).user / 1000).toBeLessThan(4000);
  });
});

describe('a failure without an answer', () => {
  test.each([
    [{ code: 'ESOCKET', originalCode: 'ECONNRESET' }, false, 'ECONNRESET', false],
    [{ code: 'ETIMEDOUT' }, true, 'ETIMEDOUT', true],
    [new Error('anything'), true, undefined, true],
    ['no error at all', false, undefined, false],
  ])('%j', (error, handedOver, code, maybeSent) => {
    expect(smtpFailure(error, handedOver)).toMatchObject({ kind: 'retry', maybeSent });
    expect(smtpFailure(error, handedOver).code).toBe(code);
  });

  test('but with an answer after the whole mail was not sent', () => {
    const response = '451 4.3.0 Try later';
    expect(smtpFailure({ code: 'EMESSAGE', response }, true).maybeSent).toBe(false);
  });
});
