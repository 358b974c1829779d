/** The real browser of the tests. A machine without one gets one, or the tests fail: none is skipped. */
import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The second one so that 中文 is drawn with characters and not with boxes. */
const packages = ['chromium', 'fonts-noto-cjk'];

/** Nothing but the page under test: no update, no sync, no first-run tab. */
const flags = [
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const isRoot = process.getuid?.() === 0;

/** Starts a browser of its own; whoever asks for it closes it. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(),
    args: flags,
    // Chromium's sandbox refuses to run as root; everyone else keeps it.
    chromiumSandbox: !isRoot,
  });
}

/** The path of a Chromium: the one named by CHROMIUM_PATH, one on the PATH, or a newly installed one. */
export function findChromium(): string {
  const named = process.env['CHROMIUM_PATH'];
  if (named) {
    if (isExecutable(named)) return named;
    throw new Error(`CHROMIUM_PATH is ${named}, which is not a program.`);
  }
  const found = onPath() ?? (canInstall() ? install() : undefined);
  if (found) return found;
  throw new Error(
    `The browser tests need Chromium: install it (Debian: apt-get install ${packages.join(' ')}) or set CHROMIUM_PATH.`,
  );
}

function onPath(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const canInstall = (): boolean => isRoot && existsSync('/etc/debian_version');

function install(): string | undefined {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Somebody else may be installing something: wait for the lock instead of failing.
  const options = ['-q', '-o', 'DPkg::Lock::Timeout=300'];
  execFileSync('apt-get', [...options, 'update'], { env, stdio: 'pipe' });
  const wanted = ['install', '-y', '--no-install-recommends', ...packages];
  execFileSync('apt-get', [...options, ...wanted], { env, stdio: 'pipe' });
  return onPath();
}
