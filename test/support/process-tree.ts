/** A process with all that it has started, and all that those have. */
import { readdirSync, readFileSync } from 'node:fs';

export function processTree(pid: number): number[] {
  if (process.platform !== 'linux') throw new Error('processes are looked up in /proc');
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), parent: parentOf(name) }));
  const below = (one: number): number[] =>
    all.filter(({ parent }) => parent === one).flatMap((child) => [child.pid, ...below(child.pid)]);
  return [pid, ...below(pid)];
}

/** The name before it may hold anything, brackets, too: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function parentOf(pid: string): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    // It has ended meanwhile.
    return 0;
  }
}
