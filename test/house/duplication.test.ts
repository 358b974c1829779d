/** Code that stands twice (jscpd). The size caps are raised: its defaults skip large files silently. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { plant } from '../tools/planted.ts';
import { filesIn, read, root } from '../tools/tree.ts';
import { runTool } from './tools/run-tool.ts';

const MOST_PERCENT = 1;
const SMALLEST_CLONE_TOKENS = 50;

type Place = { name: string; start: number; end: number };
type Report = {
  statistics: { total: { sources: number; lines: number; percentage: number } };
  duplicates: { firstFile: Place; secondFile: Place }[];
};

async function clones(folders: readonly string[], cwd = root): Promise<Report> {
  const output = await mkdtemp(join(tmpdir(), 'duplication-'));
  onTestFinished(() => rm(output, { recursive: true }));
  await runTool(
    'jscpd',
    [
      ...[
        '--min-tokens',
        String(SMALLEST_CLONE_TOKENS),
        '--max-lines',
        '20000',
        '--max-size',
        '5mb',
      ],
      ...['--format', 'typescript,tsx,javascript,css', '--ignore', '**/fixtures/**'],
      ...['--silent', '--reporters', 'json', '--output', output, ...folders],
    ],
    cwd,
  );
  return JSON.parse(await readFile(join(output, 'jscpd-report.json'), 'utf8'));
}

const place = ({ name, start, end }: Place): string => `${name}:${start}-${end}`;

test.each([
  { what: 'the product', folders: ['server', 'adapters', 'inbox-ui', 'widget'] },
  { what: 'the tests', folders: ['test'] },
])(`at most ${MOST_PERCENT} percent of $what stands twice`, async ({ folders }) => {
  const files = filesIn(folders, /\.(tsx?|mjs|css)$/);
  const lines = files.map((file) => read(file).split('\n').length).reduce((a, b) => a + b, 0);
  const { statistics, duplicates } = await clones(folders);
  expect(files.length).toBeGreaterThan(10);
  // It leaves out files shorter than its smallest clone, and nothing else.
  expect(statistics.total.lines).toBeGreaterThan(lines * 0.9);
  const pairs = duplicates.map(
    ({ firstFile, secondFile }) => `${place(firstFile)} = ${place(secondFile)}`,
  );
  expect(statistics.total.percentage, pairs.join('\n')).toBeLessThanOrEqual(MOST_PERCENT);
});

test('a copied function would be found', async () => {
  const code = read('test/house/duplication.test.ts');
  const tree = await plant({ 'server/once.ts': code, 'server/twice.ts': code });
  const { statistics, duplicates } = await clones(['server'], tree);
  expect(duplicates).not.toEqual([]);
  expect(statistics.total.percentage).toBeGreaterThan(MOST_PERCENT);
});
