/** HTML mail: nothing of it runs, loads or poses as something else, and its text can be read (C9, C10). */
import { describe, expect, test } from 'vitest';
import { safeHtml } from '../../adapters/email/mail/html.ts';
import { htmlAsText } from '../../adapters/email/mail/html-text.ts';
import { readMail } from '../../adapters/email/mail/read-mail.ts';
import { letter } from './mail/letter.ts';

describe('what may be shown stays', () => {
  test.each([
    ['<p>a <b>b</b><br>c</p>', '<p>a <b>b</b><br />c</p>'],
    ['<p style="color: red; margin: 0 0 4px">a', '<p style="color:red;margin:0 0 4px">a</p>'],
    ['<p style="color: rgb(1, 2, 3)">a</p>', '<p style="color:rgb(1, 2, 3)">a</p>'],
    [
      '<table width="1"><tr><td colspan="2" bgcolor="#fff">a',
      '<table width="1"><tr><td colspan="2" bgcolor="#fff">a</td></tr></table>',
    ],
    ['a &lt;b&gt; &amp; &quot;c&quot; &euro;', 'a &lt;b&gt; &amp; "c" €'],
    ['<img alt="x" src="cid:a@b">', '<img alt="x" src="cid:a@b" />'],
    ['<img src="data:image/png;base64,AAAA">', '<img src="data:image/png;base64,AAAA" />'],
    ['<blockquote type="cite">a</blockquote>', '<blockquote type="cite">a</blockquote>'],
  ])('%s', (given, kept) => expect(safeHtml(given)).toBe(kept));

  test.each([
    'https://example.com/?a=1&amp;b=2',
    'http://example.com',
    'mailto:a@example.com',
    'tel:+49123',
  ])('a link to %s opens elsewhere and tells nothing', (href) =>
    expect(safeHtml(`<a href="${href}" target="_self" rel="opener">a</a>`)).toBe(
      `<a href="${href}" rel="noopener noreferrer nofollow" target="_blank">a</a>`,
    ),
  );
});

