/** The closing line of a test run, for readers that do not know vitest. */
import { execFile } from 'node:child_process';
import { expect, test } from 'vitest';
import { plant } from '../tools/planted.ts';
import { root } from '../tools/tree.ts';

const config = (more = ''): string => `
  import { CountsReporter } from '${root}test/tools/counts-reporter.ts';
  export default { test: { reporters: ['default', new CountsReporter()], ${more} } };\n`;
const brokenSetup = `export const setup = () => { throw new Error('no database'); };\n`;
const vitest = `${root}node_modules/vitest/vitest.mjs`;

async function closingLine(
  tests: Record<string, string>,
  more?: string,
): Promise<string | undefined> {
  const head = "import { expect, test } from 'vitest';\n";
  const files = Object.entries(tests).map(([name, body]) => [`${name}.test.ts`, head + body]);
  const cwd = await plant({
    ...Object.fromEntries(files),
    'vitest.config.ts': config(more),
    'broken-setup.ts': brokenSetup,
  });
  const said = await new Promise<string>((resolve) => {
    execFile(process.execPath, [vitest, 'run'], { cwd }, (_error, out) => resolve(out));
  });
  return said.trimEnd().split('\n').at(-1);
}

const good = "test('good', () => expect(1).toBe(1));\n";
const bad = "test('bad', () => expect(1).toBe(2));\n";
const left = "test.skip('left out', () => {});\n";

test('counts what passed, failed and was skipped', async () => {
  expect(await closingLine({ one: good + good + bad, two: good + left })).toBe(
    '3 passed, 1 failed, 1 skipped',
  );
});

test('a file that does not load and an error outside all tests count as failed', async () => {
  const unloadable = { lost: "import './nowhere.ts';\n", good };
  expect(await closingLine(unloadable)).toBe('1 passed, 1 failed, 0 skipped');
  const stray = `${good}setTimeout(() => { throw new Error('stray'); });
    await new Promise((resolve) => setTimeout(resolve, 50));\n`;
  expect(await closingLine({ stray })).toBe('1 passed, 1 failed, 0 skipped');
});

test('a run whose setup breaks before the first test has failed', async () => {
  const line = await closingLine({ good }, "globalSetup: ['./broken-setup.ts']");
  expect(line).toBe('0 passed, 1 failed, 0 skipped');
});

test('a green run says so', async () => {
  expect(await closingLine({ good })).toBe('1 passed, 0 failed, 0 skipped');
});
