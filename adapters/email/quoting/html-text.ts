/** The lines a reader sees of an HTML mail, each with the place it begins at. */
import { type Marker, readMarker } from './html-markers.ts';
import type { HtmlToken } from './html-tokens.ts';
import type { Hint } from './marks.ts';

export type HtmlLines = {
  lines: string[];
  hints: Hint[];
  /** For each line the index of its first token. */
  tokens: number[];
};

const BLOCK = new Set(
  'address article aside blockquote body center dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 head header hr html li main ol p pre section table tbody tr ul includetail'.split(
    ' ',
  ),
);

/** Longer lines are prose whose end says nothing about headers. */
const LINE_MAX = 5_000;

/** Reads the tokens of `html` into lines; what is quoted and by whom goes into the hints. */
export function readLines(html: string, tokens: readonly HtmlToken[]): HtmlLines {
  const page = new Page(html, tokens);
  for (const [index, token] of tokens.entries()) page.take(index, token);
  page.breakLine();
  return page.result;
}

/** What is open at a place: a quote, a container around one, or an attribution. */
type Open = { marker: Marker; end: number };

class Page {
  readonly result: HtmlLines = { lines: [], hints: [], tokens: [] };
  #html: string;
  #tokens: readonly HtmlToken[];
  #open: Open[] = [];
  #history = false;
  #line = '';
  #first = -1;
  #hint: Hint;
  /** For the container that is open: the token where its quote begins. */
  #quoteAt = 0;

  constructor(html: string, tokens: readonly HtmlToken[]) {
    this.#html = html;
    this.#tokens = tokens;
  }

  take(index: number, token: HtmlToken): void {
    if (token.kind === 'text') this.#write(index, token);
    else if (token.kind !== 'other') this.#tag(index, token);
  }

  breakLine(): void {
    if (this.#first === -1) return;
    this.result.lines.push(this.#line.replace(/\s+/g, ' ').trim());
    this.result.hints.push(this.#hint);
    this.result.tokens.push(this.#first);
    this.#line = '';
    this.#first = -1;
    this.#hint = undefined;
  }

  #tag(index: number, token: HtmlToken): void {
    if (BLOCK.has(token.name)) this.breakLine();
    if (token.name === 'br') this.#newLine(index);
    if (token.kind === 'close') return;
    if (token.name === 'td' && this.#first !== -1 && this.#line.length < LINE_MAX) {
      this.#line += ' | ';
    }
    const marker = readMarker(token.name, this.#html.slice(token.start, token.end));
    if (marker) this.#mark(index, token, marker);
  }

  /** Two breaks in a row are an empty line. */
  #newLine(index: number): void {
    if (this.#first === -1) this.#first = index;
    this.breakLine();
  }

  #mark(index: number, token: HtmlToken, marker: Marker): void {
    this.breakLine();
    if (marker === 'history') {
      this.#history = true;
      return;
    }
    const end = token.pair === -1 ? this.#tokens.length : token.pair;
    this.#forget(index);
    if (marker === 'container' && !this.#isIn('container')) {
      this.#quoteAt = this.#findQuote(index, end);
    }
    if (!this.#isIn(marker)) this.#open.push({ marker, end });
  }

  /** Drops what has ended; of each kind only the outermost is kept. */
  #forget(index: number): void {
    if (this.#open.some(({ end }) => end <= index)) {
      this.#open = this.#open.filter(({ end }) => end > index);
    }
  }

  #isIn(marker: Marker): boolean {
    return this.#open.some((open) => open.marker === marker);
  }

  /** Where the first quote within a container begins; the container itself when it has none. */
  #findQuote(from: number, to: number): number {
    for (let index = from + 1; index < to; index += 1) {
      const token = this.#tokens[index];
      if (token?.kind === 'open' && token.name === 'blockquote') return index;
    }
    return -1;
  }

  #write(index: number, token: HtmlToken): void {
    if (token.hidden || this.#line.length > LINE_MAX) return;
    const text = this.#html.slice(token.start, Math.min(token.end, token.start + LINE_MAX));
    if (this.#first === -1) {
      if (/^\s*$/.test(text)) return;
      this.#first = index;
      this.#hint = this.#hintAt(index);
    }
    this.#line += decodeEntities(text);
  }

  #hintAt(index: number): Hint {
    if (this.#history) {
      this.#history = false;
      return 'history';
    }
    this.#forget(index);
    if (this.#isIn('quoted')) return 'quoted';
    if (this.#isIn('announced')) return 'announced';
    if (!this.#isIn('container')) return undefined;
    if (this.#quoteAt === -1) {
      this.#quoteAt = -2;
      return 'announced';
    }
    if (this.#quoteAt === -2) return 'quoted';
    return index < this.#quoteAt ? 'announced' : undefined;
  }
}

/** `text` with the characters that headers and attributions are written with. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(ENTITY, (whole, decimal, hex, name) => {
    if (name !== undefined) return NAMED.get(name) ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code < 0x110000 ? String.fromCodePoint(code) : ' ';
  });
}

const ENTITY = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}));?/gi;

const NAMED = new Map(
  (
    'lt < gt > amp & quot " apos \' nbsp \u00a0 ensp \u2002 emsp \u2003 eacute é Eacute É egrave è ecirc ê agrave à Agrave À ' +
    'acirc â aacute á atilde ã auml ä Auml Ä aring å Aring Å aelig æ ccedil ç iacute í icirc î ntilde ñ oacute ó ocirc ô ' +
    'otilde õ ouml ö Ouml Ö oslash ø uacute ú ugrave ù ucirc û uuml ü Uuml Ü szlig ß laquo « raquo » ldquo “ rdquo ” ' +
    'lsquo ‘ rsquo ’ ndash – mdash — hellip … zwnj \u200c'
  )
    .split(/ (?=[A-Za-z]{2,8} )/)
    .map((pair): [string, string] => [
      pair.slice(0, pair.indexOf(' ')),
      pair.slice(pair.indexOf(' ') + 1),
    ]),
);
