import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedPostgresError } from './error.ts';
import { processCommand } from './processes.ts';

const PID_LINE = 0;
const STATUS_LINE = 7;
const NOBODY = 99_999_999; // above the highest process id of any system
const QUIT_PATIENCE = 10_000;
const POLL = 10;

/** Whether the server of this cluster accepts connections. */
export async function isReady(clusterDir: string): Promise<boolean> {
  const lines = await readPidFile(clusterDir);
  return pidOf(lines) !== NOBODY && lines[STATUS_LINE]?.trim() === 'ready';
}

/**
 * Ends the server of this cluster if one runs, wherever it came from: a fast shutdown, and when
 * that has not ended it within `patience` milliseconds, an immediate one (recovered at next start).
 */
export async function stopPostmaster(clusterDir: string, patience: number): Promise<void> {
  const pid = pidOf(await readPidFile(clusterDir));
  if (pid === undefined || (await endsBy(pid, clusterDir, 'SIGINT', patience))) return;
  if (await endsBy(pid, clusterDir, 'SIGQUIT', QUIT_PATIENCE)) return;
  throw new EmbeddedPostgresError(
    `An earlier Postgres server of ${clusterDir} does not end: stop process ${pid}.`,
  );
}

/**
 * Makes a pid file that a killed server left behind harmless. Postgres itself only sees that some
 * process has that id (a zombie, or one that was given the id later) and would refuse to start.
 * The rest of the file stays: it lets Postgres find backends that are still at work.
 */
export async function disownPidFile(clusterDir: string): Promise<void> {
  const file = pidFile(clusterDir);
  const lines = await readPidFile(clusterDir);
  if (pidOf(lines) === undefined) return rm(file, { force: true });
  lines[PID_LINE] = String(NOBODY);
  await writeFile(file, lines.join('\n'));
}

async function endsBy(
  pid: number,
  clusterDir: string,
  signal: NodeJS.Signals,
  patience: number,
): Promise<boolean> {
  const deadline = Date.now() + patience;
  if (await isPostmaster(pid, clusterDir)) signalIfAlive(pid, signal);
  while (await isPostmaster(pid, clusterDir)) {
    if (Date.now() > deadline) return false;
    await sleep(POLL);
  }
  return true;
}

// The id alone proves nothing: it may be a zombie's, or have passed to another program.
async function isPostmaster(pid: number, clusterDir: string): Promise<boolean> {
  return (await processCommand(pid)).includes(` -D ${clusterDir} `);
}

function signalIfAlive(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    const isGone = error instanceof Error && 'code' in error && error.code === 'ESRCH';
    if (!isGone) throw error;
  }
}

async function readPidFile(clusterDir: string): Promise<string[]> {
  const text = await readFile(pidFile(clusterDir), 'utf8').catch(() => '');
  return text.split('\n');
}

function pidOf(lines: readonly string[]): number | undefined {
  const pid = Number.parseInt(lines[PID_LINE] ?? '', 10);
  return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined;
}

function pidFile(clusterDir: string): string {
  return path.join(clusterDir, 'postmaster.pid');
}
