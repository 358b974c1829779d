/** What operators' commands have in common: one line out, one line of complaint, an exit code. */
import { Refusal } from '../wire/problems.ts';
import { type Reached, reachStore } from './reach.ts';

/** Prints what `work` finds, and nothing else. @returns the exit code: 1 when the product said no */
export async function printFromStore(work: (reached: Reached) => Promise<string>): Promise<number> {
  const reached = await reachStore();
  try {
    process.stdout.write(`${await work(reached)}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    process.stderr.write(`${error.detail}\n`);
    return 1;
  } finally {
    await reached.close();
  }
}

/** For a command that was asked for wrongly. @returns the exit code */
export function printUsage(usage: string): number {
  process.stderr.write(`Usage: ${usage}\n`);
  return 2;
}
