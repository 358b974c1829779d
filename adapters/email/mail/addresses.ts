/** Lists of people in header fields (RFC 5322, section 3.4), and what senders make of them. */
import { LIMITS } from './limits.ts';
import type { MailAddress } from './mail.ts';
import { decodeWords } from './words.ts';

/**
 * The people in a field, in order; groups are emptied into the list. Somebody without an address
 * has '' there. `text` is unfolded, its bytes decoded, its encoded words not: a decoded comma
 * separates nobody.
 */
export function readAddresses(text: string): MailAddress[] {
  const entries = withSurnames(entriesIn(text.slice(0, MOST))).slice(0, LIMITS.addresses);
  return entries.map(personIn).filter((person) => person !== null);
}

/** Room for all the people a mail may name. */
const MOST = LIMITS.addresses * 256;

/**
 * `text` as an address in lower case, without what senders put around it; '' when it is none. An
 * encoded word has no place in one (RFC 2047, section 5): what is hidden so is meant to be read as
 * another address.
 */
export function cleanAddress(text: string): string {
  const plain = withoutComments(text).replace(/^@[^:]{1,500}:/, '');
  const compact = plain
    .split(/\s+/)
    .join(' ')
    .replaceAll(/ ?([@.]) ?/g, '$1')
    .trim();
  const bare = compact.replace(/^(?:mailto:|smtp:|[<'`,;:]+)+/i, '').replace(/[>'`,;:.]{1,9}$/, '');
  const at = bare.lastIndexOf('@');
  const [mailbox, domain] = [bare.slice(0, at), bare.slice(at + 1)];
  const isQuoted = mailbox.startsWith('"') && mailbox.endsWith('"') && mailbox.length > 2;
  if (at < 1 || domain === '' || /[\s<>"]/.test(domain) || bare.includes('=?')) return '';
  return isQuoted || !/[\s"]/.test(mailbox) ? bare.toLowerCase() : '';
}

/** Of quoted texts and remarks: what goes on longer, or deeper in itself, was never closed. */
const LONGEST = 500;
const DEEPEST = 20;

/** One entry of a list: what stands outside brackets as read and as written, what inside, remarks. */
type Entry = { phrase: string; written: string; angle: string; comments: string[]; stop: string };

const emptyEntry = (): Entry => ({ phrase: '', written: '', angle: '', comments: [], stop: '' });

function entriesIn(text: string): Entry[] {
  const entries: Entry[] = [];
  let entry = emptyEntry();
  for (let at = 0; at < text.length; ) {
    const letter = text[at] ?? '';
    if (letter === ',' || letter === ';') {
      entries.push({ ...entry, stop: letter });
      entry = emptyEntry();
      at += 1;
    } else if (letter === ':' && !entry.phrase.includes('@')) {
      entry = emptyEntry();
      at += 1;
    } else at = readToken(text, at, entry);
  }
  return [...entries, entry].filter(
    (each) => each.written.trim() || each.angle || each.comments[0],
  );
}

/** `Doe, John <john@example.com>` without quotes is one person. */
function withSurnames(entries: readonly Entry[]): Entry[] {
  const joined: Entry[] = [];
  for (const entry of entries) {
    const last = joined.at(-1);
    const isSurname = last?.stop === ',' && last.angle === '' && !last.written.includes('@');
    if (isSurname && entry.angle.includes('@')) {
      joined.pop();
      joined.push({ ...entry, phrase: `${last.phrase.trim()}, ${entry.phrase.trim()}` });
    } else joined.push(entry);
  }
  return joined;
}

/** An encoded word is one piece, whatever its letters would mean outside. */
const WORD = /=\?[^?\s]{1,60}\?[bq]\?[^?]{0,2000}\?=/iy;
const PLAIN = /[^"<(,;:=]*/y;

/** Reads the quoted text, remark, bracket or run of plain letters at `at`; answers where it ends. */
function readToken(text: string, at: number, entry: Entry): number {
  const letter = text[at] ?? '';
  if (letter === '(') return readComment(text, at, entry);
  if (letter === '<') return readBracket(text, at, entry);
  if (letter === '"') return readQuoted(text, at, entry);
  const word = letter === '=' ? matchAt(WORD, text, at) : '';
  const plain = word || letter + matchAt(PLAIN, text, at + 1);
  entry.phrase += plain;
  entry.written += plain;
  return at + plain.length;
}

function matchAt(sticky: RegExp, text: string, at: number): string {
  sticky.lastIndex = at;
  return sticky.exec(text)?.[0] ?? '';
}

function readQuoted(text: string, at: number, entry: Entry): number {
  const end = closingEnd(text, at, { open: '', close: '"' });
  if (end === -1) return at + 1;
  const content = text.slice(at + 1, end - 1);
  entry.phrase += content.replaceAll(/\\(.)/g, '$1');
  entry.written += text.slice(at, end);
  return end;
}

/** Without an end it reaches to the next of the list. */
function readBracket(text: string, at: number, entry: Entry): number {
  const content = matchAt(/[^<>]*/y, text, at + 1);
  const isClosed = text[at + 1 + content.length] === '>';
  const inside = isClosed ? content : matchAt(/[^,;<]*/y, text, at + 1);
  if (inside.includes('@') || !entry.angle.includes('@')) entry.angle = inside;
  return at + 1 + inside.length + (isClosed ? 1 : 0);
}

function readComment(text: string, at: number, entry: Entry): number {
  const end = commentEnd(text, at);
  if (end !== -1) entry.comments.push(text.slice(at + 1, end - 1).replaceAll(/\\(.)/g, '$1'));
  // Nobody closed it: what follows may still be an address.
  entry.phrase += ' ';
  entry.written += ' ';
  return end === -1 ? at + 1 : end;
}

function commentEnd(text: string, at: number): number {
  return closingEnd(text, at, { open: '(', close: ')' });
}

/** Behind the letter that closes the one at `at`; -1 when none does within a sane distance. */
function closingEnd(text: string, at: number, pair: { open: string; close: string }): number {
  const most = Math.min(text.length, at + LONGEST);
  let depth = 1;
  for (let here = at + 1; here < most; here += 1) {
    if (text[here] === '\\') here += 1;
    else if (text[here] === pair.close) depth -= 1;
    else if (text[here] === pair.open) depth += 1;
    if (depth === 0) return here + 1;
    if (depth > DEEPEST) return -1;
  }
  return -1;
}

function withoutComments(text: string): string {
  const kept = [];
  for (let at = 0; at < text.length; ) {
    const open = text.indexOf('(', at);
    const end = open === -1 ? -1 : commentEnd(text, open);
    kept.push(text.slice(at, end === -1 ? undefined : open));
    if (end === -1) break;
    at = end;
  }
  return kept.join(' ');
}

function personIn(entry: Entry): MailAddress | null {
  const { phrase, written, angle, comments } = entry;
  const bracketed = cleanAddress(angle);
  if (bracketed) {
    return { address: bracketed, name: tidy(phrase) || tidy(comments.join(' ')) };
  }
  const whole = cleanAddress(written);
  if (whole) return { address: whole, name: tidy(comments.join(' ')) };
  return addressAmong(`${written} ${angle}`, phrase) ?? addressEncoded(tidy(phrase));
}

/** Somebody wrote address and name side by side. What stands in quotes is no address. */
function addressAmong(written: string, phrase: string): MailAddress | null {
  const words = written.replaceAll(/"[^"]*"/g, ' ').split(/\s+/);
  const found = words.findLast((word) => cleanAddress(word) !== '');
  if (found === undefined) return null;
  return { address: cleanAddress(found), name: tidy(phrase.replace(found, ' ')) };
}

/** Somebody encoded the whole, brackets and all. Without brackets it only is a name. */
function addressEncoded(phrase: string): MailAddress | null {
  const [, name = '', angle = ''] = /^([^<>]*)<([^<>]*)>$/.exec(phrase) ?? [];
  const address = cleanAddress(angle);
  if (address) return { address, name: name.replaceAll('"', '').trim() };
  return phrase === '' ? null : { address: '', name: phrase };
}

function tidy(text: string): string {
  return decodeWords(text)
    .split(/[\s\p{Cc}]+/u)
    .join(' ')
    .trim();
}
