/** HTML as a flat list of tags and texts that keep their place in the source. */

export type HtmlToken = {
  kind: 'open' | 'close' | 'void' | 'text' | 'other';
  /** Tag name in lower case; '' for text. */
  name: string;
  /** Where it stands in the source. */
  start: number;
  end: number;
  /** The index of the tag that closes or opens it; -1 when there is none. */
  pair: number;
  /** Is the text inside never shown? */
  hidden: boolean;
};

const VOID = new Set('area base br col embed hr img input link meta source track wbr'.split(' '));
/** Their content is no markup, or nothing to read. */
const RAW = new Set(['script', 'style', 'title', 'textarea', 'xmp', 'noscript', 'template']);

/** Counts brackets as far as needed, before anything is taken apart. */
export function hasMoreTags(html: string, max: number): boolean {
  let at = html.indexOf('<');
  for (let count = 0; at !== -1; count += 1) {
    if (count === max) return true;
    at = html.indexOf('<', at + 1);
  }
  return false;
}

/** Reads any text at all as HTML, in one pass from left to right. */
export function readHtml(html: string): HtmlToken[] {
  const source: Source = { html, quotes: true };
  const tokens: HtmlToken[] = [];
  let at = 0;
  while (at < html.length) {
    const tag = nextTag(html, at);
    const markup = tag === -1 ? null : readMarkup(source, tag);
    const end = markup ? markup.start : textEnd(html, tag);
    if (at < end) tokens.push(textToken(at, end, false));
    at = markup ? takeMarkup(html, markup, tokens) : end;
  }
  pairTags(tokens);
  return tokens;
}

/** Adds a tag, and what a script or style holds; answers where to go on. */
function takeMarkup(html: string, markup: HtmlToken, tokens: HtmlToken[]): number {
  tokens.push(markup);
  const raw = markup.kind === 'open' && RAW.has(markup.name);
  return raw ? readRaw(html, markup, tokens) : markup.end;
}

type Source = {
  html: string;
  /** Do quotes still close? Once one does not, brackets alone end tags: else time would be squared. */
  quotes: boolean;
};

/** The next bracket that may begin a tag. */
function nextTag(html: string, from: number): number {
  TAG.lastIndex = from;
  return TAG.exec(html)?.index ?? -1;
}

const TAG = /<[a-z!/?]/gi;

/** Text goes on to the next such bracket, past one that begins no tag after all. */
function textEnd(html: string, bracket: number): number {
  const next = bracket === -1 ? -1 : nextTag(html, bracket + 1);
  return next === -1 ? html.length : next;
}

function textToken(start: number, end: number, hidden: boolean): HtmlToken {
  return { kind: 'text', name: '', start, end, pair: -1, hidden };
}

/** A tag, comment or declaration; null for a bracket that begins none. */
function readMarkup(source: Source, start: number): HtmlToken | null {
  const { html } = source;
  if (html.startsWith('<!--', start)) return other(html, start, '-->');
  const sign = html.charCodeAt(start + 1);
  if (sign === 0x21 || sign === 0x3f) return other(html, start, '>');
  const closes = sign === 0x2f;
  NAME.lastIndex = start + (closes ? 2 : 1);
  const name = NAME.exec(html)?.[0].toLowerCase();
  if (name === undefined) return null;
  const end = tagEnd(source, NAME.lastIndex);
  const alone = VOID.has(name) || (name.includes(':') && html[end - 2] === '/');
  const kind = alone ? 'void' : closes ? 'close' : 'open';
  return { kind, name, start, end, pair: -1, hidden: false };
}

const NAME = /[a-z][a-z0-9:_-]{0,63}/iy;

function other(html: string, start: number, closing: string): HtmlToken {
  const found = html.indexOf(closing, start + 2);
  const end = found === -1 ? html.length : found + closing.length;
  return { kind: 'other', name: '', start, end, pair: -1, hidden: true };
}

/** Behind the bracket that ends a tag; brackets in quoted attributes end none. */
function tagEnd(source: Source, from: number): number {
  const { html } = source;
  for (let at = from; source.quotes; ) {
    STOP.lastIndex = at;
    const stop = STOP.exec(html);
    if (stop?.[0] === '>') return stop.index + 1;
    const closing = stop ? html.indexOf(stop[0], stop.index + 1) : -1;
    if (closing === -1) source.quotes = false;
    at = closing + 1;
  }
  const end = html.indexOf('>', from);
  return end === -1 ? html.length : end + 1;
}

const STOP = /[>"']/g;

/** Takes the content of a script or style as one piece. */
function readRaw(html: string, tag: HtmlToken, tokens: HtmlToken[]): number {
  const closing = new RegExp(`</${tag.name}(?=[\\s>/])`, 'gi');
  closing.lastIndex = tag.end;
  const end = closing.exec(html)?.index ?? html.length;
  if (tag.end < end) tokens.push(textToken(tag.end, end, true));
  return end;
}

/** Joins opening and closing tags; what closes nothing or is never closed stays single. */
function pairTags(tokens: HtmlToken[]): void {
  const open = new Map<string, number[]>();
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'open' && token.kind !== 'close') continue;
    const same = open.get(token.name) ?? [];
    if (token.kind === 'open') {
      same.push(index);
      open.set(token.name, same);
      continue;
    }
    token.pair = same.pop() ?? -1;
    const opening = tokens[token.pair];
    if (opening) opening.pair = index;
  }
}
