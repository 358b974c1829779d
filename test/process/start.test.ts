/** `server/start.mjs`: builds what is stale, once, and then is the program. */
import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { plant } from '../tools/planted.ts';

const program = (text: string): string =>
  `export const main = async () => { process.stdout.write('${text}\\n'); };\n`;

const files = {
  'server/main.ts': program('ready'),
  'server/commands/token.ts':
    'export const run = async (args: string[]) => { process.stdout.write(args.join()); return 3; };\n',
  'server/README.md': 'One.\n',
  'vite.config.ts': `export default {
    build: { ssr: true, outDir: 'dist/server', rolldownOptions: { input: {
      main: 'server/main.ts', token: 'server/commands/token.ts' } } } };\n`,
};

type Said = { code: number; out: string; err: string };

function start(tree: string, ...args: string[]): Promise<Said> {
  const file = join(tree, 'server/start.mjs');
  return new Promise((resolve) => {
    execFile(process.execPath, [file, ...args], (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
  });
}

const plantProject = (more: Record<string, string> = {}): Promise<string> =>
  plant({ ...files, ...more }, ['server/start.mjs', 'package.json', 'tsconfig.json']);

test('the first start builds, the second does not', async () => {
  const tree = await plantProject();
  expect(await start(tree)).toEqual({ code: 0, out: 'ready\n', err: 'Building…\n' });
  expect(await start(tree)).toEqual({ code: 0, out: 'ready\n', err: '' });
});

test('a command gets its arguments, gives its exit code and keeps its output to itself', async () => {
  const tree = await plantProject();
  const said = await start(tree, 'token', '--email', 'ada@example.com');
  expect(said).toEqual({ code: 3, out: '--email,ada@example.com', err: 'Building…\n' });
});

test('changed code is built again, a changed text is not', async () => {
  const tree = await plantProject();
  await start(tree, 'build');
  await writeFile(join(tree, 'server/README.md'), 'Two.\n');
  expect((await start(tree)).err).toBe('');
  await writeFile(join(tree, 'server/main.ts'), program('changed'));
  expect(await start(tree)).toEqual({ code: 0, out: 'changed\n', err: 'Building…\n' });
});

test('of several starts at once one builds, and all of them run', async () => {
  const tree = await plantProject();
  const all = await Promise.all([start(tree), start(tree), start(tree)]);
  expect(all.map(({ out }) => out)).toEqual(['ready\n', 'ready\n', 'ready\n']);
  expect(all.filter(({ err }) => err === 'Building…\n').length).toBe(1);
  expect(all.filter(({ err }) => err === '').length).toBe(2);
});

test('a failed build says what is wrong, and the next one works again', async () => {
  const tree = await plantProject({ 'server/main.ts': "import './nowhere.ts';\n" });
  const said = await start(tree);
  expect(said).toMatchObject({ code: 1, out: '' });
  expect(said.err).toMatch(/^Building…\nThe build failed\.\n[\s\S]*nowhere\.ts/);
  await writeFile(join(tree, 'server/main.ts'), program('mended'));
  expect(await start(tree)).toMatchObject({ code: 0, out: 'mended\n' });
});

test('a build that was killed half-way does not block the next start', async () => {
  const tree = await plantProject();
  await start(tree, 'build');
  const lock = join(tree, 'dist/building');
  await mkdir(lock);
  await utimes(lock, new Date(), new Date(Date.now() - 60_000));
  await rm(join(tree, 'dist/fingerprint'));
  expect(await start(tree)).toEqual({ code: 0, out: 'ready\n', err: 'Building…\n' });
  await expect(readFile(join(tree, 'dist/fingerprint'), 'utf8')).resolves.toHaveLength(64);
});

test('an install without sources runs what it brought', async () => {
  const tree = await plantProject();
  await start(tree, 'build');
  await rm(join(tree, 'server/main.ts'));
  await rm(join(tree, 'vite.config.ts'));
  expect(await start(tree)).toEqual({ code: 0, out: 'ready\n', err: '' });
});

test('an unknown program is refused with the names of the known ones', async () => {
  const said = await start(await plantProject(), 'tokne');
  expect(said).toMatchObject({ code: 1, out: '' });
  expect(said.err).toContain(
    'Unknown program tokne: use main, adapter, token, workspace, files, backup, restore or build.',
  );
});
