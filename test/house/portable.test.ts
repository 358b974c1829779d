/** Nothing in the project points at the machine or the network it happened to be written on. */
import { expect, test } from 'vitest';
import { codeFolders, exists, filesIn, read } from '../tools/tree.ts';

const topFiles = [
  ...['package.json', 'package-lock.json', 'tsconfig.json', 'vite.config.ts', 'vitest.config.ts'],
  ...['drizzle.config.ts', '.ci/run', '.gitignore', 'README.md', 'CONTRIBUTING.md', 'SECURITY.md'],
  ...['CHANGELOG.md', 'LICENSE', 'Dockerfile', 'compose.yaml'],
];

/** Written apart, so that this list does not find itself. */
const homes = ['work', 'farm', 'root', 'home', 'Users'].join('|');
const registries = [
  ['registry', 'npmjs'],
  ['deb', 'debian', 'org'],
  ['npmmirror', 'com'],
];
const forbidden = [
  new RegExp(`(^|[^\\w.$}-])/(${homes})/`),
  ...registries.map((parts) => new RegExp(parts.join('\\.'))),
  new RegExp(['"resolved"', ' "http'].join(':')),
];

test('no path of a machine and no registry is named', () => {
  const texts = /\.(tsx?|mjs|css|html|md|json|sql|svg|txt|eml|sh|ya?ml)$/;
  const files = [
    ...filesIn([...codeFolders, 'docs', 'migrations'], texts),
    ...topFiles.filter(exists),
  ];
  expect(files.length).toBeGreaterThan(50);
  const found = files.flatMap((file) =>
    read(file)
      .split('\n')
      .flatMap((line, n) =>
        forbidden.some((pattern) => pattern.test(line))
          ? [`${file}:${n + 1} ${line.slice(0, 120)}`]
          : [],
      ),
  );
  expect(found).toEqual([]);
});
