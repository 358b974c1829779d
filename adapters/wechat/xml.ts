/**
 * The little XML that WeChat writes: elements without attributes, text, CDATA. Everything else (a
 * DTD, entities of one's own, processing instructions) is refused, so nothing can be expanded or
 * fetched.
 */
import { MalformedRequestError } from '../errors.ts';

/** Texts by the path of their element below `<xml>`, joined by dots; of equals the first. */
export type Fields = ReadonlyMap<string, string>;

const ROOT = 'xml';
const MAX_DEPTH = 10;
const DECLARATION = /^\uFEFF?(?:<\?xml[^<>?]*\?>)?\s*/;
const TOKEN =
  /<!\[CDATA\[(?<data>[\s\S]*?)\]\]>|<\/(?<end>[\w.-]+)\s*>|<(?<start>[\w.-]+)\s*(?<empty>\/?)>|(?<text>[^<]+)/y;
const ENTITIES = new Map([
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&amp;', '&'],
  ['&quot;', '"'],
  ['&apos;', "'"],
]);

/** @throws MalformedRequestError when it is anything but such XML in UTF-8 */
export function readXml(content: Uint8Array): Fields {
  const text = decoded(content);
  const reader = new Reader();
  let place = DECLARATION.exec(text)?.[0].length ?? 0;
  while (place < text.length) {
    TOKEN.lastIndex = place;
    const token = TOKEN.exec(text);
    if (!token) throw malformed();
    reader.take(token.groups ?? {});
    place = TOKEN.lastIndex;
  }
  return reader.finish();
}

/** The elements that are open, and what was said in each. */
class Reader {
  readonly #fields = new Map<string, string>();
  readonly #open: { name: string; text: string }[] = [];
  #ended = false;

  take({ data, end, start, empty, text }: Record<string, string | undefined>): void {
    if (start !== undefined) this.#begin(start);
    if (end !== undefined || empty === '/') this.#end(end ?? start);
    if (data !== undefined) this.#say(data, true);
    if (text !== undefined) this.#say(unescaped(text));
  }

  finish(): Fields {
    if (!this.#ended) throw malformed();
    return this.#fields;
  }

  #begin(name: string): void {
    const isRoot = this.#open.length === 0;
    if (this.#ended || this.#open.length >= MAX_DEPTH) throw malformed();
    if (isRoot !== (name === ROOT)) throw malformed();
    this.#open.push({ name, text: '' });
  }

  #end(name: string | undefined): void {
    const path = this.#open.slice(1).map((element) => element.name);
    const element = this.#open.pop();
    if (!element || element.name !== name) throw malformed();
    if (this.#open.length === 0) this.#ended = true;
    const key = path.join('.');
    if (key !== '' && !this.#fields.has(key)) this.#fields.set(key, element.text);
  }

  /** White space alone stands between elements, or around what is said. */
  #say(text: string, isData = false): void {
    if (!isData && text.trim() === '') return;
    const element = this.#open.at(-1);
    if (element) element.text += text;
    else throw malformed();
  }
}

function unescaped(text: string): string {
  return text.replaceAll(/&[^;\s]*;?/g, (entity) => {
    const sign = ENTITIES.get(entity);
    if (sign === undefined) throw malformed();
    return sign;
  });
}

function decoded(content: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    throw malformed();
  }
}

const malformed = () => new MalformedRequestError('the body must be the plain XML of WeChat');
