import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { isKernelLocked } from './kernel-lock.ts';
import { processSpace, processStart } from './processes.ts';

/** What a lock file says about the process that holds it. */
export type Holder = {
  id: string;
  pid: number;
  start: string;
  /** Where `pid` and `start` mean something; `host` is for people. */
  space: string;
  host: string;
  /** The folder of the server's socket, once there is one. */
  socketDir?: string;
};

/** This process, as the holder of one lock. */
export async function thisHolder(): Promise<Holder> {
  return {
    id: randomUUID(),
    pid: process.pid,
    start: (await processStart(process.pid)) ?? 'unknown',
    space: await processSpace(),
    host: hostname(),
  };
}

/** Reads a lock file's text. What cannot be read (a power cut can empty a file) names nobody. */
export function parseHolder(text: string): Holder | undefined {
  try {
    const value: Partial<Holder> | null = JSON.parse(text);
    const { id, pid, start, space, host = '', socketDir } = value ?? {};
    if (typeof id !== 'string' || typeof pid !== 'number') return undefined;
    if (typeof start !== 'string' || typeof space !== 'string') return undefined;
    return { id, pid, start, space, host, ...(typeof socketDir === 'string' && { socketDir }) };
  } catch {
    return undefined;
  }
}

/** Whether the process that wrote `other` still runs, as far as `self` can tell. */
export async function isAlive(other: Holder, self: Holder, kernelLock: string): Promise<boolean> {
  if (other.space === self.space) return (await processStart(other.pid)) === other.start;
  // The processes of another container cannot be seen from here; what they keep locked can.
  return isKernelLocked(kernelLock);
}