describe('nothing loads by itself', () => {
  test.each(['https://t.example/p.png', 'http://t.example/p.png', '//t.example/p.png'])(
    '%s',
    (src) => {
      const remote = src.replace(/^\/\//, 'https://');
      expect(safeHtml(`<img src="${src}">`)).toBe(`<img data-remote-src="${remote}" />`);
    },
  );

  test.each([
    '<img srcset="https://t.example/p.png 2x">',
    '<img data-remote-src="https://t.example/p.png">',
    '<img src="data:image/svg+xml;base64,AAAA">',
    '<img src="data:text/html,x">',
    '<img src="file:///etc/passwd">',
    '<img lowsrc="https://t.example/" dynsrc="https://t.example/">',
    `<img src="data:image/png;base64,${'A'.repeat(300_000)}">`,
  ])('%.60s', (given) => expect(safeHtml(given)).toBe('<img />'));

  test.each([
    '<p background="https://t.example/">',
    '<p style="background:url(https://t.example/)">',
    '<p style="background-image:url(https://t.example/)">',
    '<p style="background-color:u\\72l(https://t.example/)">',
    '<p style="list-style-type:image-set(x)">',
    '<p style="font:url(x);/**/">',
    '<p style="position:fixed;top:0;z-index:9">',
    '<p style="margin-left:-9999px">',
    '<p style="width:expression(alert(1))">',
    '<p style="color:red}p{x:y">',
    '<p onclick="alert(1)" onmouseover=alert(1)>',
    '<p contenteditable autofocus tabindex=1 slot=x is=x>',
  ])('%s', (given) => expect(safeHtml(given)).toBe('<p></p>'));
});

describe('nothing runs', () => {
  test.each([
    '<script>alert(1)</script>',
    '<style>@import url(x)</style>',
    '<style><!--</style><script>alert(1)</script>-->',
    '<title>a</title><base href="//e.example"><meta http-equiv=refresh content=0><link rel=stylesheet href=x>',
    '<iframe src="https://e.example"></iframe><object data=x></object><embed src=x><applet></applet>',
    '<form action="https://e.example"><input name=a><button></button><select></select></form>',
    '<svg><script>alert(1)</script><a href="javascript:x">x</a></svg>',
    '<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>',
    '<noscript><p title="</noscript>"></noscript>',
    '<!-- a --><!DOCTYPE html><?xml version="1"?><![CDATA[',
    '<video src=x></video><audio src=x></audio><canvas></canvas><template></template>',
  ])('%s', (given) => expect(safeHtml(given).replaceAll(/(?:--|")?&gt;|\s/g, '')).toBe(''));

  test.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'java&#10;script:alert(1)',
    'java&#0;script:alert(1)',
    '&#1;javascript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    '//e.example',
    '/api/v1/session',
    'cid:x',
  ])('a link to %s is none', (href) =>
    expect(safeHtml(`<a href="${href}">a</a>`)).toBe('<a>a</a>'),
  );
});

test.each([
  ['background:#0a3d62', 'background-color:#0a3d62'],
  ['background: #0a3d62 url(https://t.example/) no-repeat', 'background-color:#0a3d62'],
  ['background:rgb(10, 61, 98)', 'background-color:rgb(10, 61, 98)'],
  ['background:navy', 'background-color:navy'],
])('%s keeps its colour, and nothing that loads', (style, kept) => {
  expect(safeHtml(`<p style="${style};color:#fff">a</p>`)).toBe(
    `<p style="${kept};color:#fff">a</p>`,
  );
});

describe('HTML as text', () => {
  const text = (page: string) => htmlAsText(safeHtml(page));

  test.each([
    ['paragraphs', '<p>a</p><p>b\n  c</p>', 'a\n\nb c'],
    ['lines', '<div>a</div><div>b</div>c<br>d<br><br>e', 'a\nb\nc\nd\n\ne'],
    ['headings', '<h1>a</h1>b', 'a\n\nb'],
    ['lists', '<ul><li>a<li>b<ol><li>c<li>d</ol></ul>e', '* a\n* b\n1. c\n2. d\n\ne'],
    ['tables', '<table><tr><td>a<td>b<tr><td>c<td>d</table>', 'a b\nc d'],
    [
      'quotes',
      'a<blockquote>b<br>c<blockquote>d</blockquote></blockquote>e',
      'a\n\n> b\n> c\n>\n>> d\n\ne',
    ],
    ['preformatted text', '<pre>a\n  b</pre>', 'a\n  b'],
    ['a rule', 'a<hr>b', 'a\n--------------------\nb'],
    ['links', '<a href="https://example.com/x">here</a>.', 'here <https://example.com/x>.'],
    [
      'links that show where they lead',
      '<a href="https://example.com/">example.com</a>',
      'example.com',
    ],
    ['links to people', '<a href="mailto:a@example.com">a@example.com</a>', 'a@example.com'],
    [
      'links around pictures',
      '<a href="https://example.com"><img alt="Logo" src="x"></a>',
      'Logo <https://example.com>',
    ],
    ['letters that mean something', '&lt;a&gt; &amp;amp; &quot;', '<a> &amp; "'],
    ['hard blanks', 'a&nbsp;b', 'a b'],
    [
      'nothing of what is not shown',
      '<head><title>t</title><style>p{}</style></head><body>a<script>b</script>',
      'a',
    ],
  ])('%s', (_, page, written) => expect(text(page)).toBe(written));

  test('is the text of a mail that has no other', async () => {
    const mail = await readMail(letter(['Content-Type: text/html'], '<p>a <b>b</b>'));
    expect([mail.text, mail.html]).toEqual(['a b', '<p>a <b>b</b></p>']);
  });
});

test('deep nesting costs the tags, never the words', () => {
  const page = safeHtml(`${'<div>'.repeat(20_000)}a${'</div>'.repeat(20_000)}b`);
  expect(htmlAsText(page)).toBe('a\nb');
  expect(page.match(/<div>/g)?.length).toBe(200);
});
