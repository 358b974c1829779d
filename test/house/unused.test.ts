/** Unused files, exports and packages (knip; what counts as a start is in package.json). */
import { expect, test } from 'vitest';
import { plant } from '../tools/planted.ts';
import { codeFolders, filesIn, read } from '../tools/tree.ts';
import { runTool } from './tools/run-tool.ts';

type Issue = { file: string } & Record<string, string | { name: string }[]>;

/** Added to a copy of the tree: what a working check must find there, and nothing else. */
const leftovers = {
  'server/events/leftover.ts': 'export const leftover = 1;\n',
  'test/half-used.ts': 'export const used = 1;\nexport const unused = 2;\n',
  'test/half-used.test.ts': "import { used } from './half-used.ts';\nthrow used;\n",
  'package.json': read('package.json').replace('"dependencies": {', '$&\n"left-pad": "1.3.0",'),
};

const expected = [
  'package.json: dependencies left-pad',
  'server/events/leftover.ts: files server/events/leftover.ts',
  'test/half-used.ts: exports unused',
];

test('nothing lies around unused, and what is planted is found', async () => {
  expect(filesIn(codeFolders, /\.tsx?$/).length).toBeGreaterThan(20);
  const configs = ['tsconfig.json', 'vite.config.ts', 'vitest.config.ts', 'drizzle.config.ts'];
  const tree = await plant(leftovers, [...codeFolders, ...configs]);
  const { said, complained } = await runTool('knip', ['--no-progress', '--reporter=json'], tree);
  expect(complained).toBe('');
  expect(findings(said)).toEqual(expected);
});

function findings(json: string): string[] {
  const { issues }: { issues: Issue[] } = JSON.parse(json);
  return issues
    .flatMap(({ file, ...kinds }) =>
      Object.entries(kinds).flatMap(([kind, found]) =>
        typeof found === 'string' ? [] : found.map(({ name }) => `${file}: ${kind} ${name}`),
      ),
    )
    .sort();
}
