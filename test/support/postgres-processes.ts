/** The database processes on a data folder, found the way an operator would: among all processes of the machine. */
import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import path from 'node:path';

/**
 * Ids of every live process that works in `dataDir` or names it: the Postgres server, its helpers and
 * connections, and the shell that watches over it. Our own program is not among them.
 */
export function postgresProcesses(dataDir: string): number[] {
  if (process.platform !== 'linux') throw new Error('processes are looked up in /proc');
  const folder = realpathSync(dataDir);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => isAt(pid, folder));
}

function isAt(pid: number, folder: string): boolean {
  const command = attempt(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
  if (command === '' || command.startsWith(process.execPath)) return false;
  const workplace = attempt(() => readlinkSync(`/proc/${pid}/cwd`));
  return command.includes(folder) || `${workplace}/`.startsWith(`${folder}${path.sep}`);
}

/** Is it still there, and more than an entry nobody has collected yet? */
export function isAlive(pid: number): boolean {
  const state = attempt(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  return state !== '' && !/\) [ZX] /.test(state);
}

function attempt(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
