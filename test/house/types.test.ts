/**
 * Everything compiles, strictly (`tsconfig.json`), and has a type: `any` also comes in through libraries and JSON.
 * One program answers both questions, since reading it is what takes long.
 */
import { beforeAll, expect, test } from 'vitest';
import { plant } from '../tools/planted.ts';
import { codeFolders, filesIn, root } from '../tools/tree.ts';
import { runScript } from './tools/run-tool.ts';

const LEAST_TYPED_PERCENT = 99.5;

type Types = {
  files: string[];
  errors: string[];
  identifiers: number;
  untyped: string[];
};

let ours: Types;

beforeAll(async () => {
  ours = await typesIn(root);
}, 300_000);

async function typesIn(folder: string): Promise<Types> {
  const { said, complained } = await runScript('test/house/tools/types.mjs', folder);
  if (said === '') throw new Error(complained);
  return JSON.parse(said);
}

test('every TypeScript file compiles', () => {
  const files = filesIn(codeFolders, /\.tsx?$/);
  const seen = new Set(ours.files);
  expect(files.length).toBeGreaterThan(20);
  expect(files.filter((file) => !seen.has(file))).toEqual([]);
  expect(ours.errors).toEqual([]);
});

test(`at least ${LEAST_TYPED_PERCENT} % of all identifiers have a type`, () => {
  expect(ours.identifiers).toBeGreaterThan(1_000);
  const percent = 100 * (1 - ours.untyped.length / ours.identifiers);
  expect(percent, ours.untyped.join('\n')).toBeGreaterThanOrEqual(LEAST_TYPED_PERCENT);
});

test('a type error and a missing type would be found', async () => {
  const wrong = 'export const port: number = "eighty";\nexport const said = JSON.parse("1");\n';
  const { errors, untyped } = await typesIn(await plant({ 'server/wrong.ts': wrong }));
  expect(errors).toEqual([expect.stringContaining('server/wrong.ts(1,14): error TS2322')]);
  expect(untyped).toEqual(['server/wrong.ts:2 said']);
});
