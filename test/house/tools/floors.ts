/**
 * The floors of the house: who may import whom. `server/README.md` draws them. A new folder in
 * `server/` has to be put on a floor here; until then the check that reads this list is red.
 */
import type { IRegularForbiddenRuleType } from 'dependency-cruiser';

/**
 * Ways in and out. They never import each other. `commands` are the programs beside the server; `demo` stands where the
 * platforms would.
 */
export const doors = ['http', 'queue', 'realtime', 'smtp', 'commands', 'demo'];

/** What Interline does, blind to channels: it knows an adapter only by what it declares. */
export const product = [
  'agents',
  'attachments',
  'channels',
  'contacts',
  'conversations',
  'deliveries',
  'events',
  'ingress',
  'mails',
  'push',
  'search',
  'system',
];

/** At the bottom: the tables, what processes share, what they tell of themselves, and the shapes that cross the network. */
export const leaves = ['database', 'redis', 'telemetry', 'wire'];

const oneOf = (names: readonly string[]): string => `(${names.join('|')})`;
const aDoor = `^server/${oneOf(doors)}/`;
const theProduct = `^server/${oneOf(product)}/`;
const aScreen = '^(inbox-ui|widget)/';
const anAdapter = '^adapters/[^/]+/';
const theListOfAdapters = '^adapters/index\\.ts$';
const anythingOfOurs = '^(server|adapters|inbox-ui|widget|test|bench|migrations)/';

type Rule = Pick<IRegularForbiddenRuleType, 'from' | 'to'> & { name: string };

const rules: Rule[] = [
  { name: 'no-cycles', from: {}, to: { circular: true } },
  {
    name: 'every-import-is-found',
    from: {},
    to: { couldNotResolve: true, pathNot: '\\?(url|raw|inline|worker)$' },
  },
  {
    name: 'doors-never-import-each-other',
    from: { path: aDoor },
    to: { path: aDoor, pathNot: '^server/$1/' },
  },
  {
    name: 'doors-touch-no-tables',
    from: { path: '^server/', pathNot: [theProduct, '^server/database/'] },
    to: { path: ['^server/database/schema', 'node_modules/(drizzle-orm|postgres)/'] },
  },
  {
    name: 'the-product-stands-below-the-doors',
    from: { path: theProduct },
    to: { path: [aDoor, '^server/(app|main|config)\\.ts$'] },
  },
  {
    name: 'the-product-is-channel-blind',
    from: { path: theProduct },
    to: { path: [anAdapter, theListOfAdapters] },
  },
  {
    name: 'only-what-serves-visitors-knows-the-visitor-contract',
    from: { path: '^server/', pathNot: '^server/(http|realtime|channels)/' },
    to: { path: '^adapters/visitor\\.ts$' },
  },
  {
    name: 'only-the-composition-root-knows-the-adapters',
    from: { path: '^server/', pathNot: '^server/(app|commands/(adapter|reach))\\.ts$' },
    to: { path: [anAdapter, theListOfAdapters] },
  },
  {
    name: 'only-the-process-and-its-programs-know-the-composition-root',
    from: { path: '^server/', pathNot: '^server/(main\\.ts$|commands/)' },
    to: { path: '^server/(app|main)\\.ts$' },
  },
  {
    name: 'the-database-knows-no-product',
    from: { path: '^server/database/' },
    to: { path: [theProduct, aDoor, '^server/(app|main|config)\\.ts$', '^adapters/'] },
  },
  {
    name: 'wire-imports-only-the-schema-library',
    from: { path: '^server/wire/' },
    to: { pathNot: ['^server/wire/', 'node_modules/typebox/'] },
  },
  {
    name: 'an-adapter-knows-the-contract-and-itself',
    from: { path: '^adapters/([^/]+)/' },
    to: {
      path: [anythingOfOurs, theListOfAdapters],
      pathNot: ['^adapters/$1/', '^adapters/(?!index)[^/]+\\.ts$'],
    },
  },
  {
    name: 'the-contract-imports-nothing-of-ours',
    from: { path: '^adapters/[^/]+\\.ts$', pathNot: theListOfAdapters },
    to: { path: anythingOfOurs, pathNot: '^adapters/(?!index)[^/]+\\.ts$' },
  },
  {
    name: 'the-list-of-adapters-is-only-a-list',
    from: { path: theListOfAdapters },
    to: { pathNot: ['^adapters/adapter\\.ts$', '^adapters/[^/]+/adapter\\.ts$'] },
  },
  {
    name: 'screens-see-only-wire-and-themselves',
    from: { path: '^(inbox-ui|widget)/' },
    to: { path: anythingOfOurs, pathNot: ['^$1/', '^server/wire/'] },
  },
  {
    name: 'screens-run-in-browsers',
    from: { path: aScreen },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'what-runs-needs-no-development-package',
    from: { path: ['^(server|adapters|inbox-ui|widget)/', '^vite\\.config\\.ts$'] },
    to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
  },
  {
    name: 'nobody-imports-the-tests',
    from: { pathNot: ['^(test|bench)/', '^vitest\\.config\\.ts$'] },
    to: { path: '^(test|bench)/' },
  },
];

export const floors = rules.map((rule) => ({ ...rule, severity: 'error' as const }));
