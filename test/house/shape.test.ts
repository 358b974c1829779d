/** The same thing stands in the same place everywhere, and nothing stands where it should not. */
import { readdirSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { exists, filesIn, foldersIn, read, root } from '../tools/tree.ts';

const topLevel =
  /^(server|adapters|inbox-ui|widget|migrations|test|bench|docs|deploy|package(-lock)?\.json|tsconfig\.json|(vite|vitest|drizzle)\.config\.ts|(README|CONTRIBUTING|SECURITY|CHANGELOG)\.md|LICENSE|Dockerfile|compose\.ya?ml|\..+)$/;
/** Made by running the program, not part of the project (`.gitignore`). */
const made = ['node_modules', 'dist', 'data'];

test('the top level holds what the house plans there, and no more', () => {
  const names = readdirSync(root).filter((name) => !made.includes(name));
  expect(names.length).toBeGreaterThan(8);
  expect(names.filter((name) => !topLevel.test(name))).toEqual([]);
});

test('what a stranger looks for first is there', () => {
  const wanted = ['README.md', 'LICENSE', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'];
  expect([...wanted, 'docs/inbox.png'].filter((file) => !exists(file))).toEqual([]);
  // Tried by machines, which do not ask for a shell first.
  expect(statSync(`${root}.ci/run`).mode & 0o111).toBe(0o111);
});

const adapters = foldersIn('adapters');

test('there are adapters to look at', () => expect(adapters.length).toBeGreaterThan(1));

test.each(adapters)('the adapter %s has what every adapter has', (id) => {
  const folder = `adapters/${id}`;
  expect(read(`${folder}/adapter.ts`)).toMatch(/^export const adapter\b/m);
  expect(read(`${folder}/adapter.ts`)).toContain(`id: '${id}'`);
  expect(filesIn([`${folder}/fixtures/inbound`], /\.json$/)).not.toEqual([]);
  expect(filesIn([`${folder}/fixtures/outbound`], /\.json$/)).not.toEqual([]);
  expect(exists(`${folder}/README.md`)).toBe(true);
  expect(read('adapters/index.ts')).toContain(`./${id}/adapter.ts`);
});

test('every room says in a README what it is, shortly', () => {
  const rooms = [
    ...foldersIn('server').map((name) => `server/${name}`),
    'inbox-ui',
    'widget',
    'test',
  ];
  expect(rooms.length).toBeGreaterThan(6);
  // Short enough to be read before the code, long enough to say something.
  const lengths = rooms.map((room) => ({ room, lines: linesOf(`${room}/README.md`) }));
  const odd = lengths.filter(({ lines }) => lines < 8 || lines > 40);
  expect(odd.map(({ room, lines }) => `${room}: ${lines} lines`)).toEqual([]);
});

test('the server and the adapters tell their story: the life of a message, a channel of your own', () => {
  expect(linesOf('server/README.md')).toBeGreaterThan(20);
  expect(linesOf('adapters/README.md')).toBeGreaterThan(20);
});

const linesOf = (file: string): number => (exists(file) ? read(file).trim().split('\n').length : 0);

test('no style sheet is longer than 300 lines', () => {
  const sheets = filesIn(['inbox-ui', 'widget'], /\.css$/);
  expect(sheets.length).toBeGreaterThan(0);
  expect(sheets.filter((file) => read(file).split('\n').length > 301)).toEqual([]);
});

/** Extensions that a reader, a tool or a browser of ours understands; nothing compiled, nothing odd. */
test('nothing but sources lies in the source folders', () => {
  const known =
    /\.(tsx?|css|html|md|json|svg|png|webp|ico|txt|webmanifest)$|fixtures\/|^server\/start\.mjs$/;
  const files = filesIn(['server', 'adapters', 'inbox-ui', 'widget'], /./);
  expect(files.length).toBeGreaterThan(20);
  expect(files.filter((file) => !known.test(file))).toEqual([]);
});
