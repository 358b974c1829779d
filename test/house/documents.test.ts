/** What the documents say is so: the files they name, the commands they give, the settings they list. */
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { exists, filesIn, read } from '../tools/tree.ts';

const folders = ['server', 'adapters', 'inbox-ui', 'widget', 'test', 'docs', 'migrations'];
const atTheTop = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'];
const documents = [...atTheTop, ...filesIn(folders, /\.md$/)];

/** Every first group of `pattern` in the text. */
const all = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, found = '']) => found);

const eachIn = (pattern: RegExp): { document: string; named: string }[] =>
  documents.flatMap((document) =>
    all(read(document), pattern).map((named) => ({ document, named })),
  );

test('files named in the documents are there', () => {
  const named = eachIn(new RegExp(`\`((?:${folders.join('|')})/[\\w./-]+)\``, 'g'));
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((one) => !exists(one.named))).toEqual([]);
});

test('links lead somewhere', () => {
  const links = eachIn(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g);
  expect(links.length).toBeGreaterThan(5);
  const dead = links.filter(({ document, named }) => !exists(join(dirname(document), named)));
  expect(dead).toEqual([]);
});

test('commands given in the documents exist', () => {
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(read('package.json'));
  const commands = eachIn(/npm run (?:--silent )?([\w:-]+)/g);
  expect(commands.length).toBeGreaterThan(3);
  expect(commands.filter(({ named }) => !(named in scripts))).toEqual([]);
});

test('the README lists the settings that the program reads, all of them and no other', () => {
  const table = read('README.md')
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  const listed = table.flatMap((line) => all(line.split('|')[1] ?? '', /`([A-Z_]+)`/g));
  const known = new Set(all(read('server/config.ts'), /environment\['([A-Z_]+)'\]/g));
  expect(known.size).toBeGreaterThan(5);
  expect(listed.sort()).toEqual([...known].sort());
});
