/** What a machine lacks for the tests is installed where that is possible. */
import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const canInstall = (): boolean => process.getuid?.() === 0 && existsSync('/etc/debian_version');

/**
 * The path of the first of these programs that there is, after installing packages if need be.
 * @throws when there is none, with what to install
 */
export function findProgram(
  names: readonly string[],
  packages: readonly string[],
  otherwise = '',
): string {
  const found = onPath(names);
  if (found) return found;
  if (canInstall()) install(packages);
  const installed = onPath(names);
  if (installed) return installed;
  throw new Error(
    `These tests need ${names[0]}: apt-get install ${packages.join(' ')}${otherwise}`,
  );
}

export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Servers lie where a user's own PATH may not look. */
function onPath(names: readonly string[]): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin'];
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

function install(packages: readonly string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Other tests, or somebody else, may be installing something: wait for the lock instead of failing.
  const lock = join(tmpdir(), 'interline-tests-install.lock');
  const apt = [lock, 'apt-get', '-q', '-o', 'DPkg::Lock::Timeout=300'];
  execFileSync('flock', [...apt, 'update'], { env, stdio: 'pipe' });
  const wanted = ['install', '-y', '--no-install-recommends', ...packages];
  execFileSync('flock', [...apt, ...wanted], { env, stdio: 'pipe' });
}
