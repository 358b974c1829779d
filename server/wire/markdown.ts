/**
 * The little formatting that people type: bold, italic, code, links, line breaks. The result is a tree of plain data;
 * the view turns it into DOM nodes. Text never becomes HTML anywhere, so what is not understood stays visible as typed.
 */

export type Node =
  | { kind: 'text'; text: string }
  | { kind: 'break' }
  | { kind: 'bold' | 'italic'; children: Node[] }
  | { kind: 'code' | 'block'; text: string }
  | { kind: 'link'; href: string; children: Node[] };

/** Found at a place in the text: what it is and where the text goes on. */
type Found = { node: Node; end: number };
type Rule = (text: string, at: number, depth: number) => Found | null;

const SCHEMES = ['http:', 'https:', 'mailto:', 'tel:'];
/** Formatting inside formatting inside formatting: nobody writes more, and it bounds the work. */
const MAX_DEPTH = 3;
/** Bounds the search for a closing mark, so that a text of nothing but opening ones costs nothing. */
const LONGEST_EMPHASIS = 1000;
/** Without any of these nothing is formatted. */
const MARK = /[*_`[]/;
const URL_START = /https?:\/\//y;
const URL_BODY = /https?:\/\/[^\s<>"'`]+/y;
const URL_TAIL = /[.,;:!?)\]}*_~]+$/;

/** Parses a message. Total: any text gives a tree, in time that grows with its length. */
export function parseMarkdown(text: string): Node[] {
  return inline(text, 0);
}

/** The same words without their marks, as they stand where there is room for one line. Total, as parsing is. */
export function plainWords(text: string): string {
  return MARK.test(text) ? parseMarkdown(text).map(wordsIn).join('') : text;
}

function wordsIn(node: Node): string {
  if (node.kind === 'break') return '\n';
  return 'text' in node ? node.text : node.children.map(wordsIn).join('');
}

/** The address if it may be opened from a message, else null. */
export function safeHref(address: string): string | null {
  if (hasControlOrSpace(address)) return null;
  try {
    const url = new URL(address);
    // A name before the host ("https://bank.example@elsewhere") exists only to mislead.
    if (!SCHEMES.includes(url.protocol) || url.username || url.password) return null;
    return url.href;
  } catch {
    return null;
  }
}

function inline(text: string, depth: number): Node[] {
  const nodes: Node[] = [];
  let plain = 0;
  let at = 0;
  while (at < text.length) {
    const found = rulesFor(text[at])?.(text, at, depth) ?? null;
    if (!found) {
      at += 1;
      continue;
    }
    if (at > plain) nodes.push({ kind: 'text', text: text.slice(plain, at) });
    nodes.push(found.node);
    at = found.end;
    plain = at;
  }
  if (plain < text.length) nodes.push({ kind: 'text', text: text.slice(plain) });
  return nodes;
}

function rulesFor(mark: string | undefined): Rule | undefined {
  return mark === undefined ? undefined : RULES.get(mark);
}

const lineBreak: Rule = (_text, at) => ({ node: { kind: 'break' }, end: at + 1 });

const code: Rule = (text, at) => {
  if (text.startsWith('```', at)) return block(text, at);
  const end = text.indexOf('`', at + 1);
  if (end <= at + 1 || text.slice(at, end).includes('\n')) return null;
  return { node: { kind: 'code', text: text.slice(at + 1, end) }, end: end + 1 };
};

function block(text: string, at: number): Found | null {
  const end = text.indexOf('```', at + 3);
  const body = end < 0 ? '' : text.slice(at + 3, end).replace(/^[\w-]*\n/, '');
  if (!body.trim()) return null;
  const after = text[end + 3] === '\n' ? end + 4 : end + 3;
  return { node: { kind: 'block', text: body.replace(/\n$/, '') }, end: after };
}

const emphasis: Rule = (text, at, depth) => {
  const mark = text[at] ?? '';
  const double = text[at + 1] === mark;
  const fence = double ? mark + mark : mark;
  const start = at + fence.length;
  if (depth >= MAX_DEPTH || !opens(text, at, start)) return null;
  const end = closing(text, start, fence);
  if (end < 0) return null;
  const children = inline(text.slice(start, end), depth + 1);
  return { node: { kind: double ? 'bold' : 'italic', children }, end: end + fence.length };
};

/** Single marks begin at the start of a word, so that `2*3` and `snake_case` stay as they are. */
function opens(text: string, at: number, start: number): boolean {
  const next = text[start];
  const single = start - at === 1;
  if (next === undefined || /\s/.test(next) || next === text[at]) return false;
  return !(single && isWord(text[at - 1]));
}

/** Where the fence closes, on the same line and not after a space; -1 when it does not. */
function closing(text: string, start: number, fence: string): number {
  const newline = text.indexOf('\n', start);
  const line = newline < 0 ? text.length : newline;
  const limit = Math.min(line, start + LONGEST_EMPHASIS);
  const mark = fence[0];
  let end = text.indexOf(fence, start + 1);
  while (end >= 0 && end < limit) {
    const after = text[end + fence.length];
    const before = text[end - 1] ?? ' ';
    const clear = fence.length > 1 || !isWord(after);
    if (!/\s/.test(before) && before !== mark && after !== mark && clear) return end;
    end = text.indexOf(fence, end + 1);
  }
  return -1;
}

const namedLink: Rule = (text, at, depth) => {
  const middle = text.indexOf('](', at);
  if (depth >= MAX_DEPTH || middle < 0 || middle - at > 500) return null;
  const label = text.slice(at + 1, middle);
  const end = text.indexOf(')', middle);
  if (end < 0 || end - middle > 2000 || !label.trim() || /[\n[\]]/.test(label)) return null;
  const href = safeHref(text.slice(middle + 2, end));
  if (!href) return null;
  return {
    node: { kind: 'link', href, children: inline(label, MAX_DEPTH) },
    end: end + 1,
  };
};

const bareLink: Rule = (text, at, depth) => {
  URL_START.lastIndex = at;
  if (isWord(text[at - 1]) || !URL_START.test(text)) return null;
  URL_BODY.lastIndex = at;
  const whole = URL_BODY.exec(text)?.[0] ?? '';
  const written = balanced(whole.replace(URL_TAIL, ''), whole);
  const href = depth >= MAX_DEPTH ? null : safeHref(written);
  if (!href) return null;
  const children: Node[] = [{ kind: 'text', text: written }];
  return { node: { kind: 'link', href, children }, end: at + written.length };
};

/** Gives a closing bracket back to addresses that hold its opening one, as encyclopaedias' do. */
function balanced(short: string, whole: string): string {
  const needs = short.includes('(') && !short.includes(')') && whole[short.length] === ')';
  return needs ? `${short})` : short;
}

const RULES = new Map<string, Rule>([
  ['\n', lineBreak],
  ['`', code],
  ['*', emphasis],
  ['_', emphasis],
  ['[', namedLink],
  ['h', bareLink],
]);

/** Letters of scripts that part words by spaces; in others a mark may stand anywhere. */
const isWord = (character: string | undefined): boolean =>
  character !== undefined &&
  /[\p{L}\p{N}]/u.test(character) &&
  !/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u.test(character);

function hasControlOrSpace(address: string): boolean {
  for (const character of address) if (character <= ' ' || character === '\u007f') return true;
  return false;
}
