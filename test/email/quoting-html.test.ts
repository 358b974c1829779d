/** What is new in an HTML answer, by the marks that mail programs leave and by its words. */
import { describe, expect, test } from 'vitest';
import { stripHtmlReply } from '../../adapters/email/quoting/strip-html.ts';
import { HTML_REPLIES, HTML_WHOLE } from './quoting/html-replies.ts';

describe('an HTML answer', () => {
  test.each(HTML_REPLIES)('of $name keeps the new text alone', ({ html, kept }) => {
    const stripped = stripHtmlReply(html);
    expect(stripped.html.trim()).toBe(kept);
    expect(stripped.quotedHtml).toContain('OLD');
    expect(stripped.quotedHtml).not.toContain('NEW');
  });

  test.each(HTML_WHOLE)('with $name stays as it is', ({ html }) => {
    expect(stripHtmlReply(html)).toEqual({ html, quotedHtml: '' });
  });

  test('loses no byte: each is kept or cut', () => {
    for (const { html } of HTML_REPLIES) {
      const { html: kept, quotedHtml } = stripHtmlReply(html);
      expect([...kept, ...quotedHtml].sort()).toEqual([...html].sort());
    }
  });

  test('keeps its tags in pairs, in both halves', () => {
    for (const { html } of HTML_REPLIES) {
      const { html: kept, quotedHtml } = stripHtmlReply(html);
      for (const half of [kept, quotedHtml]) {
        expect(half.match(/<div\b/g)?.length).toBe(half.match(/<\/div>/g)?.length);
      }
    }
  });

  test('keeps pictures that are all its sender put in', () => {
    const html = '<img src="cid:a"><div class="gmail_quote"><blockquote>OLD</blockquote></div>';
    expect(stripHtmlReply(html).html).toBe('<img src="cid:a">');
  });

  test('is not cut at words in scripts, styles and comments', () => {
    const html = '<style>.a{}</style><!-- On 5 Mar 2024, Bo <bo@example.com> wrote: --><p>NEW</p>';
    expect(stripHtmlReply(html)).toEqual({ html, quotedHtml: '' });
  });
});
