/** What operators' commands have in common: one line out, one line of complaint, an exit code. */
import { complaintOf } from '../complaint.ts';
import { type Reached, reachStore } from './reach.ts';

/** Prints what `work` finds, and nothing else. @returns the exit code: 1 when it could not be done */
export async function printFromStore(work: (reached: Reached) => Promise<string>): Promise<number> {
  try {
    const reached = await reachStore();
    const found = await work(reached).finally(() => reached.close());
    process.stdout.write(`${found}\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`${complaintOf(error)}\n`);
    return 1;
  }
}

/** For a command that was asked for wrongly. @returns the exit code */
export function printUsage(usage: string): number {
  process.stderr.write(`Usage: ${usage}\n`);
  return 2;
}
