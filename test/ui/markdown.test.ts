/** Text is text: the little formatting that is understood, and everything that must stay harmless. */
import { describe, expect, it } from 'vitest';
import { type Node, parseMarkdown, plainWords, safeHref } from '../../server/wire/markdown.ts';

/** The tree in short: `b(…)`, `i(…)`, `c(…)`, `pre(…)`, `a[href](…)`, `/` for a line break. */
const short = (text: string): string => parseMarkdown(text).map(print).join('');

function print(node: Node): string {
  switch (node.kind) {
    case 'text':
      return node.text;
    case 'break':
      return '/';
    case 'bold':
      return `b(${node.children.map(print).join('')})`;
    case 'italic':
      return `i(${node.children.map(print).join('')})`;
    case 'code':
      return `c(${node.text})`;
    case 'block':
      return `pre(${node.text})`;
    case 'link':
      return `a[${node.href}](${node.children.map(print).join('')})`;
  }
}

function links(nodes: readonly Node[]): string[] {
  return nodes.flatMap((node) => {
    if (node.kind === 'link') return [node.href, ...links(node.children)];
    return 'children' in node ? links(node.children) : [];
  });
}

describe('formatting', () => {
  it.each([
    ['plain', 'plain'],
    ['**bold** and *italic*', 'b(bold) and i(italic)'],
    ['__bold__ and _italic_', 'b(bold) and i(italic)'],
    ['**bold *and italic* too**', 'b(bold i(and italic) too)'],
    ['`code *stays* plain`', 'c(code *stays* plain)'],
    ['```\na\nb\n```\nafter', 'pre(a/b)after'.replace('/', '\n')],
    ['one\ntwo', 'one/two'],
    ['我是**小安**。', '我是b(小安)。'],
    ['很*好*吗', '很i(好)吗'],
  ])('%j', (text, tree) => expect(short(text)).toBe(tree));

  it.each([
    '2*3*4 = 24',
    'snake_case_name',
    '** not bold **',
    '*not closed',
    '**not closed either',
    '*over\nlines*',
    '``',
    '****',
    '[no address]',
    'https://',
  ])('leaves %j as it was typed', (text) => expect(short(text)).toBe(text.replace('\n', '/')));
});

describe('links', () => {
  it.each([
    ['see https://example.com/a.', 'see a[https://example.com/a](https://example.com/a).'],
    ['(https://example.com/a_(b))', '(a[https://example.com/a_(b)](https://example.com/a_(b)))'],
    ['[shop](https://example.com)', 'a[https://example.com/](shop)'],
    ['[write](mailto:a@example.com)', 'a[mailto:a@example.com](write)'],
    ['[call](tel:+4912345)', 'a[tel:+4912345](call)'],
    ['[**b**](https://example.com)', 'a[https://example.com/](**b**)'],
  ])('%j', (text, tree) => expect(short(text)).toBe(tree));

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\nscript:alert(1)',
    ' javascript:alert(1)',
    '\u0001javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:msgbox(1)',
    'blob:https://example.com/1',
    'file:///etc/passwd',
    'intent://x',
    '//example.com',
    '/relative',
    'https://bank.example@evil.example/',
    'https://bank.example:pass@evil.example/',
    'https://exa mple.com',
  ])('%j is no address to open', (address) => {
    expect(safeHref(address)).toBeNull();
    expect(short(`[click](${address})`)).toContain('[click](');
  });
});

describe('hostile text', () => {
  const pieces = [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '](',
    '**',
    '_',
    '`',
  ];
  const more = [
    'javascript:alert(1)',
    '[a](',
    ')',
    '"><svg/onload=alert(1)>',
    'https://x.y/"',
    '\n',
  ];
  const all = [...pieces, ...more];
  const texts = all.flatMap((one) => all.flatMap((two) => all.map((three) => one + two + three)));

  it('never leads to a node that is not in the list, nor to a foreign scheme', () => {
    expect(texts.length).toBe(12 ** 3);
    for (const nodes of texts.map(parseMarkdown)) {
      expect(kinds(nodes).filter((kind) => !KNOWN.includes(kind))).toEqual([]);
      expect(links(nodes).filter((href) => !/^(https?|mailto|tel):/.test(href))).toEqual([]);
    }
  });

  it.each(['*a ', '**a ', '_a', '[', '](', '`', '```', 'https://a', '[a](', '***', '(('])(
    'of 8000 characters of %j takes no time to speak of',
    (piece) => {
      const text = piece.repeat(8000 / piece.length);
      // Not by the clock: others may be at work on this machine.
      const began = process.cpuUsage();
      parseMarkdown(text);
      expect(process.cpuUsage(began).user / 1000).toBeLessThan(500);
    },
  );
});

const KNOWN = ['text', 'break', 'bold', 'italic', 'code', 'block', 'link'];

const kinds = (nodes: readonly Node[]): string[] =>
  nodes.flatMap((node) => [node.kind, ...('children' in node ? kinds(node.children) : [])]);

describe('plain words', () => {
  it.each([
    ['**Hello** _you_, `a_b` and [there](https://x.example)', 'Hello you, a_b and there'],
    ['**one _two_**\nthree', 'one two\nthree'],
    ['```js\nlet a\n```', 'let a'],
    ['2*3, snake_case, a [list] and **unclosed', '2*3, snake_case, a [list] and **unclosed'],
  ])('of %j are %j', (text, words) => {
    expect(plainWords(text)).toBe(words);
  });
});
