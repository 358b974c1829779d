/** The types: everything compiles strictly, and next to nothing is of unknown type. */
import { expect, test } from 'vitest';
import { plant } from '../tools/planted.ts';
import { codeFolders, filesIn, root } from '../tools/tree.ts';
import { runTool } from './tools/run-tool.ts';

const LEAST_TYPED_PERCENT = 99.5;

test('every TypeScript file compiles', async () => {
  const ours = filesIn(codeFolders, /\.tsx?$/);
  const { code, said } = await runTool('typescript', [
    '-p',
    '.',
    '--listFiles',
    '--pretty',
    'false',
  ]);
  const lines = said.split('\n');
  const seen = new Set(lines.filter((line) => line.startsWith(root)));
  expect(ours.length).toBeGreaterThan(20);
  expect(ours.filter((file) => !seen.has(root + file))).toEqual([]);
  expect(lines.filter((line) => /error TS/.test(line))).toEqual([]);
  expect(code).toBe(0);
});

test('a type error would be found', async () => {
  const tree = await plant({ 'server/wrong.ts': 'export const port: number = "eighty";\n' });
  const { code, said } = await runTool('typescript', ['-p', '.', '--pretty', 'false'], tree);
  expect(said).toContain('server/wrong.ts(1,14): error TS2322');
  expect(code).not.toBe(0);
});

test(`at least ${LEAST_TYPED_PERCENT} % of all identifiers have a type`, async () => {
  const { said } = await runTool('type-coverage', [
    ...['-p', '.', '--strict', '--detail', '--json-output', '--show-relative-path'],
  ]);
  const { details, totalCount, percent } = coverage(said);
  expect(totalCount).toBeGreaterThan(1_000);
  const untyped = details.map((at) => `${at.filePath}:${at.line + 1} ${at.text}`);
  expect(percent, untyped.join('\n')).toBeGreaterThanOrEqual(LEAST_TYPED_PERCENT);
});

type Coverage = {
  details: { filePath: string; line: number; text: string }[];
  totalCount: number;
  percent: number;
};

const coverage = (json: string): Coverage => JSON.parse(json);
