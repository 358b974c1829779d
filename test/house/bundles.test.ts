/** What browsers have to load before they see something, compressed as they get it. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parseAst } from 'vite';
import { expect, test } from 'vitest';
import { LOCALES } from '../../widget/words/words.ts';
import { setup as build } from '../setup/build.ts';
import { root } from '../tools/tree.ts';

const KILOBYTE = 1024;
let built: Map<string, string> | undefined;

/** Files of a fresh build by name; names carry a hash or are pages, so they are unique. */
function files(): Map<string, string> {
  if (built) return built;
  build();
  const entries = ['client', 'loader', 'room', 'panel', 'engage', 'trail'].flatMap((part) =>
    readdirSync(join(root, 'dist', part), { recursive: true, withFileTypes: true }),
  );
  built = new Map(entries.map(({ name, parentPath }) => [name, join(parentPath, name)]));
  return built;
}

const content = (name: string): string => readFileSync(files().get(name) ?? name, 'utf8');

/** What a page asks for at once: scripts, style sheets, preloads. */
const askedFor = (html: string): string[] =>
  [...html.matchAll(/(?:src|href)="[^"]*?([\w.-]+\.(?:js|css))"/g)].map(([, name = '']) => name);

/** Modules imported before a single line of this one runs. */
function importedFirst(code: string): string[] {
  return parseAst(code).body.flatMap((statement) =>
    'source' in statement && statement.source ? [basename(String(statement.source.value))] : [],
  );
}

/** Every built file that is mentioned at all: also what is loaded later, when needed. */
const mentioned = (code: string): string[] =>
  [...code.matchAll(/[\w.-]+\.(?:js|css)\b/g)].map(([name]) => name);

/** The page and all it leads to. */
function loaded(page: string, follow: (code: string) => string[]): string[] {
  const names = new Set([page]);
  for (const name of names) {
    const next = name.endsWith('.js') ? follow(content(name)) : [];
    if (name === page) next.push(...askedFor(content(name)));
    for (const found of next) if (files().has(found)) names.add(found);
  }
  return [...names];
}

/** Bytes over the wire. */
const weight = (names: string[]): number =>
  names.map((name) => gzipSync(content(name)).length).reduce((sum, bytes) => sum + bytes, 0);

/** Every visitor of a website gets this one; the others only who means to open the chat. */
const LOADER = 'widget.js';
const ROOM = 'room.js';

test('the loader, which every visitor of a website gets, is one file of at most 3 KB', () => {
  files();
  expect(readdirSync(join(root, 'dist/loader'))).toEqual([LOADER]);
  expect(weight([LOADER])).toBeGreaterThan(200);
  expect(weight([LOADER])).toBeLessThanOrEqual(3 * KILOBYTE);
});

test.each([
  ['engage', 4],
  ['trail', 1.5],
])(
  'what a website may put beside the loader is one file: %s.js, of at most %f KB',
  (name, most) => {
    files();
    const file = `${name}.js`;
    expect(readdirSync(join(root, 'dist', name))).toEqual([file]);
    expect(weight([file])).toBeGreaterThan(200);
    expect(weight([file])).toBeLessThanOrEqual(most * KILOBYTE);
    expect(mentioned(content(file)).filter((one) => one.endsWith('.js'))).toEqual([]);
  },
);

test('the room behind the launcher is one file and the words of one language', () => {
  files();
  expect(readdirSync(join(root, 'dist/room')).sort()).toEqual([ROOM, 'words']);
  const words = LOCALES.filter((locale) => locale !== 'en').map((one) => `${one.toLowerCase()}.js`);
  expect(new Set(mentioned(content(ROOM)))).toEqual(new Set(words));
  for (const name of words) expect(mentioned(content(name)), name).toEqual([]);
  expect(mentioned(content(LOADER)).filter((name) => name !== LOADER)).toEqual([ROOM]);
});

/** The files of one language: `de.js` of the room, `de-AbCd.js` of the panel. */
const inLanguage = (names: string[], locale: string): string[] =>
  names.filter((name) => new RegExp(`^${locale}(-[\\w-]{8})?\\.js$`, 'i').test(name));

/** What a visitor gets of these: all but the other languages. */
function inOneLanguage(names: string[], locale: string): string[] {
  const languages = LOCALES.flatMap((one) => inLanguage(names, one));
  return [...names.filter((name) => !languages.includes(name)), ...inLanguage(names, locale)];
}

test.each(LOCALES)('the chat in %s', (locale) => {
  const everything = [...loaded('panel.html', mentioned), LOADER, ...loaded(ROOM, mentioned)];
  const opening = [...loaded('panel.html', importedFirst), LOADER, ROOM];
  expect(LOCALES.flatMap((one) => inLanguage(opening, one))).toEqual([]);
  const own = inLanguage(
    opening.flatMap((name) => mentioned(content(name))),
    locale,
  );
  // English stands in the room as what remains when nothing else can be fetched.
  expect(own).toHaveLength(locale === 'en' ? 1 : 2);
  // The words of parts that are drawn later, which themselves are not in what the page begins with.
  expect(inLanguage(everything, locale)).toHaveLength(own.length + 1);
  // All it takes to open it, read, write and receive; and with all parts.
  expect(weight([...opening, ...own])).toBeLessThanOrEqual(30 * KILOBYTE);
  // Nobody loads them all: cards, articles and the list of several talks are parts by themselves, each for some channels.
  expect(weight(inOneLanguage(everything, locale))).toBeLessThanOrEqual(63 * KILOBYTE);
});

test('the first load of the inbox weighs at most 130 KB', () => {
  const names = loaded('index.html', importedFirst);
  expect(names.filter((name) => name.endsWith('.js')).length).toBeGreaterThan(0);
  expect(weight(names), names.join(' ')).toBeLessThanOrEqual(130 * KILOBYTE);
});

test('imports are followed as a browser follows them', () => {
  const code =
    'import"./a.js";import{b}from"./b.js";export*from"./c.js";import("./later.js");const css="assets/x.css";';
  expect(importedFirst(code)).toEqual(['a.js', 'b.js', 'c.js']);
  expect(mentioned(code)).toEqual(['a.js', 'b.js', 'c.js', 'later.js', 'x.css']);
});
