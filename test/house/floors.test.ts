/** The import floors of `tools/floors.ts`, held against every file, types included. */
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { expect, test } from 'vitest';
import { plant } from '../tools/planted.ts';
import { codeFolders, exists, filesIn, foldersIn, root } from '../tools/tree.ts';
import { doors, floors, leaves, product } from './tools/floors.ts';

/** Seen from a door of the server. */
const VISITOR = '../../adapters/visitor.ts';

async function survey(baseDir: string, start: string[]): Promise<ICruiseResult> {
  const { output } = await cruise(
    start,
    {
      baseDir,
      validate: true,
      ruleSet: { forbidden: floors },
      doNotFollow: { path: 'node_modules' },
      tsPreCompilationDeps: true,
      skipAnalysisNotInRules: true,
    },
    {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.css'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
    },
  );
  if (typeof output === 'string') throw new Error(output);
  return output;
}

const sentences = ({ summary }: ICruiseResult): string[] =>
  summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);

test('every import stays within its floor', async () => {
  const ours = filesIn(codeFolders, /\.tsx?$/);
  const report = await survey(root, [...codeFolders.filter(exists), 'vite.config.ts']);
  const seen = new Set(report.modules.map(({ source }) => source));
  expect(ours.length).toBeGreaterThan(20);
  expect(ours.filter((file) => !seen.has(file))).toEqual([]);
  expect(report.summary.totalDependenciesCruised).toBeGreaterThan(ours.length);
  expect(sentences(report)).toEqual([]);
});

test('every room of the server stands on a floor', () => {
  const rooms = foldersIn('server');
  expect(rooms.length).toBeGreaterThan(3);
  expect(rooms.filter((room) => ![...doors, ...product, ...leaves].includes(room))).toEqual([]);
});

/** Types count like code, so a type is all that is imported. */
const importing = (...targets: string[]): string =>
  targets
    .map((target, n) => `import type * as x${n} from '${target}';\nexport type { x${n} };\n`)
    .join('');

/** The rule, a file that breaks it, and what it must not import. */
const crimes: [rule: string, file: string, target: string][] = [
  ['no-cycles', 'server/events/egg.ts', './hen.ts'],
  ['every-import-is-found', 'server/events/lost.ts', './nowhere.ts'],
  ['doors-never-import-each-other', 'server/http/a.ts', '../realtime/door.ts'],
  ['doors-touch-no-tables', 'server/realtime/a.ts', '../database/schema/table.ts'],
  ['doors-touch-no-tables', 'server/queue/a.ts', 'drizzle-orm'],
  ['the-product-stands-below-the-doors', 'server/contacts/a.ts', '../http/door.ts'],
  ['the-product-is-channel-blind', 'server/ingress/a.ts', '../../adapters/one/adapter.ts'],
  ['only-what-serves-visitors-knows-the-visitor-contract', 'server/events/v.ts', VISITOR],
  ['only-the-composition-root-knows-the-adapters', 'server/http/b.ts', '../../adapters/index.ts'],
  ['only-the-process-and-its-programs-know-the-composition-root', 'server/http/c.ts', '../app.ts'],
  ['the-database-knows-no-product', 'server/database/a.ts', '../contacts/contacts.ts'],
  ['wire-imports-only-the-schema-library', 'server/wire/a.ts', 'fastify'],
  ['an-adapter-knows-the-contract-and-itself', 'adapters/one/a.ts', '../two/adapter.ts'],
  ['an-adapter-knows-the-contract-and-itself', 'adapters/one/b.ts', '../index.ts'],
  ['an-adapter-knows-the-contract-and-itself', 'adapters/one/c.ts', '../../server/events/hen.ts'],
  ['the-contract-imports-nothing-of-ours', 'adapters/limits.ts', '../server/wire/shapes.ts'],
  ['the-list-of-adapters-is-only-a-list', 'adapters/index.ts', './limits.ts'],
  ['screens-see-only-wire-and-themselves', 'widget/a.ts', '../inbox-ui/a.ts'],
  ['screens-see-only-wire-and-themselves', 'inbox-ui/c.ts', '../server/contacts/contacts.ts'],
  ['screens-run-in-browsers', 'inbox-ui/b.ts', 'node:fs'],
  ['what-runs-needs-no-development-package', 'server/http/d.ts', 'vitest'],
  ['nobody-imports-the-tests', 'server/events/t.ts', '../../test/tools/a.ts'],
];

/** What may be imported, by whom: here every rule has to stay silent. */
const virtues: Record<string, string> = {
  'server/main.ts': importing('./app.ts'),
  'server/app.ts': importing('../adapters/index.ts', './http/door.ts', './realtime/door.ts'),
  'server/http/door.ts': importing('../contacts/contacts.ts', VISITOR, 'fastify'),
  'server/realtime/door.ts': importing('../contacts/contacts.ts', '../wire/shapes.ts'),
  'server/contacts/contacts.ts': importing(
    '../database/schema/table.ts',
    '../../adapters/adapter.ts',
  ),
  'server/database/schema/table.ts': importing('drizzle-orm'),
  'server/wire/shapes.ts': importing('typebox'),
  'adapters/adapter.ts': importing('./visitor.ts'),
  'adapters/visitor.ts': importing('node:crypto'),
  'adapters/one/adapter.ts': importing('../adapter.ts', './parse.ts', 'typebox'),
  'adapters/one/parse.ts': importing('typebox'),
  'adapters/two/adapter.ts': importing('../adapter.ts'),
  'inbox-ui/a.ts': importing('../server/wire/shapes.ts', 'preact'),
  'test/tools/a.ts': importing('../../server/app.ts', 'vitest'),
};

test('each floor rule is awake, and silent where nothing is wrong', async () => {
  const wrong = crimes.map(([, file, target]) => [file, importing(target)]);
  const hen = { 'server/events/hen.ts': importing('./egg.ts') };
  const tree = await plant({ ...hen, ...virtues, ...Object.fromEntries(wrong) });
  const { summary } = await survey(tree, codeFolders.slice(0, 5));
  const caught = summary.violations.map(({ rule, from }) => `${rule.name} ${from}`);
  const missed = crimes.filter(([rule, file]) => !caught.includes(`${rule} ${file}`));
  expect(missed).toEqual([]);
  expect(summary.violations.filter(({ from }) => from in virtues)).toEqual([]);
  const tried = new Set(crimes.map(([rule]) => rule));
  expect(floors.filter(({ name }) => !tried.has(name))).toEqual([]);
});
