/** What a sender newly wrote in an HTML mail, apart from the history below it. */
import { findHistory } from './history.ts';
import { readLines } from './html-text.ts';
import { type HtmlToken, hasMoreTags, readHtml } from './html-tokens.ts';
import { tidy } from './lines.ts';

export type StrippedHtml = {
  html: string;
  /** What was cut, as HTML of its own; '' when nothing was. */
  quotedHtml: string;
};

/** More brackets than any mail needs; such HTML is taken as it is. */
const TAGS_MAX = 60_000;

/**
 * Cuts quoted history out of HTML by the rules for text and by the marks of mail programs. The rest
 * keeps its bytes, and every tag that was closed stays closed. Not a sanitiser: what comes out is as
 * safe as what went in. Never throws; takes time in proportion to the text.
 */
export function stripHtmlReply(html: string): StrippedHtml {
  if (hasMoreTags(html, TAGS_MAX)) return { html, quotedHtml: '' };
  const tokens = readHtml(html);
  const { lines, hints, tokens: begins } = readLines(html, tokens);
  const { cut } = findHistory(lines.map(tidy), hints);
  const gone = goneTokens(tokens, html, cut, begins);
  if (!gone || !saysSomething(tokens, html, gone)) return { html, quotedHtml: '' };
  return { html: write(tokens, html, gone, false), quotedHtml: write(tokens, html, gone, true) };
}

/** For each token whether it goes with the cut lines; null when no line is cut. */
function goneTokens(
  tokens: readonly HtmlToken[],
  html: string,
  cut: readonly boolean[],
  begins: readonly number[],
): Uint8Array | null {
  const gone = new Uint8Array(tokens.length);
  let any = false;
  for (let line = 0; line < cut.length; line += 1) {
    if (!cut[line]) continue;
    let end = line + 1;
    while (cut[end]) end += 1;
    const from = withEmptyAbove(tokens, html, begins[line] ?? 0);
    gone.fill(1, from, begins[end] ?? tokens.length);
    any = true;
    line = end;
  }
  if (any) keepHalves(tokens, gone);
  return any ? gone : null;
}

/** Empty lines, rules and opening tags right above go as well. */
function withEmptyAbove(tokens: readonly HtmlToken[], html: string, at: number): number {
  let from = at;
  while (from > 0) {
    const token = tokens[from - 1];
    if (!token || isSeen(token, html)) break;
    from -= 1;
  }
  return from;
}

/** A tag goes only together with the one that closes it. */
function keepHalves(tokens: readonly HtmlToken[], gone: Uint8Array): void {
  for (const [index, { kind, pair, hidden }] of tokens.entries()) {
    if (kind === 'text' && hidden) gone[index] = 0;
    if (pair > index && gone[index] !== gone[pair]) {
      gone[index] = 0;
      gone[pair] = 0;
    }
  }
}

function saysSomething(tokens: readonly HtmlToken[], html: string, gone: Uint8Array): boolean {
  return tokens.some((token, index) => gone[index] === 0 && isSeen(token, html));
}

/** Text or a picture, but no blank. */
function isSeen({ kind, name, hidden, start, end }: HtmlToken, html: string): boolean {
  if (kind === 'void') return name === 'img';
  if (kind !== 'text' || hidden) return false;
  return /[^\s\u00a0]/.test(html.slice(start, end).replace(/&nbsp;|&#160;|&#xa0;/gi, ' '));
}

function write(tokens: readonly HtmlToken[], html: string, gone: Uint8Array, cut: boolean): string {
  const wanted = cut ? 1 : 0;
  return tokens
    .filter((_, index) => gone[index] === wanted)
    .map(({ start, end }) => html.slice(start, end))
    .join('');
}
