/**
 * The HTML beside a mail's plain text, made from that text alone: paragraphs, lists, **bold**,
 * _italic_, images that came along, addresses one can follow. Everything else is shown as it was typed.
 */
import { escapeHtml } from './clean.ts';

/** Finds the images that came along: the content id of what the text calls by this name, or null. */
export type FindImage = (name: string) => string | null;

const LINK = /https?:\/\/[^\s<>"'`]{1,2000}/giu;
/** A line that begins inside a word, or in an address, is no mark. */
const MARKED =
  /\*\*(?=\S)(?<bold>[^*\n]{1,1000})\*\*|(?<![^\s(（"'“])_(?=[^\s_])(?<italic>[^_\n]{1,1000})(?<=\S)_(?![\p{L}\p{N}])/gu;
const IMAGE = /!\[([^\][\n]{0,200})\]\(cid:([\w.-]{1,100})\)/g;
const ITEM = /^ {0,3}(?:[-*•]|(\d{1,3})[.)])[ \t]+(?=\S)/;

/** The text as HTML, without `html` and `body` around it. */
export function htmlOf(text: string, findImage: FindImage = () => null): string {
  return text
    .split(/\n{2,}/)
    .filter((paragraph) => paragraph.trim() !== '')
    .map((paragraph) => blocks(paragraph, findImage))
    .join('\n');
}

/** Escaped, line ends kept, addresses of web pages one can follow. */
export function linked(text: string): string {
  let [html, from] = ['', 0];
  for (const { 0: found, index } of text.matchAll(LINK)) {
    const url = withoutTail(found);
    const address = escapeHtml(url);
    html += `${escapeHtml(text.slice(from, index))}<a href="${address}">${address}</a>`;
    from = index + url.length;
  }
  return (html + escapeHtml(text.slice(from))).replaceAll('\n', '<br>\n');
}

/** The text with the images in it named instead of shown. */
export function withoutImages(text: string, findImage: FindImage): string {
  return text.replace(IMAGE, (typed, words: string, name: string) =>
    findImage(name) === null ? typed : `[${words.trim() || 'image'}]`,
  );
}

type Run = { list: 'ul' | 'ol' | null; lines: string[] };

function blocks(paragraph: string, findImage: FindImage): string {
  const runs: Run[] = [];
  for (const line of paragraph.split('\n')) {
    const [mark, number] = ITEM.exec(line) ?? [];
    const list = mark === undefined ? null : number === undefined ? 'ul' : 'ol';
    const last = runs.at(-1);
    const words = line.slice(mark?.length ?? 0);
    if (last && last.list === list) last.lines.push(words);
    else runs.push({ list, lines: [words] });
  }
  return runs.map((run) => block(run, findImage)).join('\n');
}

function block({ list, lines }: Run, findImage: FindImage): string {
  if (list === null) return `<p>${inline(lines.join('\n'), findImage)}</p>`;
  const items = lines.map((line) => `<li>${inline(line, findImage)}</li>`).join('');
  return `<${list}>${items}</${list}>`;
}

function inline(text: string, findImage: FindImage): string {
  let [html, from] = ['', 0];
  for (const { 0: found, 1: words = '', 2: name = '', index } of text.matchAll(IMAGE)) {
    const contentId = findImage(name);
    if (contentId === null) continue;
    html += emphasised(text.slice(from, index));
    html += `<img src="cid:${escapeHtml(contentId)}" alt="${escapeHtml(words)}">`;
    from = index + found.length;
  }
  return html + emphasised(text.slice(from));
}

function emphasised(text: string): string {
  let [html, from] = ['', 0];
  for (const { 0: found, groups = {}, index } of text.matchAll(MARKED)) {
    const { bold, italic = '' } = groups;
    const marked = bold === undefined ? `<i>${linked(italic)}</i>` : `<b>${linked(bold)}</b>`;
    html += linked(text.slice(from, index)) + marked;
    from = index + found.length;
  }
  return html + linked(text.slice(from));
}

/** Stops and brackets at the end belong to the sentence, not to the address. */
function withoutTail(url: string): string {
  const cut = url.search(/[.,;:!?)\]}’”»。，、！？；：）」』】》]{1,20}$/u);
  if (cut < 0) return url;
  const open = url.slice(0, cut).includes('(') && url[cut] === ')';
  return url.slice(0, open ? cut + 1 : cut);
}
