/** Every language says the same things: same keys, same gaps to fill. */
import { expect, test } from 'vitest';
import { panel as english, room as englishRoom } from '../../widget/words/en.ts';
import { type Forms, LOCALES } from '../../widget/words/words.ts';
import { exists, filesIn, root } from '../tools/tree.ts';

const catalogues = ['inbox-ui/words'];
const han = /\p{Script=Han}/u;

/** Exported objects by dotted key; `zhCn` and `en` are the same catalogue. */
async function sentences(file: string): Promise<Map<string, unknown>> {
  const module: Record<string, unknown> = await import(root + file);
  const found = new Map<string, unknown>();
  for (const [name, value] of Object.entries(module)) {
    flatten(name.replace(/^(en|zhCn|zh)(?![a-z])/, 'words'), value, found);
  }
  return found;
}

function flatten(key: string, value: unknown, into: Map<string, unknown>): void {
  if (typeof value !== 'object' || value === null) into.set(key, value);
  else for (const [name, inner] of Object.entries(value)) flatten(`${key}.${name}`, inner, into);
}

/** What a translation has to keep: the kind of value, its gaps, its parameters. */
function shape(value: unknown): string {
  if (typeof value === 'function') return `function of ${value.length}`;
  return `${typeof value} ${[...new Set(String(value).match(/\{\w+\}/g))].sort().join('')}`;
}

/** Words, and not one of them Chinese; a name or two of something may stay as it is. */
function isUntranslated(value: unknown): boolean {
  const text = String(value).replaceAll(/\{\w+\}/g, '');
  return typeof value === 'string' && /[a-z]{2,} +[a-z]{2,}/.test(text) && !han.test(text);
}

test.each(catalogues)('%s is whole in English and 简体中文', async (folder) => {
  const english = filesIn([folder], /\/en(\.ts|\/)/);
  expect(english.length).toBeGreaterThan(0);
  for (const file of english) {
    const translated = file.replace(/\/en(?=\.ts$|\/)/, '/zh-cn');
    expect(exists(translated), `${translated} is missing`).toBe(true);
    const [en, zh] = [await sentences(file), await sentences(translated)];
    const shapes = (all: typeof en) => [...all].map(([key, value]) => [key, shape(value)]);
    expect(en.size).toBeGreaterThan(0);
    expect(Object.fromEntries(shapes(zh)), translated).toEqual(Object.fromEntries(shapes(en)));
    expect(
      [...zh].filter(([, value]) => isUntranslated(value)),
      translated,
    ).toEqual([]);
  }
});

type Catalogue = Readonly<Record<string, string | Forms>>;

/** The widget's words in one language: the panel's at first and later, and those on the website's page. */
async function widgetWords(locale: string): Promise<Catalogue> {
  const file = `${locale.toLowerCase()}.ts`;
  const { panel, room }: Record<'panel' | 'room', Catalogue> = await import(
    `${root}widget/words/${file}`
  );
  const { later }: { later: Catalogue } = await import(`${root}widget/words/later/${file}`);
  return { ...panel, ...later, ...room };
}

const textsOf = (word: string | Forms): string[] =>
  typeof word === 'string' ? [word] : Object.values(word);

/** The gaps of a word. In the form of a single thing the number may be said in words. */
function gapsOf(word: string | Forms): string[][] {
  const gaps = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort();
  const inAll = (text: string) => gaps(text).filter((gap) => gap !== '{count}');
  if (typeof word === 'string') return [gaps(word)];
  const kinds = new Set(textsOf(word).map((text) => inAll(text).join()));
  return [gaps(word.other), [...kinds]];
}

/** The forms that counting from one needs; where fractions alone are `other`, `other` is what is said of many. */
function formsOf(locale: string): string[] {
  const rules = new Intl.PluralRules(locale);
  const forms = new Set(Array.from({ length: 200 }, (_none, n) => rules.select(n + 1)));
  if (!forms.has('other')) forms.delete('many');
  return [...forms.add('other')].sort();
}

/** Languages that are not written in Latin letters have some of their own in all they say. */
const scripts: Readonly<Record<string, RegExp>> = {
  zh: /\p{Script=Han}/u,
  ja: /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u,
  ko: /\p{Script=Hangul}/u,
  ru: /\p{Script=Cyrillic}/u,
  ar: /\p{Script=Arabic}/u,
};
const ENGLISH =
  /(?<!\p{L})(the|your|you|when|again|this|here|could|cannot|been|not|messages? are)(?!\p{L})/iu;

function isEnglish(text: string, locale: string): boolean {
  const own = scripts[locale.slice(0, 2)];
  return own ? !own.test(text) : ENGLISH.test(text.replaceAll(/\{\w+\}/g, ''));
}

const others = LOCALES.filter((locale) => locale !== 'en');

test.each(others)('the widget is whole in %s', async (locale) => {
  const [en, own] = [await widgetWords('en'), await widgetWords(locale)];
  const each = <Result>(all: Catalogue, of: (word: string | Forms) => Result) =>
    Object.fromEntries(Object.entries(all).map(([key, word]) => [key, of(word)]));
  expect(each(own, gapsOf)).toEqual(each(en, gapsOf));
  for (const [key, word] of Object.entries(own)) {
    if (typeof word !== 'string') expect(Object.keys(word).sort(), key).toEqual(formsOf(locale));
    const said = textsOf(word);
    expect(said.filter((text) => text.trim() === '' || isEnglish(text, locale))).toEqual([]);
    // A word may be at home in several languages, a sentence is not.
    if (said.some((text) => /\p{L}+ \p{L}+/u.test(text))) expect(word, key).not.toEqual(en[key]);
  }
});

test('what is English would be found out', () => {
  expect(
    [...textsOf(english.start), englishRoom.silent].map((text) => isEnglish(text, 'de')),
  ).toEqual([true, true]);
  expect(isEnglish(english.send, 'ru')).toBe(true);
  expect(formsOf('ru')).toEqual(['few', 'one', 'other']);
});
