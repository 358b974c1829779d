/** HTML as the text a reader would see. */
import { exchanged } from './text-formats.ts';

const PARAGRAPHS = new Set('p h1 h2 h3 h4 h5 h6 ul ol dl blockquote pre table figure'.split(' '));
const LINES = new Set(
  'address article aside center dd div dt fieldset figcaption footer header li main nav section tr caption'.split(
    ' ',
  ),
);

/**
 * The text in `html`, which must be what `safeHtml` answers. Links keep their address behind their
 * words where the two differ; cells stand beside each other, quotes behind `>`.
 */
export function htmlAsText(html: string): string {
  const page = new Page();
  for (let at = 0; at < html.length; ) {
    const start = html.indexOf('<', at);
    const end = start === -1 ? -1 : html.indexOf('>', start);
    const textEnd = end === -1 ? html.length : start;
    if (textEnd > at) page.write(unescaped(html.slice(at, textEnd)));
    if (end === -1) break;
    readTag(page, html.slice(start + 1, end));
    at = end + 1;
  }
  return page.text();
}

function readTag(page: Page, tag: string): void {
  const blank = tag.indexOf(' ');
  const name = blank === -1 ? tag : tag.slice(0, blank);
  if (name.startsWith('/')) close(page, name.slice(1));
  else open(page, name, blank === -1 ? '' : tag.slice(blank));
}

function open(page: Page, tag: string, attributes: string): void {
  if (PARAGRAPHS.has(tag)) page.breakLine(page.isInList && tag !== 'p' ? 1 : 2);
  else if (LINES.has(tag)) page.breakLine(1);
  OPENERS[tag]?.(page, attributes);
}

function close(page: Page, tag: string): void {
  CLOSERS[tag]?.(page);
  if (PARAGRAPHS.has(tag)) page.breakLine(page.isInList ? 1 : 2);
  else if (LINES.has(tag)) page.breakLine(1);
}

const OPENERS: Readonly<Record<string, (page: Page, attributes: string) => void>> = {
  br: (page) => page.newLine(),
  hr: (page) => page.rule(),
  img: (page, attributes) => page.write(attributeIn(attributes, 'alt')),
  td: (page) => page.nextCell(),
  th: (page) => page.nextCell(),
  li: (page) => page.mark(),
  ul: (page) => page.lists.push(0),
  ol: (page) => page.lists.push(1),
  a: (page, attributes) => page.openLink(attributeIn(attributes, 'href')),
  pre: (page) => page.preformatted(1),
  blockquote: (page) => page.quote(1),
};

const CLOSERS: Readonly<Record<string, (page: Page) => void>> = {
  ul: (page) => page.lists.pop(),
  ol: (page) => page.lists.pop(),
  a: (page) => page.closeLink(),
  pre: (page) => page.preformatted(-1),
  blockquote: (page) => page.quote(-1),
};

const BLANKS = /[ \t\n\r\f]+/g;

/** Longer than any address a link is compared with. */
const LONG_WORDS = 2_000;

/** Deeper quotes look no different. */
const MOST_QUOTES = 20;

class Page {
  /** For each open list the number of its next item, 0 for one without numbers. */
  readonly lists: number[] = [];
  #lines: string[] = [];
  #line = '';
  /** Empty lines wanted before the next text. */
  #gap = 0;
  #isBlankDue = false;
  #quotes = 0;
  #pre = 0;
  #link: { address: string; words: string } | null = null;

  get isInList(): boolean {
    return this.lists.length > 0;
  }

  write(text: string): void {
    if (this.#pre > 0) this.#writeLines(text);
    else this.#writeWords(text.replaceAll(BLANKS, ' '));
  }

  #writeWords(words: string): void {
    const from = words.startsWith(' ') ? 1 : 0;
    const to = words.length > from && words.endsWith(' ') ? words.length - 1 : words.length;
    if (from > 0) this.#isBlankDue = true;
    if (to > from) this.#put(words.slice(from, to));
    if (to < words.length) this.#isBlankDue = true;
  }

  #writeLines(text: string): void {
    for (const [at, line] of text.split('\n').entries()) {
      if (at > 0) this.newLine();
      if (line !== '') this.#put(line);
    }
  }

  /** Ends the line if it has begun; `gap` of 2 leaves an empty one before what follows. */
  breakLine(gap: number): void {
    if (this.#line !== '') this.#endLine();
    this.#gap = Math.max(this.#gap, this.#lines.length > 0 ? gap - 1 : 0);
    this.#isBlankDue = false;
  }

  newLine(): void {
    this.#flushGap();
    this.#endLine();
    this.#isBlankDue = false;
  }

  rule(): void {
    this.breakLine(1);
    this.#put('-'.repeat(20));
    this.breakLine(1);
  }

  nextCell(): void {
    if (this.#line !== '') this.#isBlankDue = true;
  }

  mark(): void {
    const number = this.lists.at(-1) ?? 0;
    this.#put(number > 0 ? `${number}.` : '*');
    if (number > 0) this.lists[this.lists.length - 1] = number + 1;
    this.#isBlankDue = true;
  }

  preformatted(change: 1 | -1): void {
    this.#pre += change;
  }

  quote(change: 1 | -1): void {
    if (this.#line !== '') this.#endLine();
    if (change === 1) this.#flushGap();
    this.#quotes += change;
  }

  openLink(address: string): void {
    this.#link = address ? { address, words: '' } : null;
  }

  closeLink(): void {
    const link = this.#link;
    this.#link = null;
    if (!link?.words || isSame(link.words, link.address)) return;
    this.#isBlankDue = true;
    this.#put(`<${link.address}>`);
  }

  text(): string {
    this.breakLine(0);
    return this.#lines.join('\n').trimEnd();
  }

  #put(text: string): void {
    this.#flushGap();
    if (this.#isBlankDue && this.#line !== '') this.#line += ' ';
    this.#isBlankDue = false;
    this.#line += text;
    if (this.#link && this.#link.words.length < LONG_WORDS) this.#link.words += text;
  }

  #flushGap(): void {
    for (; this.#gap > 0; this.#gap -= 1) this.#endLine();
  }

  #endLine(): void {
    const marks = '>'.repeat(Math.min(this.#quotes, MOST_QUOTES));
    this.#lines.push(marks && this.#line ? `${marks} ${this.#line}` : marks + this.#line);
    this.#line = '';
  }
}

/** A link whose words are its address says nothing new. */
function isSame(words: string, address: string): boolean {
  const bare = (text: string) =>
    text
      .toLowerCase()
      .replace(/^(?:https?:\/\/|mailto:|tel:)/, '')
      .replace(/\/$/, '');
  return bare(words) === bare(address) || /^(?:https?:\/\/|www\.)\S+$/i.test(words);
}

function attributeIn(attributes: string, name: string): string {
  const start = attributes.indexOf(` ${name}="`);
  if (start === -1) return '';
  const from = start + name.length + 3;
  return unescaped(attributes.slice(from, attributes.indexOf('"', from)));
}

function unescaped(text: string): string {
  if (!text.includes('&')) return text.replaceAll('\u00a0', ' ');
  return SIGNS.reduce((plain, [sign, entity]) => exchanged(plain, entity, sign), text);
}

const SIGNS = [
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  [' ', '\u00a0'],
  ['&', '&amp;'],
] as const;
