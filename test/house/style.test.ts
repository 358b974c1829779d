/** Format and lint (`rules.json`): run `npm run format` to mend what a machine can mend. */
import { expect, test } from 'vitest';
import { plant } from '../tools/planted.ts';
import { codeFolders, filesIn, read } from '../tools/tree.ts';
import { runTool } from './tools/run-tool.ts';

const rules = 'test/house/rules.json';
const options = [
  `--config-path=${rules}`,
  ...['--error-on-warnings', '--max-diagnostics=none', '--reporter=concise', '--colors=off'],
];

test('every file is formatted and breaks no rule', async () => {
  const ours = filesIn(codeFolders, /\.(tsx?|mjs|css)$/);
  const { code, said, complained } = await runTool('@biomejs/biome', ['ci', ...options, '.']);
  const checked = Number(/Checked (\d+) files/.exec(said + complained)?.[1]);
  expect(ours.length).toBeGreaterThan(20);
  expect(checked).toBeGreaterThanOrEqual(ours.length);
  expect(code, said + complained).toBe(0);
});

/** One small crime for each rule the house cares about most. */
const crimes: Record<string, string> = {
  noExplicitAny: 'export const a: any = 1;',
  noNonNullAssertion: 'export const b = (list: string[]) => list[0]!;',
  noDefaultExport: 'export default 1;',
  noProcessEnv: 'export const port = process.env["PORT"];',
  noConsole: 'console.log(1);',
  noFloatingPromises: 'const wait = async () => 1;\nexport function f() {\n  wait();\n}',
  noMisusedPromises: 'const yes = async () => true;\nif (yes()) throw new Error("always");',
  useMaxParams: 'export const sum = (a: 1, b: 1, c: 1, d: 1, e: 1) => a + b + c + d + e;',
  noExcessiveLinesPerFunction: `export function long() {\n${'  Math.random();\n'.repeat(41)}}`,
  noExcessiveLinesPerFile: `${'\n'.repeat(300)}export const line = 301;`,
  noExcessiveCognitiveComplexity: `export function deep(n: number) {\n${'if (n) {'.repeat(6)}${'}'.repeat(6)}}`,
  noUndeclaredDependencies: 'import left from "left-pad";\nexport const pad = left;',
  noUnusedVariables: 'const forgotten = 1;',
  noParameterAssign: 'export function up(n: number) {\n  n += 1;\n  return n;\n}',
  useFilenamingConvention: 'export const loud = 1;',
};

test('each rule is awake', async () => {
  const files = Object.entries(crimes).map(([rule, code]) => [`server/${fileFor(rule)}`, code]);
  const tree = await plant(Object.fromEntries(files), ['package.json', 'tsconfig.json', rules]);
  const { said, complained } = await runTool('@biomejs/biome', ['lint', ...options, '.'], tree);
  const asleep = Object.keys(crimes).filter((rule) => {
    const report = new RegExp(`server/${fileFor(rule)}\\b.*: lint/\\w+/${rule}:`);
    return !report.test(said + complained);
  });
  expect(asleep).toEqual([]);
});

const fileFor = (rule: string): string =>
  rule === 'useFilenamingConvention'
    ? 'LoudName.ts'
    : `${rule.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.ts`;

test('nobody excuses code from the rules that keep it readable', () => {
  const files = filesIn(['server', 'adapters', 'inbox-ui', 'widget'], /\.(tsx?|mjs|css)$/);
  expect(files.length).toBeGreaterThan(20);
  const excuse =
    /biome-ignore(-all|-start)?[^:]*\b(noExplicitAny|noNonNull\w*|noExcessive\w*|noProcessEnv|noDefaultExport|noFloatingPromises|noMisusedPromises)|@ts-(ignore|nocheck|expect-error)|eslint-disable|\b(TODO|FIXME|XXX)\b/;
  const found = files.flatMap((file) =>
    read(file)
      .split('\n')
      .flatMap((line, index) => (excuse.test(line) ? [`${file}:${index + 1} ${line.trim()}`] : [])),
  );
  expect(found).toEqual([]);
});
