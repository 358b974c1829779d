import { readFile, readlink } from 'node:fs/promises';
import { run } from './run.ts';

/**
 * When a process started, as text to compare; undefined for one that is gone or a zombie. A
 * process id is reused in time, the pair of id and start is not.
 */
export async function processStart(
  pid: number,
  platform: string = process.platform,
): Promise<string | undefined> {
  return platform === 'linux' ? startFromProc(pid) : startFromPs(pid);
}

/**
 * Within which space process ids mean the same: one boot of one machine, one container of it.
 * Empty where there is no more than one (macOS).
 */
export async function processSpace(platform: string = process.platform): Promise<string> {
  if (platform !== 'linux') return '';
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  const namespace = await readlink('/proc/self/ns/pid').catch(() => '');
  return `${boot.trim()} ${namespace}`;
}

/** The command line of a process, or '' for one that is gone or a zombie. */
export async function processCommand(
  pid: number,
  platform: string = process.platform,
): Promise<string> {
  if (platform === 'linux') {
    const text = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    return text.replaceAll('\0', ' ').trim();
  }
  return (await run(['ps', '-ww', '-o', 'command=', '-p', String(pid)])).output.trim();
}

async function startFromProc(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (stat === undefined) return undefined;
  // The second field is the program's name in brackets and may hold anything, spaces included.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const state = fields[0];
  const ticks = fields[19]; // field 22 of proc(5): when it started, in ticks since boot
  return state === undefined || isDead(state) ? undefined : ticks;
}

async function startFromPs(pid: number): Promise<string | undefined> {
  const { output } = await run(['ps', '-o', 'stat=', '-o', 'lstart=', '-p', String(pid)]);
  const [state, ...start] = output.trim().split(/\s+/);
  return !state || isDead(state) ? undefined : start.join(' ');
}

function isDead(state: string): boolean {
  return state.startsWith('Z') || state.startsWith('X');
}
