/** How much of the code has a type at all: `any` also comes in through libraries and JSON. */
import { expect, test } from 'vitest';
import { runTool } from './tools/run-tool.ts';

const LEAST_TYPED_PERCENT = 99.5;

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
