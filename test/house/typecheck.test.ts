/** Everything compiles, strictly (`tsconfig.json`). */
import { expect, test } from 'vitest';
import { plant } from '../tools/planted.ts';
import { codeFolders, filesIn, root } from '../tools/tree.ts';
import { runTool } from './tools/run-tool.ts';

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
