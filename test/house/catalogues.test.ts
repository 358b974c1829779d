/** Every language says the same things: same keys, same gaps to fill. */
import { expect, test } from 'vitest';
import { exists, filesIn, root } from '../tools/tree.ts';

const catalogues = ['inbox-ui/words', 'widget/words'];
const han = /\p{Script=Han}/u;

/** Exported objects by dotted key; `zhLauncher` and `enLauncher` are the same catalogue. */
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
