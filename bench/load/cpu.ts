/**
 * What a server has spent of the processors' time: a rate tells of the machine's mood, this of the work. Linux only: elsewhere
 * there is no `/proc`, and nothing is told.
 */
import { readdir, readFile } from 'node:fs/promises';

/** In microseconds: of the server's own process with all its threads, and of the database it has started. */
export type Spent = { node: number; postgres: number };

/** @param pid of a server with its own database; null where it cannot be known */
export async function spentBy(pid: number): Promise<Spent | null> {
  const own = await timeOf(pid);
  if (own === null) return null;
  const times = await Promise.all((await descendantsOf(pid)).map(timeOf));
  return { node: own, postgres: times.reduce<number>((sum, time) => sum + (time ?? 0), 0) };
}

/** Of threads that are still there; what has ended meanwhile is left out. */
async function timeOf(pid: number): Promise<number | null> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => null);
  if (!threads) return null;
  // Nanoseconds on a processor: https://docs.kernel.org/scheduler/sched-stats.html
  const stats = await Promise.all(threads.map((id) => read(`/proc/${pid}/task/${id}/schedstat`)));
  return stats.reduce((sum, stat) => sum + Number(stat.split(' ')[0]) / 1_000, 0);
}

async function descendantsOf(pid: number): Promise<number[]> {
  const all = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const parents = new Map(
    await Promise.all(all.map(async (one) => [one, await parentOf(one)] as const)),
  );
  const isBelow = (one: number | undefined): boolean =>
    one !== undefined && (parents.get(one) === pid || isBelow(parents.get(one)));
  return all.filter(isBelow);
}

/** The name before it may hold anything, brackets, too: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
async function parentOf(pid: number): Promise<number | undefined> {
  const stat = await read(`/proc/${pid}/stat`);
  const parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
  return parent === undefined ? undefined : Number(parent);
}

const read = (file: string): Promise<string> => readFile(file, 'latin1').catch(() => '');
