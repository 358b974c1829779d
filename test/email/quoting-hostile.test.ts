/** Texts made to waste time: a megabyte of each is read in time in proportion to its length. */
import { describe, expect, test } from 'vitest';
import { findForwarded } from '../../adapters/email/quoting/forwarded.ts';
import { stripHtmlReply } from '../../adapters/email/quoting/strip-html.ts';
import { stripReply } from '../../adapters/email/quoting/strip-reply.ts';

const MEGABYTE = 1_000_000;
/** Far above what any of them takes, far below what squared time would. */
const MOST_MS = 5_000;

const TEXTS = [
  ...[
    '>',
    '>\n',
    '> a\nb\n',
    '> 12345678\nb c d e f\n',
    'On ',
    'On 1\n',
    'On 12345678\n',
    'a wrote:\n',
  ],
  ...[
    'On 2024-01-01 a@b\n',
    'x On Mon, \n',
    ':',
    ':\n',
    '从',
    '从我的\n',
    '在 2024-01-01 写道',
    ' ',
    ' \n',
    '\n',
  ],
  ...[
    '-',
    '--\n',
    '-- - ',
    '____________________\n',
    '---------- Forwarded message\n',
    'From: a@b\n',
  ],
  ...[
    'From: x To: ',
    'To: a,a,a,a,a,a,a,a\n',
    '<',
    '<\n',
    '"',
    '[',
    'a@',
    '<mailto:',
    '1',
    '1:1 \n',
    '*',
  ],
  ...[
    '**From:** \n',
    '主　题',
    '\t',
    '\r',
    '|',
    '| 发件人 | a@b |\n',
    '\u0301',
    'Sent from my iPhone\n',
  ],
];
const PAGES = [
  ...[
    '<div>',
    '<blockquote>a',
    '<div class="gmail_quote">a',
    '<',
    '<a ',
    '<a ">" ',
    '<a "',
    '<script>',
    '<!--',
  ],
  ...[
    '&',
    '&lt;',
    '<br>',
    '<td>a',
    '<p>From: a@b</p>',
    '<b><i></b></i>',
    '</div>',
    '<hr id="zwchr">a',
  ],
];

describe('a megabyte of', () => {
  test.each(TEXTS)('%j is stripped in time', (piece) => {
    const text = `Hello\n${filled(piece)}`;
    expect(timed(() => stripReply(text))).toBeLessThan(MOST_MS);
    expect(timed(() => stripReply(filled(piece)))).toBeLessThan(MOST_MS);
  });

  test.each(TEXTS)('%j is searched for a forward in time', (piece) => {
    const text = `From: a@b\nTo: ${filled(piece)}`;
    expect(timed(() => findForwarded(filled(piece), 'Fwd: x'))).toBeLessThan(MOST_MS);
    expect(timed(() => findForwarded(text, 'Fwd: x'))).toBeLessThan(MOST_MS);
  });

  test.each(PAGES)('%j is stripped as HTML in time', (piece) => {
    expect(timed(() => stripHtmlReply(filled(piece)))).toBeLessThan(MOST_MS);
    // As many tags as are looked into at all.
    expect(timed(() => stripHtmlReply(piece.repeat(59_000)))).toBeLessThan(MOST_MS);
  });
});

describe('twenty thousand nested tags', () => {
  const nested = (inner: string) => `${'<div>'.repeat(20_000)}${inner}${'</div>'.repeat(20_000)}`;

  test('are kept in pairs around what is new', () => {
    const { html, quotedHtml } = stripHtmlReply(
      nested('NEW<blockquote type="cite"><p>On 05/03/2024 10:21, Bo wrote:</p>OLD</blockquote>'),
    );
    expect(html).toBe(nested('NEW'));
    expect(quotedHtml).toContain('OLD');
  });
});

function filled(piece: string): string {
  return piece.repeat(Math.ceil(MEGABYTE / piece.length));
}

function timed(run: () => unknown): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}
