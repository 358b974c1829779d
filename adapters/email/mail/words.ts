/** Encoded words in header fields (RFC 2047), also as senders write them who never read it. */
import { decodeText } from './charset.ts';
import { base64Bytes, bytesOfCodes } from './transfer.ts';

/** Of words that stand apart, and of words in one run: what follows stays as it is written. */
const MOST_RUNS = 2_000;
const MOST_WORDS = 5_000;

type Word = { charset: string; encoding: 'b' | 'q'; data: string; end: number };

/** The charset may carry a language after `*` (RFC 2231). */
const OPENING = /=\?([\w.:+-]{1,60})(?:\*[\w-]{0,40})?\?([bq])\?/giy;

/**
 * `text` with its encoded words decoded. Neighbouring words of one charset are decoded together, as
 * senders split them in the middle of a letter; blanks between words are none of the text.
 */
export function decodeWords(text: string): string {
  let [decoded, at] = ['', 0];
  const finder = wordFinder(text);
  for (let runs = 0; at < text.length && runs < MOST_RUNS; runs += 1) {
    const start = text.indexOf('=?', at);
    if (start === -1) break;
    const run = runAt(text, start, finder);
    decoded += text.slice(at, run ? start : start + 2) + (run ? decodeRun(run) : '');
    at = run?.at(-1)?.end ?? start + 2;
  }
  return decoded + text.slice(at);
}

/** The words from `start` on with nothing but blanks between them; null where none begins. */
function runAt(text: string, start: number, wordAt: WordFinder): Word[] | null {
  const words: Word[] = [];
  for (let at = start; words.length < MOST_WORDS; ) {
    const word = wordAt(at);
    if (!word) break;
    words.push(word);
    at = word.end;
    while (text[at] === ' ' || text[at] === '\t') at += 1;
  }
  return words.length > 0 ? words : null;
}

type WordFinder = (at: number) => Word | null;

/** Looks for each word's end once: many beginnings without an end cost no more than one. */
function wordFinder(text: string): WordFinder {
  const lastEnd = text.lastIndexOf('?=');
  return (at) => {
    OPENING.lastIndex = at;
    const opening = OPENING.exec(text);
    if (!opening) return null;
    const [, charset = '', letter = ''] = opening;
    const from = at + opening[0].length;
    const encoding = letter.toLowerCase() === 'b' ? 'b' : 'q';
    const stop = from <= lastEnd ? closingAt(text, from, encoding) : -1;
    if (stop !== -1) return { charset, encoding, data: text.slice(from, stop), end: stop + 2 };
    const end = unclosedEnd(text, from);
    return { charset, encoding, data: text.slice(from, end).replace(/\?$/, ''), end };
  };
}

/** `?=` ends a word, except where it is a question mark and the code of the next letter. */
function closingAt(text: string, from: number, encoding: 'b' | 'q'): number {
  let stop = text.indexOf('?=', from);
  if (encoding === 'b') return stop;
  for (let skips = 0; skips < 50 && stop !== -1; skips += 1) {
    if (!/^[0-9A-F]{2}/.test(text.slice(stop + 2, stop + 4))) return stop;
    stop = text.indexOf('?=', stop + 2);
  }
  return stop;
}

/** A word nobody closed ends where something else clearly begins. */
function unclosedEnd(text: string, from: number): number {
  const rest = text.slice(from, from + 1_000);
  const stop = rest.search(/[\s"<>,;]/);
  return stop === -1 ? from + rest.length : from + stop;
}

function decodeRun(words: readonly Word[]): string {
  let text = '';
  for (let at = 0; at < words.length; ) {
    const charset = words[at]?.charset ?? '';
    let next = at;
    while (words[next]?.charset.toLowerCase() === charset.toLowerCase()) next += 1;
    text += decodeText(bytesOf(words.slice(at, next)), charset);
    at = next;
  }
  return text.replaceAll(/[\r\n\0]+/g, ' ');
}

function bytesOf(words: readonly Word[]): Buffer {
  const chunks: Buffer[] = [];
  let open = '';
  for (const { encoding, data } of words) {
    if (encoding === 'q') chunks.push(base64Bytes(open), bytesOfCodes(data.replaceAll('_', ' ')));
    // Four letters make three bytes: what does not come out even goes on in the next word.
    const letters = encoding === 'b' ? open + data : '';
    const isEven = letters.replaceAll(/[^\w+/-]/g, '').length % 4 === 0 || letters.endsWith('=');
    if (isEven) chunks.push(base64Bytes(letters));
    open = isEven ? '' : letters;
  }
  chunks.push(base64Bytes(open));
  return Buffer.concat(chunks);
}
